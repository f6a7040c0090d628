"""From the files of a unit to its talks: each read once, the best text analysed, the rest remembered.

It reads files and knows no database, so it runs in any process.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Literal, NamedTuple, TypeAlias

from threadpoolctl import threadpool_limits

from ingest import pipeline
from ingest.decode import decode
from ingest.errors import ReadError, UnknownFormatError
from ingest.models import WRITTEN, Analysis, Beside, Chapter, Metadata, Person, Reading
from ingest.pipeline import Settings
from ingest.readers.parts.front_matter import overlay
from ingest.speakers import is_unnamed
from kb.files import TalkFile
from kb.pairing.chapters import is_chapters, place, read_chapters
from kb.pairing.choice import Choice, choose, merit, reason, score
from kb.pairing.units import Unit

FileKind: TypeAlias = Literal[
    "transcript",
    "alternative",
    "translation",
    "notes",
    "chapters",
    "sidecar",
    "media",
    "cover",
    "feed",
]


class FileOf(NamedTuple):
    """A talk's file, as it is remembered.

    Args:
        path: Below the folder that was ingested.
        sha256: Of its bytes; None where they are not read.
        why: Why it is what it is, to be read after "it"; or what was made of it.
    """

    path: str
    kind: FileKind
    sha256: str | None = None
    reader: str | None = None
    why: str = ""


class Made(NamedTuple):
    """A talk, the file it was read from, and all of its files, that one first."""

    analysis: Analysis
    file: TalkFile
    files: tuple[FileOf, ...]


class Refused(NamedTuple):
    """A file that could not be read, and what went wrong."""

    file: TalkFile
    sha256: str | None
    error: Exception


class Outcome(NamedTuple):
    """What became of a unit: usually one talk, and more where its texts are not the same."""

    made: tuple[Made, ...]
    refused: tuple[Refused, ...] = ()


def in_a_pool() -> None:
    """Let numpy compute in one thread: each core has a process of the pool already."""
    threadpool_limits(1, user_api="blas")


def analyse(unit: Unit, settings: Settings) -> Outcome:
    """Return the talks of a unit; whatever goes wrong is in the outcome and never raised."""
    desk = _Desk(unit, settings)
    made = tuple(desk.talks())
    return Outcome(made, tuple(desk.refused))


class _Listed(NamedTuple):
    """A list of chapters, in its file."""

    file: TalkFile
    text: str


class _Desk:
    """The files of a unit while they are read."""

    def __init__(self, unit: Unit, settings: Settings) -> None:
        self.unit = unit
        self.settings = settings
        self.refused: list[Refused] = []
        self.hashes: dict[str, str] = {}
        self.readings: dict[str, Reading] = {}
        self.lists: list[_Listed] = []

    def talks(self) -> Iterable[Made]:
        for file in self.unit.texts:
            self._read(file)
        for companion in self.unit.beside:
            if companion.part == "chapters":
                self._keep_list(companion.file, self._bytes(companion.file))
        files = {file.path: file for file in self.unit.texts}
        left = dict(self.readings)
        first = True
        while left:
            choice = choose(
                {path: reading.document for path, reading in left.items()},
                languages=self.unit.languages,
                notes=self.unit.notes,
            )
            try:
                yield self._made(files[choice.best], choice, first=first)
            except Exception as error:  # noqa: BLE001 - its other talks are made
                self._refuse(files[choice.best], error)
            left = {path: left[path] for path in choice.apart}
            first = False
        if first and self.lists:
            message = "a list of chapters, and there is no transcript beside it"
            for listed in self.lists:
                self._refuse(listed.file, UnknownFormatError(message))

    def _bytes(self, file: TalkFile) -> bytes | None:
        try:
            data = file.read()
        except OSError as error:
            self._refuse(file, error)
            return None
        self.hashes[file.path] = hashlib.sha256(data).hexdigest()
        return data

    def _refuse(self, file: TalkFile, error: Exception) -> None:
        self.refused.append(Refused(file, self.hashes.get(file.path), error))

    def _read(self, file: TalkFile) -> None:
        data = self._bytes(file)
        if data is None:
            return
        try:
            if file.file.suffix.lower() == ".json" and is_chapters(decode(data).text):
                self._keep_list(file, data)
            else:
                self.readings[file.path] = pipeline.read(data, file.path, self.settings)
        except Exception as error:  # noqa: BLE001 - one bad file must never stop the others
            self._refuse(file, error)

    def _keep_list(self, file: TalkFile, data: bytes | None) -> None:
        if data is None:
            return
        try:
            text = decode(data).text
            read_chapters(text)
        except ReadError as error:
            self._refuse(file, error)
        else:
            self.lists.append(_Listed(file, text))

    def _made(self, file: TalkFile, choice: Choice, *, first: bool) -> Made:
        reading = self.readings[file.path]
        beside = self.unit.beside if first else ()
        sidecars = self._sidecars(choice, first=first)
        overrides = self._overrides(file, sidecars)
        chapters, placed = self._placed(reading) if first else ((), None)
        analysis = pipeline.analyse_reading(
            reading,
            self.settings,
            beside=Beside(
                fills=self._fills(choice, first=first), overrides=overrides, chapters=chapters
            ),
        )
        files = [
            *self._texts(choice),
            *(self._list_of(each, placed, analysis) for each in self.lists if first),
            *(self._sidecar_of(each) for each in sidecars if each.path in self.hashes),
            *(FileOf(c.file.path, _KINDS[c.part]) for c in beside if c.part in _KINDS),
        ]
        if first and self.unit.feed is not None:
            files.append(FileOf(self.unit.feed.path, "feed", why="names this talk"))
        return Made(analysis, file, tuple(files))

    def _fills(self, choice: Choice, *, first: bool) -> Metadata:
        """Return what a feed, show notes and alternatives say; the last of them is right."""
        fills = self.unit.says if first else Metadata()
        best = score(self.readings[choice.best].document)
        spoken = best.speakers > 0 or best.times > 0
        for path in (*reversed(choice.notes), *reversed(choice.alternatives)):
            said = self.readings[path].document.metadata
            fills = overlay(fills, _of_speech(said) if spoken else said)
        return fills

    def _sidecars(self, choice: Choice, *, first: bool) -> list[TalkFile]:
        """Return the sidecars of a talk's files; the first talk has those of no file, too."""
        found = [c.file for c in self.unit.beside if c.part == "sidecar"]
        if first:
            return [file for file in found if _described(file) not in choice.apart]
        own = {choice.best, *choice.alternatives, *choice.translations, *choice.notes}
        return [file for file in found if _described(file) in own]

    def _overrides(self, file: TalkFile, sidecars: Sequence[TalkFile]) -> Metadata:
        """Return what sidecars say: the transcript's own is right, and read without fail.

        Raises:
            ReadError: The transcript's own is broken.
        """
        found = Metadata()
        for sidecar in sorted(sidecars, key=lambda each: _nearness(each, file)):
            data = self._bytes(sidecar)
            if data is None:
                continue
            try:
                said = pipeline.read_sidecar(data)
            except ReadError as error:
                if _nearness(sidecar, file) == _OWN:
                    raise
                self._refuse(sidecar, error)
                continue
            found = overlay(found, said if _nearness(sidecar, file) == _OWN else _named(said))
        return found

    def _placed(self, reading: Reading) -> tuple[tuple[Chapter, ...], TalkFile | None]:
        """Return the chapters of the first list that has places in the transcript, and its file."""
        for listed in self.lists:
            found = place(read_chapters(listed.text), reading.document.cues)
            if found:
                return found, listed.file
        return (), None

    def _texts(self, choice: Choice) -> Iterable[FileOf]:
        best = score(self.readings[choice.best].document)
        alone = len(self.unit.texts) == 1
        yield self._text_of(choice.best, "transcript", "" if alone else merit(best))
        for path in choice.alternatives:
            why = reason(best, score(self.readings[path].document))
            yield self._text_of(path, "alternative", why)
        for path in choice.translations:
            why = f"is in another language ({self.unit.languages.get(path, 'not said which')})"
            yield self._text_of(path, "translation", why)
        for path in choice.notes:
            yield self._text_of(path, "notes", "is about the talk")

    def _text_of(self, path: str, kind: FileKind, why: str) -> FileOf:
        return FileOf(path, kind, self.hashes[path], self.readings[path].source.reader, why)

    def _list_of(self, listed: _Listed, placed: TalkFile | None, analysis: Analysis) -> FileOf:
        used = sum(1 for chapter in analysis.chapters if chapter.origin == "listed")
        if placed is None:
            why = "not used: the transcript has no times that fit"
        elif placed != listed.file:
            why = "not used: another list is"
        elif used:
            why = f"gives {used} chapters" if used > 1 else "gives 1 chapter"
        else:
            why = "not used: the transcript has headings of its own"
        return FileOf(listed.file.path, "chapters", self.hashes[listed.file.path], why=why)

    def _sidecar_of(self, file: TalkFile) -> FileOf:
        return FileOf(file.path, "sidecar", self.hashes[file.path], why="says more about the talk")


_KINDS: Mapping[str, FileKind] = {"media": "media", "cover": "cover"}
_OWN = 2  # how near a sidecar is to the transcript: named like it, like the talk, like another file


def _described(sidecar: TalkFile) -> str:
    """Return the path of the file that a sidecar is named like."""
    return PurePath(sidecar.path).with_suffix("").as_posix()


def _nearness(sidecar: TalkFile, file: TalkFile) -> int:
    described = _described(sidecar)
    if described == file.path:
        return _OWN
    return 0 if PurePath(described).suffix else 1


def _of_speech(said: Metadata) -> Metadata:
    """Return what another text says about speech: that it is writing is true of itself only."""
    people = tuple(person for person in said.people if person.role != "author")
    kind = None if said.kind in WRITTEN else said.kind
    return said.model_copy(update={"people": people, "kind": kind})


def _named(said: Metadata) -> Metadata:
    """Return what a sidecar of another file says, without its labels: they are that file's own."""
    people = tuple(
        Person(
            name=person.name,
            role=person.role,
            aliases=tuple(alias for alias in person.aliases if not is_unnamed(alias)),
        )
        for person in said.people
    )
    return said.model_copy(update={"people": people})
