"""Which files of a folder are an item's: by addresses, then by what they are called. Pure.

Nothing is guessed. A file is an item's where its name is that of a file the feed names, or where
item and files have one name and no other item and no other files have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from kb.feeds import names
from kb.feeds.models import Feed, Item, Subscription


class Family(NamedTuple):
    """Files that belong together by their names.

    Args:
        paths: Below the feed's folder, with forward slashes.
        stem: What the names share; empty where the folder is all that they share.
        has_text: Whether there may be a transcript among them.
    """

    paths: tuple[str, ...]
    stem: str
    has_text: bool = True


def join(items: Sequence[Item], families: Sequence[Family], *, files: str) -> dict[int, list[int]]:
    """Return, by the index of each item that has files here, the indexes of its families.

    Args:
        items: Of one feed.
        families: The files below the feed's folder.
        files: The folder into which what the feed names was downloaded.
    """
    found: dict[int, list[int]] = defaultdict(list)
    taken: set[int] = set()
    for rule in (_downloaded(items, families, files), _named(items, families)):
        for item, family in rule:
            if family not in taken:
                taken.add(family)
                found[item].append(family)
    for of_item in _KEYS:
        free = [i for i, family in enumerate(families) if i not in taken and family.has_text]
        wanting = [
            i for i in range(len(items)) if not any(families[f].has_text for f in found.get(i, ()))
        ]
        by_name = _once((key, i) for i in free for key in _keys(families[i]))
        for key, item in _once((k, i) for i in wanting for k in of_item(items[i])).items():
            match = by_name.get(key)
            if match is not None and match not in taken:
                taken.add(match)
                found[item].append(match)
    return dict(found)


def is_feed_of(subscription: Subscription, feed: Feed, name: str) -> bool:
    """Return whether a feed, in a file of this name, is the one that somebody subscribed to."""
    if feed.base is not None and feed.base == subscription.url:
        return True
    if subscription.title and feed.title:
        return names.slug(subscription.title) == names.slug(feed.title)
    return names.segments(subscription.url)[-1:] == (name.casefold(),)


def _downloaded(
    items: Sequence[Item], families: Sequence[Family], folder: str
) -> list[tuple[int, int]]:
    marks = {names.mark(item): index for index, item in enumerate(items)}
    pairs = []
    for index, family in enumerate(families):
        path = PurePosixPath(family.paths[0])
        item = marks.get(family.stem.rpartition("-")[2])
        if item is not None and path.parent.as_posix() == folder:
            pairs.append((item, index))
    return pairs


def _named(items: Sequence[Item], families: Sequence[Family]) -> list[tuple[int, int]]:
    """Return the families with a file that an item's addresses name, where no other item's do."""
    files: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    for index, family in enumerate(families):
        for path in family.paths:
            parts = tuple(path.casefold().split("/"))
            files[parts[-1]].append((parts, index))
    claims: dict[int, set[int]] = defaultdict(set)
    for number, item in enumerate(items):
        for url in _addresses(item):
            claimed = _nearest(names.segments(url), files, families)
            if claimed is not None:
                claims[claimed].add(number)
    return [(next(iter(by)), family) for family, by in claims.items() if len(by) == 1]


def _addresses(item: Item) -> list[str]:
    media = [item.media_url] if item.media_url else []
    return [*(transcript.url for transcript in item.transcripts), *item.chapters, *media]


def _nearest(
    parts: Sequence[str],
    files: Mapping[str, Sequence[tuple[tuple[str, ...], int]]],
    families: Sequence[Family],
) -> int | None:
    """Return the family of the one file whose path ends most like an address's."""
    scored = (
        sorted(
            ((_shared_end(parts, path), index) for path, index in files.get(parts[-1], ())),
            reverse=True,
        )
        if parts
        else []
    )
    if not scored or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        return None
    shared, index = scored[0]
    # A name like transcript.vtt says nothing without its folder's.
    return index if families[index].stem or shared > 1 else None


def _shared_end(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(reversed(one), reversed(other), strict=False):
        if a != b:
            break
        count += 1
    return count


def _keys(family: Family) -> set[str]:
    """Return the names by which a family may be called: in full, and without its number."""
    path = PurePosixPath(family.paths[0])
    full = names.slug(family.stem or path.parent.name)
    return {full, names.unnumbered(full)} - {""}


def _of_media(item: Item) -> set[str]:
    return {names.last(item.media_url)} - {""}


def _of_guid(item: Item) -> set[str]:
    return {names.slug(item.guid)} - {""}


def _of_link(item: Item) -> set[str]:
    return {names.last(item.url)} - {""}


def _of_title(item: Item) -> set[str]:
    full = names.slug(item.title or "")
    return {full, names.unnumbered(full)} - {""}


def _of_transcripts(item: Item) -> set[str]:
    return {names.last(transcript.url) for transcript in item.transcripts} - {""}


_KEYS: tuple[Callable[[Item], set[str]], ...] = (
    _of_transcripts,
    _of_media,
    _of_guid,
    _of_link,
    _of_title,
)


def _once(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return the names that only one thing has, with the thing."""
    found: dict[str, set[int]] = defaultdict(set)
    for key, index in pairs:
        found[key].add(index)
    return {key: next(iter(those)) for key, those in found.items() if len(those) == 1}
