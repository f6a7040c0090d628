"""What a feed's item says about its talk. Pure."""

from __future__ import annotations

from ingest.models import Metadata
from kb.feeds.models import Feed, Item


def metadata(feed: Feed, item: Item) -> Metadata:
    """Return what the item says, as a talk's metadata.

    Its people are evidence and no more: they give their roles to those whom the transcript
    calls by these names, and name nobody whom it does not.
    """
    return Metadata(
        title=item.title,
        show=feed.title,
        kind="podcast" if item.media_url else None,
        date=item.date,
        people=item.people,
        url=item.url,
        media_url=item.media_url,
        language=feed.language,
        description=item.description,
    )
