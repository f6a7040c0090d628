"""Feeds and what they say about talks.

`parse` reads them, `join` finds the files of their items, and `fetch`, where the user asks for it,
downloads what they name: the only part that ever uses a network.
"""

from __future__ import annotations

from kb.feeds.facts import metadata
from kb.feeds.join import Family, is_feed_of, join
from kb.feeds.models import Feed, Item, Subscription, Transcript
from kb.feeds.names import folder_of
from kb.feeds.parse import Kind, kind_of, parse_feed, parse_opml

__all__ = [
    "Family",
    "Feed",
    "Item",
    "Kind",
    "Subscription",
    "Transcript",
    "folder_of",
    "is_feed_of",
    "join",
    "kind_of",
    "metadata",
    "parse_feed",
    "parse_opml",
]
