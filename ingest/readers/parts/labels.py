"""Which lines of a text begin with the name of who speaks, and which only look like it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest import timecode

_TIME = r"\\?[\[(]?(?P<{0}>\d{{1,3}}(?::\d{{2}}){{1,2}}(?:[.,]\d{{1,3}})?)\\?[\])]?"
_NAME = r"(?P<label>[^\W_][^:\n\[\]()<>*{}|\\/\"“”!?;]{0,58}?|SPEAKER_\d{1,3})"
_TAG = re.compile(
    rf"""
    ^[ \t]*
    (?P<bold>\*\*|__)?
    (?:{_TIME.format("before")}[ \t]*[-–—]?[ \t]*)?
    (?P<bracket>\[)?{_NAME}(?(bracket)\])
    (?:[ \t]*\((?P<role>[A-Za-z -]{{3,20}})\))?
    (?(bold)(?:\*\*|__)?)
    (?:(?P<gap>[ \t]*){_TIME.format("after")})?
    [ \t]*
    (?(after)(?P<colon>:)?|(?P<needed>:))
    (?(bold)(?:\*\*|__)?)
    (?:[ \t]*(?P<said>\S.*))?[ \t]*$
    """,
    re.VERBOSE,
)
_TIME_ALONE = re.compile(rf"^[ \t]*{_TIME.format('time')}[ \t]*:?[ \t]*(?P<rest>.*)$")

# Words before a colon that structure a text rather than name a speaker.
_STRUCTURE = re.compile(
    r"""(?:note|notes|tip|step|question|chapter|part|section|figure|table|example|warning|update|
    updated|source|sources|summary|title|date|url|link|links|tags|topics?|agenda|attendees|
    participants|location|time|duration|resources|references?|edit|ps|p\.s|nb|todo|pros|cons|
    problem|solution|result|results|conclusion|introduction|important|remember|https?|file|
    description|subject|re|cc|to|from|key|why|how|what|when|where|who|transcript|transcribed
    |transcript\ by|translation\ by|episode|season|keywords|category|categories|music|credits|
    produced|recorded|published|posted|sponsors?|disclaimer|fact|myth|advice|goal|goals|
    hint|option|options|advantages?|disadvantages?|benefits?|examples?|caption|photo|image|
    video|audio|answer|answers|definition|rule|lesson|takeaways?|bonus|break)
    (?:\ (?:\#?\d+|[ivx]+|one|two|three|four|five))?""",
    re.VERBOSE | re.IGNORECASE,
)
_PARTICLES = frozenset(
    "de del della der den van von la le di da du dos das el bin al of and the to y".split()
)
_MAX_WORDS = 5
# Of 260 transcripts and 60 other texts, tagged ones had repeated names on 20% of their lines and
# more, and other texts on fewer than 5%.
_LEAST_SHARE = 0.15


@dataclass(frozen=True)
class Tag:
    """A line that begins with a name: where the words begin, and the time it carries."""

    label: str
    rest: int  # in characters from the line's start
    ms: int | None
    role: str | None
    bold: bool
    own_line: bool


def tag_of(line: str) -> Tag | None:
    """Return the tag that a line may begin with; `accepted` tells names from other words."""
    match = _TAG.match(line[:400])
    if match is None:
        return None
    time = match["before"] or match["after"]
    colon = match["colon"] or match["needed"]
    if not colon and not _stands_alone(match) and not _in_brackets(match):
        return None
    said = match["said"]
    if said and time is None and timecode.parse(said) is not None:
        time, said = said, None
    label = match["label"].strip()
    if not _is_name(label) or (said or "").startswith("//"):
        return None
    rest = match.start("said") if said else len(line)
    return Tag(
        label=label,
        rest=rest,
        ms=timecode.parse(time) if time else None,
        role=match["role"],
        bold=match["bold"] is not None,
        own_line=not said,
    )


def _stands_alone(match: re.Match[str]) -> bool:
    """Return whether a name and a time without a colon are a line's whole content."""
    bracketed = match.string[match.end("after") : match.end("after") + 1] in (")", "]")
    named = match["bracket"] is not None and match["after"] is not None  # [Name] 10:01:12
    return not match["said"] and (len(match["gap"] or "") >= 2 or bracketed or named)


def _in_brackets(match: re.Match[str]) -> bool:
    """Return whether a time in square brackets parts a name from words: `Name [00:00:02] words`."""
    if not match["after"] or match["before"] or not match["said"]:
        return False
    line = match.string
    closed = line[match.end("after") :].lstrip("\\").startswith("]")
    return closed and line[: match.start("after")].endswith("[")


def time_alone(line: str) -> tuple[int, int] | None:
    """Return (milliseconds, where the words begin) for a line that begins with a time alone."""
    match = _TIME_ALONE.match(line[:400])
    ms = timecode.parse(match["time"]) if match else None
    return None if match is None or ms is None else (ms, match.start("rest"))


def accepted(lines: Iterable[str], *, known: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the labels that are speakers in this text, empty where it is not speaker-tagged.

    A name is believed when it is repeated, or carries a time, or the metadata knows it; once a
    text is known to be a transcript, names that speak once are believed too. Prose that
    happens to hold a few "Pros:" and "Cons:" is left alone: tags must begin a good part of the
    lines.
    """
    tags, written = _tags(lines)
    counts = Counter(tag.label for tag in tags if not _is_structure(tag.label))
    timed = {tag.label for tag in tags if tag.ms is not None}
    sure = {label for label, n in counts.items() if n >= 2 or label in known or label in timed}
    turns = sum(n for label, n in counts.items() if label in sure or _is_person(label))
    told = turns >= 2 and bool(sure & (known | timed))
    shaped = bool(sure) and turns >= 3 and turns >= _LEAST_SHARE * written
    short = 2 <= len(tags) == written and all(_is_person(tag.label) for tag in tags)
    if short:
        return frozenset(counts)
    if not told and not shaped:
        return frozenset()
    return frozenset(sure | {label for label in counts if _is_person(label)})


def _tags(lines: Iterable[str]) -> tuple[list[Tag], int]:
    tags: list[Tag] = []
    written = 0
    for line in lines:
        if line.strip():
            written += 1
            tag = tag_of(line)
            if tag is not None:
                tags.append(tag)
    return tags, written


def _is_structure(label: str) -> bool:
    return _STRUCTURE.fullmatch(label) is not None


def _is_person(label: str) -> bool:
    """Return whether a label looks like a name even where it speaks only once."""
    words = label.split()
    return len(words) <= _MAX_WORDS and label[0].isupper() and not label.isupper()


def _is_name(label: str) -> bool:
    words = label.split()
    if not words or len(words) > _MAX_WORDS or (label[-1] in ",.-–—" and not label.endswith(".")):
        return False
    if len(words) == 1:
        return len(label) > 1 or label.isupper()
    return all(_names(words))


def _names(words: list[str]) -> Iterator[bool]:
    for word in words:
        yield word[0].isupper() or word[0].isdigit() or word.lower() in _PARTICLES
