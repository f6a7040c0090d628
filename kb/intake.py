"""What there is to read: files and folders as the user named them become units and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ingest.decode import decode
from ingest.errors import ReadError
from kb import feeds, files
from kb.feeds import Item, Subscription
from kb.feeds.fetch import Fetched
from kb.feeds.wanted import Wanted, chapters_of, transcript_of
from kb.files import FEED_SUFFIXES, TalkFile
from kb.pairing.units import Companion, FeedFile, Gathered, Unit, gather

# Downloads what feeds name.
Fetch: TypeAlias = Callable[[Sequence[Wanted]], Fetched]

_MAY_BE_FEEDS = FEED_SUFFIXES | {".xml"}


class Intake(NamedTuple):
    """What a run works on.

    Args:
        units: What becomes talks.
        folders: Those that the user named.
        found: The files that the user named, and those in the folders.
        feeds: The feeds that speak of the units, and of what is not here.
        without: Items of these feeds that there is no transcript of, each with its feed.
        absent: Feeds that an OPML file names and that are not here, with that file.
        broken: Feeds that cannot be read, and why.
        left: Files in the folders that belong to no talk, and what they are by their names.
        there: Every file that was seen, as its folder and its path below that.
        fetched: What was downloaded; None where nothing was to be.
    """

    units: list[Unit]
    folders: frozenset[Path]
    found: frozenset[Path]
    feeds: list[FeedFile]
    without: list[tuple[FeedFile, Item]]
    absent: list[tuple[TalkFile, Subscription]]
    broken: list[tuple[TalkFile, Exception]]
    left: list[Companion]
    there: frozenset[tuple[str, str]]
    fetched: Fetched | None = None

    def asked_of(self, unit: Unit) -> frozenset[str] | None:
        """Return the paths of a unit's files that the user named; None where its folder was."""
        if (unit.feed and unit.feed.asked) or any(
            file.file in self.found and not file.asked for file in unit.files
        ):
            return None
        return frozenset(file.path for file in unit.files if file.asked)


class _Sorted(NamedTuple):
    """Files, and the feeds among them set apart."""

    rest: list[TalkFile]
    feeds: list[FeedFile]
    lists: list[tuple[TalkFile, tuple[Subscription, ...]]]
    broken: list[tuple[TalkFile, Exception]]


def take_in(paths: Iterable[Path], roots: Iterable[str], fetch: Fetch | None = None) -> Intake:
    """Return what there is to read.

    A file that the user names brings what lies beside it, as it would were its folder named.

    Args:
        paths: Files and folders.
        roots: Folders that were ingested before.
        fetch: Downloads what feeds name; without it nothing is.

    Raises:
        NotFoundError: A path does not exist.
    """
    paths, roots = list(paths), frozenset(roots)
    found, others = files.find(paths, roots)
    pool, beside = _with_neighbours(found, others, roots)
    parts = _sorted(pool)
    named = frozenset((*(file.file for file in found), *others))
    speaking = [each for each in parts.feeds if each.file.file in named]
    gathered = gather(parts.rest, beside, parts.feeds)
    fetched = fetch(list(_to_fetch(gathered, speaking))) if fetch is not None else None
    if fetched is not None and fetched.files:
        parts.rest.extend(_beside_feed(file, speaking) for file in fetched.files)
        named |= frozenset(fetched.files)
        gathered = gather(parts.rest, beside, parts.feeds)
    units = [unit for unit in gathered.units if _is_wanted(unit, named)]
    used = {file.file for unit in units for file in unit.files}
    alone = [f for f in parts.rest if f.asked and f.file not in used]
    return Intake(
        units=[*units, *(_alone(file) for file in alone)],
        folders=frozenset(path.resolve() for path in paths if path.is_dir()),
        found=named,
        feeds=speaking,
        without=[each for each in gathered.without if each[0] in speaking],
        absent=[each for each in _absent(parts) if each[0].file in named],
        broken=[each for each in parts.broken if each[0].file in named],
        left=[c for c in gathered.left if c.file.file in named and c.file not in alone],
        there=_places((*pool, *parts.rest, *(companion.file for companion in gathered.left))),
        fetched=fetched,
    )


def _places(those: Iterable[TalkFile]) -> frozenset[tuple[str, str]]:
    return frozenset((str(file.root), file.path) for file in those)


def _with_neighbours(
    found: Sequence[TalkFile], others: Sequence[Path], roots: frozenset[str]
) -> tuple[list[TalkFile], list[Path]]:
    pool = {file.file: file for file in found}
    beside = dict.fromkeys(others)
    looked: set[tuple[Path, bool]] = set()
    for file in found:
        deep = str(file.root) in roots or (file.asked and _kind(file) is not None)
        if file.asked and (file.root, deep) not in looked:
            looked.add((file.root, deep))
            near, near_others = files.neighbours(file, deep=deep)
            for each in near:
                pool.setdefault(each.file, each)
            beside |= dict.fromkeys(near_others)
    return list(pool.values()), [file for file in beside if file not in pool]


def _kind(file: TalkFile) -> feeds.Kind | None:
    if not file.asked and file.file.suffix.lower() not in _MAY_BE_FEEDS:
        return None
    try:
        return feeds.kind_of(decode(file.read()).text)
    except (ReadError, OSError):
        return None  # whoever reads it as a talk says what is wrong with it


def _sorted(pool: Iterable[TalkFile]) -> _Sorted:
    parts = _Sorted([], [], [], [])
    for file in pool:
        kind = _kind(file)
        if kind is None:
            parts.rest.append(file)
            continue
        text = decode(file.read()).text
        try:
            if kind == "opml":
                parts.lists.append((file, feeds.parse_opml(text)))
            else:
                parts.feeds.append(FeedFile(file, feeds.parse_feed(text)))
        except ReadError as error:
            parts.broken.append((file, error))
    # The nearest feed speaks first: one in an episode's own folder knows it best.
    parts.feeds.sort(key=lambda each: -len(each.file.file.parts))
    return parts


def _is_wanted(unit: Unit, named: frozenset[Path]) -> bool:
    return any(file.file in named for file in unit.files) or (
        unit.feed is not None and unit.feed.asked
    )


def _alone(file: TalkFile) -> Unit:
    """Return a unit of a file that is no text by its name: reading it says why it is none."""
    return Unit((file,), {}, frozenset())


def _to_fetch(gathered: Gathered, speaking: Sequence[FeedFile]) -> Iterator[Wanted]:
    for feed_file, item in gathered.without:
        if feed_file in speaking:
            yield from transcript_of(item, feed_file.feed.language, feed_file.file.file)
            yield from chapters_of(item, feed_file.file.file)
    files_of = {each.file.file for each in speaking}
    for unit in gathered.units:
        chapters = any(companion.part == "chapters" for companion in unit.beside)
        if unit.feed and unit.item and unit.feed.file in files_of and not chapters:
            yield from chapters_of(unit.item, unit.feed.file)


def _beside_feed(file: Path, speaking: Sequence[FeedFile]) -> TalkFile:
    roots = [each.file.root for each in speaking if file.is_relative_to(each.file.root)]
    root = max(roots, key=lambda each: len(each.parts))
    return TalkFile(file, root, file.relative_to(root).as_posix(), asked=False)


def _absent(parts: _Sorted) -> Iterator[tuple[TalkFile, Subscription]]:
    """Yield the feeds of OPML files that no feed here is."""
    for file, subscriptions in parts.lists:
        for each in subscriptions:
            if not any(feeds.is_feed_of(each, f.feed, f.file.file.name) for f in parts.feeds):
                yield file, each
