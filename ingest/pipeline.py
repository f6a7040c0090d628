"""The way of one file: bytes in, an analysis out. The order of the steps is written here only."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePosixPath

import yaml

from ingest import chapters, nlp, passages, quotes, readers, speakers, textmap, topics
from ingest import entities as names
from ingest.cleaning import Level, backchannels, clean
from ingest.decode import decode
from ingest.errors import EmptyFileError, ReadError
from ingest.models import (
    WRITTEN,
    Analysis,
    Beside,
    Chapter,
    Cue,
    Document,
    Kind,
    Metadata,
    Problem,
    Reading,
    Record,
    Source,
    Talk,
    Turn,
)
from ingest.readers.parts import front_matter

VERSION = 5  # of the analysis: raised when the same file would be read differently

_OF_A_SHOW = re.compile(
    r"\b(?:podcast|episode|listeners|tuning in|subscribe|the show)\b", re.IGNORECASE
)
_EPISODE_OF = re.compile(
    r"\b(?:episode of|welcome (?:back )?to|listening to)\s+(?:the )?"
    r"(?P<show>(?:[A-Z][\w'’&-]*)(?:\s+(?:[A-Z][\w'’&-]*|in|of|the|and|for|with|to|on)){0,5}\s+[A-Z][\w'’&-]*)"
)
_FOR_TITLES = 80  # topics from which chapters take their titles; fewer are kept
_LONGEST_CUE = 1_000_000  # characters: a day of speech without a break
_HASHES = re.compile(r"\b(?=\w*\d)[0-9a-f]{8,}\b|\b\d{1,4}\b(?=[ _-][0-9a-f]{8})", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_DATED = re.compile(r"(?<!\d)((?:19|20)\d{2}[-_.]\d{1,2}(?:[-_.]\d{1,2})?)(?!\d)")
_MEETING = re.compile(
    r"\b(?:agenda|minutes|meeting|motion|committee|chair|adjourn)\w*\b", re.IGNORECASE
)


class Settings(Record):
    """What decides how a file is read; stored with the talk, so that a change is noticed."""

    level: Level = "light"
    format: str | None = None


def analyse(
    data: bytes, path: str, settings: Settings | None = None, *, sidecar: bytes | None = None
) -> Analysis:
    """Return everything that is known about the talk in a file.

    Args:
        data: The file's bytes.
        path: Where it lies below the ingested folder, with forward slashes.
        settings: How to read it.
        sidecar: The bytes of `<file>.yml` beside it, which overrides what the file says.

    Raises:
        ReadError: The file is no talk that can be read; the message says why.
    """
    return quotes.with_quotes(_analysed(read_talk(data, path, settings, sidecar=sidecar)))


def analyse_reading(
    reading: Reading, settings: Settings | None = None, *, beside: Beside | None = None
) -> Analysis:
    """Return what `analyse` does of a file that was read before, with what lies beside it.

    But for the quotes: they are better, and chosen once, when its passages have vectors
    (`quotes.with_quotes`).
    """
    return _analysed(_talk_of(reading, settings or Settings(), beside or Beside()))


def read_talk(
    data: bytes, path: str, settings: Settings | None = None, *, sidecar: bytes | None = None
) -> Talk:
    """Return the talk in a file, read, cleaned and with its speakers, and nothing found in it yet.

    It takes what `analyse` takes, and none of its language models.

    Raises:
        ReadError: The file is no talk that can be read; the message says why.
    """
    settings = settings or Settings()
    reading = read(data, path, settings)
    overrides = read_sidecar(sidecar) if sidecar is not None else Metadata()
    return _talk_of(reading, settings, Beside(overrides=overrides))


def read(data: bytes, path: str, settings: Settings | None = None) -> Reading:
    """Return a file as its reader has it; it takes what `analyse` takes.

    Raises:
        ReadError: The file is no talk that can be read; the message says why.
    """
    settings = settings or Settings()
    decoded = decode(data)
    name = PurePosixPath(path).name
    reader = readers.choose(decoded.text, name, format=settings.format)
    document = reader.read(decoded.text)
    if not any(cue.text for cue in document.cues):
        message = f"the file holds no talk (read as {reader.name})"
        raise EmptyFileError(message)
    if max(len(textmap.plain(cue.text)) for cue in document.cues) > _LONGEST_CUE:
        message = f"a single line holds over {_LONGEST_CUE:,} characters; break it into paragraphs"
        raise ReadError(message)
    source = Source(
        path=path,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=decoded.encoding,
        reader=reader.name,
        text=decoded.text,
        size=len(data),
        repairs=decoded.repairs,
    )
    return Reading(source=source, document=document)


def read_sidecar(data: bytes) -> Metadata:
    """Return the metadata of a sidecar file.

    Raises:
        ReadError: It is not a YAML mapping.
    """
    try:
        found = yaml.safe_load(decode(data).text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = "the sidecar is not valid YAML; mend or remove it"
        raise ReadError(message, line=mark.line + 1 if mark else None) from None
    except ValueError as error:  # YAML makes dates itself, and there is no 30 February
        message = f"the sidecar has a value that cannot be ({error}); mend it"
        raise ReadError(message) from None
    if not isinstance(found, dict):
        message = "the sidecar holds no `key: value` lines"
        raise ReadError(message)
    return front_matter.from_mapping(found)


def _talk_of(reading: Reading, settings: Settings, beside: Beside) -> Talk:
    source, document = reading.source, reading.document
    metadata = _described(document, source.path, beside)
    return _talk(source, document, metadata, settings.level, beside.chapters)


def _described(document: Document, path: str, beside: Beside) -> Metadata:
    metadata = front_matter.overlay(beside.fills, document.metadata)
    metadata = front_matter.overlay(metadata, beside.overrides)
    folder = PurePosixPath(path).parent.name
    stem = PurePosixPath(path).stem
    dated = _DATED.search(stem)
    opening = " ".join(_opening(document))
    guessed = Metadata(
        title=_title_of(stem, document),
        show=_show(opening) or folder or None,
        kind=_kind(document, opening),
        date=front_matter.parse_date(dated[1].replace("_", "-").replace(".", "-"))
        if dated
        else None,
    )
    return front_matter.overlay(guessed, metadata)


def _talk(
    source: Source,
    document: Document,
    metadata: Metadata,
    level: Level,
    listed: Sequence[Chapter] = (),
) -> Talk:
    written = metadata.kind in WRITTEN
    cues = _without_title(document.cues, metadata.title)
    if any(cue.kind == "heading" for cue in cues):
        listed = ()
    cues = _with_headings(cues, listed)
    turns, headings, groups = clean(source.text, cues, level, written=written)
    if listed:
        headings = tuple(h.model_copy(update={"origin": "listed"}) for h in headings)
    cast = speakers.cast(metadata, cues, turns, groups)
    return Talk(
        source=source,
        metadata=metadata,
        speakers=cast.speakers,
        chapters=headings,
        turns=tuple(
            turn.model_copy(update={"speaker": speaker})
            for turn, speaker in zip(
                backchannels.noted(turns, cues, groups, cast.of_turn), cast.of_turn, strict=True
            )
        ),
        problems=(*document.problems, *_problems(document.cues)),
    )


def _analysed(talk: Talk) -> Analysis:
    of_turn = tuple(turn.speaker for turn in talk.turns)
    made, settled = chapters.with_chapters(talk.turns, talk.chapters)
    cut = passages.passages(settled, of_turn)
    talked = tuple(passage for passage in cut if not passage.boilerplate)
    docs = list(nlp.parse(passage.text for passage in talked))
    people = [n for s in talk.speakers if s.named for n in (s.name, *s.aliases)]
    found = topics.topics(
        docs,
        leave_out=people,
        show=talk.metadata.show or "",
        # What stands in brackets says what a talk is ("part 2", "sample"), not what it is about.
        title=_BRACKETED.sub(" ", talk.metadata.title or ""),
        headings=[chapter.title for chapter in talk.chapters],
        most=_FOR_TITLES,
    )
    if made and made[0].origin == "computed":
        made = chapters.titled(made, talked, found)
    return Analysis(
        source=talk.source,
        metadata=talk.metadata,
        speakers=talk.speakers,
        chapters=made,
        turns=settled,
        passages=cut,
        topics=found[: topics.MOST],
        entities=names.entities(docs),
        sayings=quotes.sayings(settled, of_turn, talk.speakers),
        problems=talk.problems,
    )


def _without_title(cues: tuple[Cue, ...], title: str | None) -> tuple[Cue, ...]:
    """Leave out a heading that only repeats the talk's title: it is no chapter."""
    if cues and cues[0].kind == "heading" and textmap.plain(cues[0].text).strip() == title:
        return cues[1:]
    return cues


def _with_headings(cues: tuple[Cue, ...], chapters: Sequence[Chapter]) -> tuple[Cue, ...]:
    """Put a heading, which stands for no character of the source, where each chapter begins."""
    begins = {chapter.start: chapter for chapter in chapters}
    out: list[Cue] = []
    for cue in cues:
        chapter = begins.pop(cue.text[0].start, None) if cue.text else None
        if chapter is not None:
            title = (textmap.Segment(chapter.title, chapter.start, chapter.start, "listed"),)
            out.append(Cue(text=title, kind="heading", level=2, start_ms=chapter.start_ms))
        out.append(cue)
    return tuple(out)


def _opening(document: Document) -> list[str]:
    """Return the words of a talk's first cues."""
    out: list[str] = []
    for cue in document.cues[:12]:
        out.extend(segment.text for segment in cue.text)
    return out


def _show(opening: str) -> str | None:
    match = _EPISODE_OF.search(opening)
    return match["show"] if match else None


def _kind(document: Document, opening: str) -> Kind:
    """Return what kind of talk it is where nothing says so: by who speaks, and of what."""
    voices = {cue.speaker for cue in document.cues if cue.kind == "speech" and cue.speaker}
    if not voices:
        return "interview" if any(cue.kind == "question" for cue in document.cues) else "talk"
    closing = " ".join(s.text for cue in document.cues[-12:] for s in cue.text)
    if _OF_A_SHOW.search(opening) or _OF_A_SHOW.search(closing):
        return "podcast"
    if len(voices) == 1:
        return "talk"
    if len(voices) > 2 and len(_MEETING.findall(opening)) >= 2:
        return "meeting"
    return "conversation"


def _title_of(stem: str, document: Document) -> str:
    """Return a title from the file's name; from its first words where the name is a mere code."""
    name = _HASHES.sub(" ", _DATED.sub(" ", stem).replace("_", " "))
    words = [w for w in re.split(r"[\s-]+", name) if w]
    if any(re.search(r"[^\W\d]{2,}", word) for word in words):
        title = " ".join(words)
        return title if any(c.isupper() for c in title) else title[:1].upper() + title[1:]
    first = next(("".join(s.text for s in c.text) for c in document.cues if c.text), stem).split()
    return " ".join(first[:9]) + ("…" if len(first) > 9 else "")


def _problems(cues: tuple[Cue, ...]) -> list[Problem]:
    times = [cue.start_ms for cue in cues if cue.start_ms is not None]
    backwards = sum(1 for a, b in pairwise(times) if b < a)
    return [Problem(message=f"times run backwards in {backwards} places")] if backwards else []


__all__ = [
    "VERSION",
    "Settings",
    "Turn",
    "analyse",
    "analyse_reading",
    "read",
    "read_sidecar",
    "read_talk",
]
