"""What of an item is worth downloading, and where it goes. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kb.feeds import names
from kb.feeds.models import Item


class Source(NamedTuple):
    """An address, and the ending of the file that it becomes."""

    url: str
    suffix: str


class Wanted(NamedTuple):
    """A file to download: from the first of these addresses that has it.

    Args:
        to: Where it goes, without the ending.
    """

    to: Path
    sources: tuple[Source, ...]


def transcript_of(item: Item, language: str | None, feed: Path) -> Iterator[Wanted]:
    """Yield the item's best transcript, if it names any.

    Args:
        item: An item of which no transcript is there.
        language: The feed's.
        feed: Where the feed is.
    """
    found = names.ranked(item, language)
    if found:
        yield Wanted(
            _place(item, feed), tuple(Source(each.url, names.suffix_of(each)) for each in found)
        )


def chapters_of(item: Item, feed: Path) -> Iterator[Wanted]:
    """Yield the item's list of chapters, if it names one."""
    if item.chapters:
        sources = tuple(Source(url, ".chapters.json") for url in item.chapters)
        yield Wanted(_place(item, feed), sources)


def _place(item: Item, feed: Path) -> Path:
    return feed.parent / names.folder_of(feed.name) / names.stem_of(item)
