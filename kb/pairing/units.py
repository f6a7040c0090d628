"""What is read together: the files of one talk, and what a feed says about it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.models import Metadata
from kb import feeds
from kb.feeds import Feed, Item
from kb.files import TalkFile
from kb.pairing.groups import Group, Part, families, part_of


class Companion(NamedTuple):
    """A file beside a talk's texts, and what it is by its name."""

    file: TalkFile
    part: Part


class FeedFile(NamedTuple):
    """A feed, and where it is."""

    file: TalkFile
    feed: Feed


class Unit(NamedTuple):
    """Files that are one talk's by their names; their texts may still be set apart.

    Args:
        texts: At least one.
        languages: Of the texts whose names say one, by path.
        notes: The paths of texts whose names say that they are about the talk.
        beside: Chapters, media, covers and sidecars.
        feed: The feed that has an item about it.
        item: That item.
        says: What the two say.
    """

    texts: tuple[TalkFile, ...]
    languages: Mapping[str, str]
    notes: frozenset[str]
    beside: tuple[Companion, ...] = ()
    feed: TalkFile | None = None
    item: Item | None = None
    says: Metadata = Metadata()

    @property
    def files(self) -> tuple[TalkFile, ...]:
        """All of its files, without the feed."""
        return (*self.texts, *(companion.file for companion in self.beside))


class Gathered(NamedTuple):
    """What files make.

    Args:
        without: The items of feeds that no text is here of, each with its feed.
        left: Files that belong to no talk, and what they are by their names.
    """

    units: list[Unit]
    without: list[tuple[FeedFile, Item]]
    left: list[Companion]


def gather(
    found: Sequence[TalkFile], others: Sequence[Path], feed_files: Sequence[FeedFile] = ()
) -> Gathered:
    """Return the talks that files make, in the order of their first files.

    Args:
        found: Files that may be texts, the feeds not among them.
        others: Files that may lie beside one.
        feed_files: Each speaks of the files in its folder and below.
    """
    known = {file.file: file for file in found}
    roots = {file.root for file in (*found, *(f.file for f in feed_files))}
    # What is no text for whoever walked through the folder is none here: a readme, a licence.
    beside = [file for file in others if part_of(file) not in ("text", "chapters")]
    groups = families([*known, *beside])
    joined: dict[int, tuple[FeedFile, Item, list[int]]] = {}
    without: list[tuple[FeedFile, Item]] = []
    below = _below({each.file.file.parent for each in feed_files}, groups)
    for feed_file in feed_files:
        free = [i for i in below[feed_file.file.file.parent] if i not in joined]
        of_items = _join(feed_file, groups, free)
        for number, item in enumerate(feed_file.feed.items):
            members = of_items.get(number, [])
            for member in members:
                joined[member] = (feed_file, item, members)
            if not any(groups[member].texts for member in members):
                without.append((feed_file, item))
    named = _Named(known, roots)
    made = list(_units(groups, joined, named))
    used = {file.file for unit in made for file in unit.files}
    left = [named(file) for file in (*known, *others) if file not in used]
    return Gathered(made, without, [Companion(file, part_of(file.file)) for file in left])


def _units(
    groups: Sequence[Group],
    joined: Mapping[int, tuple[FeedFile, Item, list[int]]],
    named: _Named,
) -> Iterator[Unit]:
    done: set[int] = set()
    for index in range(len(groups)):
        feed_file, item, members = joined.get(index, (None, None, [index]))
        together = [groups[i] for i in members]
        if index in done or not any(each.texts for each in together):
            continue
        done.update(members)
        unit = _unit(together, named)
        if feed_file is not None and item is not None:
            says = feeds.metadata(feed_file.feed, item)
            unit = unit._replace(feed=feed_file.file, item=item, says=says)
        yield unit


def _unit(groups: Iterable[Group], named: _Named) -> Unit:
    texts: list[TalkFile] = []
    beside: list[Companion] = []
    languages: dict[str, str] = {}
    notes: set[str] = set()
    for group in groups:
        own = {file.name: named(file) for file in group.texts}
        texts.extend(own.values())
        languages |= {own[name].path: said for name, said in group.languages.items()}
        notes |= {own[name].path for name in group.notes}
        parts: tuple[tuple[Part, tuple[Path, ...]], ...] = (
            ("chapters", group.chapters),
            ("sidecar", group.sidecars),
            ("media", group.media),
            ("cover", group.covers),
        )
        beside += [Companion(named(file), part) for part, files in parts for file in files]
    return Unit(tuple(texts), languages, frozenset(notes), tuple(beside))


def _below(folders: set[Path], groups: Sequence[Group]) -> dict[Path, list[int]]:
    """Return for each folder the groups of files in it and below."""
    found: dict[Path, list[int]] = defaultdict(list)
    for index, group in enumerate(groups):
        if group.files and folders:
            for folder in folders & {group.folder, *group.folder.parents}:
                found[folder].append(index)
    return found


def _join(
    feed_file: FeedFile, groups: Sequence[Group], free: Sequence[int]
) -> dict[int, list[int]]:
    """Return which of the free groups are which item's."""
    folder = feed_file.file.file.parent
    found = feeds.join(
        feed_file.feed.items,
        [
            feeds.Family(
                tuple(file.relative_to(folder).as_posix() for file in groups[i].files),
                groups[i].stem,
                bool(groups[i].texts),
            )
            for i in free
        ],
        files=feeds.folder_of(feed_file.file.file.name),
    )
    return {item: [free[i] for i in members] for item, members in found.items()}


class _Named:
    """Names files as the walk through their folder did, or would have."""

    def __init__(self, known: Mapping[Path, TalkFile], roots: Iterable[Path]) -> None:
        self._known = known
        self._roots = sorted(roots, key=lambda root: len(root.parts), reverse=True)

    def __call__(self, file: Path) -> TalkFile:
        if file in self._known:
            return self._known[file]
        root = next((r for r in self._roots if file.is_relative_to(r)), file.parent)
        return TalkFile(file, root, file.relative_to(root).as_posix(), asked=False)
