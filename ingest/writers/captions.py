"""From a talk to captions of readable length, in the order in which they were heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from ingest.errors import NoTimesError
from ingest.models import Talk
from ingest.readers.parts.captions import is_event
from ingest.writers import voices
from ingest.writers.timeline import Piece, Timeline, pieces

_SENTENCE_END = re.compile(r"[.?!…][\"”’')\]]*$")
_CLAUSE_END = re.compile(r"[,;:—–]$|--$")
_SENTENCE, _CLAUSE = 0.35, 0.7  # of the width: from here on, a caption ends where these do


class Caption(NamedTuple):
    """A caption; `label` is None where nobody is named, `turn` the turn that it begins in.

    Readers take an `event` for a sound, and carry no name into it.
    """

    label: str | None
    text: str
    start_ms: int
    end_ms: int
    turn: int
    event: bool = False


def captions(talk: Talk, width: int) -> list[Caption]:
    """Return a talk's captions, each of about `width` characters at most.

    Times that the source gives are kept; where one stretch of words makes several captions,
    the time is divided among them by their length.

    Raises:
        NoTimesError: The source gives no times.
    """
    if not has_times(talk):
        raise NoTimesError
    found = pieces(talk)
    timeline = Timeline(talk, found)
    labels = voices.labels(talk)
    out: list[Caption] = []
    voice = [
        (label, turn.chapter, voices.is_sound(turn))
        for turn, label in zip(talk.turns, labels, strict=True)
    ]
    for _, group in groupby(enumerate(found), key=lambda item: voice[item[1].turn]):
        stretch = list(group)
        turn = stretch[0][1].turn
        for begin, text in packed(_parts(stretch, timeline.starts, width), width):
            start = timeline.start(begin)
            end = timeline.end(begin + len(text), start, len(text))
            out.append(Caption(labels[turn], text, start, end, turn, is_event(text)))
    return out


def has_times(talk: Talk) -> bool:
    """Return whether the source says when anything was said."""
    return any(turn.anchors for turn in talk.turns)


def _parts(
    stretch: Iterable[tuple[int, Piece]], starts: list[int], width: int
) -> Iterator[tuple[int, str]]:
    """Yield the pieces, with the place of each, cut where they are too long for one caption."""
    for index, piece in stretch:
        begin = starts[index]
        place = begin
        if len(piece.text) <= width:
            yield begin, piece.text
            continue
        for _, text in packed(((0, word) for word in piece.text.split()), width):
            yield place, text
            place += len(text) + 1


def packed(parts: Iterable[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    """Yield the parts, joined up to the width, and to the end of a sentence or clause.

    What it yields, it would not join any further: so captions made of captions stay the same.
    """
    begin, line = 0, ""
    for place, text in parts:
        if line and (_full(line, width) or len(line) + 1 + len(text) > width):
            yield begin, line
            line = ""
        begin, line = (begin, f"{line} {text}") if line else (place, text)
    if line:
        yield begin, line


def _full(line: str, width: int) -> bool:
    if len(line) >= width * _CLAUSE and _CLAUSE_END.search(line):
        return True
    return len(line) >= width * _SENTENCE and _SENTENCE_END.search(line) is not None
