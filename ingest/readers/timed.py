"""Text whose paragraphs begin with a time: what is copied from players, and recognisers' logs.

`[00:00:00.000 --> 00:00:04.000]  words` (Whisper's log), `0:04` above the words (copied from
YouTube, or Otter without names), `00:00:05 Name`, `[00:00:05.110] - Name` (Happy Scribe),
`Name - 00:00:05`, or the name on the line below the time (Fireflies).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import SNIFF_CHARS, reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice, words_of
from ingest.readers.parts.lines import Line, Troubles, lines
from ingest.readers.parts.trappings import trapping

_Where: TypeAlias = Literal["before", "beside", "below"]

_WHERE: tuple[_Where, ...] = ("before", "beside", "below")
_TIME = r"\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?"
_RANGE = re.compile(
    rf"\ufeff?[ \t]*(?P<open>[\[(])?(?P<start>{_TIME})"
    rf"(?:[ ]?(?:-{{1,2}}>|[-–—])[ ]?(?P<end>{_TIME}))?(?(open)[\])])(?:[ \t]*[-–—:](?=[ \t]))?(?=[ \t]|$)[ \t]*"
)
_AFTER = re.compile(
    rf"\ufeff?[ \t]*(?P<name>\S[^:\t]{{0,50}}?)[ ]?[-–—|][ ]?[\[(]?(?P<start>{_TIME})[\])]?[ \t]*"
)
_NAME = re.compile(
    r"[^\W\d_][\w.'’&-]*(?: (?:[^\W_a-z][\w.'’&-]*|de|van|von|der|la|le|di|da|bin|al|\(\w+\)))*"
)
_LONGEST_NAME = 5  # words
_MOSTLY = 0.8
_SHARE = 0.25  # of a text's lines that must carry a time
_HEAD_LINES = 12  # within which the first time must stand
_SLOWEST = 20  # words a minute; a list of chapters or an agenda has fewer


class _Stamp(NamedTuple):
    """A line with a time: where its words begin, and the name that stands before the time."""

    line: Line
    start_ms: int
    end_ms: int | None
    rest: int
    name: str | None = None


class _Block(NamedTuple):
    """A stamp and the lines that follow it."""

    stamp: _Stamp
    below: tuple[Line, ...]

    @property
    def first(self) -> str:
        """What stands in the line of the time, behind it."""
        return self.stamp.line.text[self.stamp.rest :].strip()


def sniff(head: str, _name: str) -> float:
    """Return 0.85 for a text a good part of whose lines carry rising times, as fast as speech."""
    found = [line for line in lines(head) if not line.blank]
    if len(head) >= SNIFF_CHARS and len(found) > 1:
        found = found[:-1]  # the head may end inside it
    stamps = [stamp for line in found if (stamp := _stamp(line))]
    if len(stamps) < 2 or len(stamps) < _SHARE * len(found):
        return 0.0
    if all(_stamp(line) is None for line in found[:_HEAD_LINES]):
        return 0.0
    times = [stamp.start_ms for stamp in stamps]
    rising = sum(1 for a, b in pairwise(times) if b >= a)
    minutes = max(max(times) - min(times), 1000) / 60_000
    words = sum(len(line.text.split()) for line in found) - len(stamps)
    fast = words >= max(_SLOWEST * minutes, len(stamps))
    if rising < _MOSTLY * (len(times) - 1) or not (fast or _where_names_are(_blocks(head)[1])):
        return 0.0
    return 0.85


@reader(
    "timed", about="Text whose paragraphs begin with a time", suffixes=(".txt", ".md"), sniff=sniff
)
def read(text: str) -> Document:
    """Return the paragraphs, with the names that stand beside or below their times.

    Raises:
        ReadError: No line begins with a time.
    """
    troubles = Troubles()
    head, blocks = _blocks(text)
    above = [Caption(line.start, line.end, None, None, line.number) for line in head]
    cues = cues_of(text, [*above, *_captions(text, blocks)], troubles) if blocks else ()
    if not cues:
        message = "no line of this text begins with a time"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _stamp(line: Line) -> _Stamp | None:
    text = line.text
    match = _RANGE.match(text[:200])
    if match is not None:
        start, end = timecode.parse(match["start"]), timecode.parse(match["end"] or "")
        return None if start is None else _Stamp(line, start, end, match.end())
    match = _AFTER.fullmatch(text[:200])
    start = timecode.parse(match["start"]) if match else None
    if match is None or start is None or not _is_name(match["name"]):
        return None
    return _Stamp(line, start, None, len(text), match["name"])


def _blocks(source: str) -> tuple[list[Line], list[_Block]]:
    """Return the lines above the first time, and the blocks."""
    head: list[Line] = []
    blocks: list[_Block] = []
    stamp: _Stamp | None = None
    below: list[Line] = []
    for line in lines(source):
        found = None if line.blank else _stamp(line)
        if found is not None:
            if stamp is not None:
                blocks.append(_Block(stamp, tuple(below)))
            stamp, below = found, []
        elif not line.blank and not trapping(line.text, begun=stamp is not None):
            (head if stamp is None else below).append(line)
    if stamp is not None:
        blocks.append(_Block(stamp, tuple(below)))
    return head, blocks


def _captions(source: str, blocks: Sequence[_Block]) -> Iterator[Caption]:
    where = _where_names_are(blocks)
    for block in blocks:
        name, skipped = _name(block, where)
        stamp = block.stamp
        below = block.below[skipped:]
        start = stamp.line.start + stamp.rest
        if where == "beside" or not block.first:
            start = below[0].start if below else stamp.line.end
        end = below[-1].end if below else stamp.line.end
        number = stamp.line.number
        if start < end:
            voices = (Voice(name, words_of(source, start, end)),) if name else None
            yield Caption(start, end, stamp.start_ms, stamp.end_ms, number, voices=voices)


def _where_names_are(blocks: Sequence[_Block]) -> _Where | None:
    """Return where in the blocks names stand: in nearly all of them, and the same ones again."""
    for where in _WHERE:
        names = [name for block in blocks if (name := _name(block, where)[0])]
        few = len(set(names)) <= max(2, 0.6 * len(names))
        if len(names) > 1 and len(names) >= _MOSTLY * len(blocks) and few:
            return where
    return None


def _name(block: _Block, where: _Where | None) -> tuple[str | None, int]:
    """Return the name that stands there in a block, and how many of the lines below it takes."""
    found, taken = None, 0
    if where == "before":
        found = block.stamp.name
    elif where == "beside" and block.below:
        found = block.first
    elif where == "below" and not block.first and len(block.below) > 1:
        found, taken = block.below[0].text.strip().rstrip(":"), 1
    return (found, taken) if found and _is_name(found) else (None, 0)


def _is_name(text: str) -> bool:
    return len(text.split()) <= _LONGEST_NAME and _NAME.fullmatch(text) is not None
