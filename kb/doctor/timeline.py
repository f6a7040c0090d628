"""A talk's words laid out in time: stretches between the times that a file gives. Pure.

Some files time every caption, some every turn, some one turn in ten, and many give no ends. So
what is looked at is always the stretch from one time to the next, and the words said in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from kb.doctor.facts import TurnFacts

SPEECH_MS = 400  # a word, at 150 words a minute
_SLOWEST = 40  # words a minute; a stretch slower than this is not all speech
_LONGEST_PAUSE_MS = 60_000
_LONGEST_LEAD_MS = 300_000  # advertisements and music before the first words
_JITTER_MS = 1_000  # whole seconds are rounded, and speakers interrupt each other
_WINDOW = 40  # words; a rate over fewer is chance


class Piece(NamedTuple):
    """Words between two anchors of a turn, or of a turn without any; in the order of the file."""

    char: int
    start_ms: int | None
    end_ms: int | None
    words: float


class Stretch(NamedTuple):
    """From one time that the file gives to the next, and how many words are said in it."""

    start_ms: int
    end_ms: int
    words: float

    @property
    def rate(self) -> float:
        """Words a minute."""
        return self.words * 60_000 / (self.end_ms - self.start_ms)

    @property
    def silence_ms(self) -> int:
        """How much of it is left when its words are spoken."""
        return max(0, round(self.end_ms - self.start_ms - self.words * SPEECH_MS))


def pieces(turns: Iterable[TurnFacts]) -> list[Piece]:
    """Return the turns' words by the times that are reached in them.

    A turn's words are shared out evenly over its characters of the source.
    """
    return sorted((piece for turn in turns for piece in _pieces(turn)), key=lambda p: p.char)


def stretches(laid_out: Sequence[Piece]) -> list[Stretch]:
    """Return the stretches of a talk in order; where times run backwards, one starts anew."""
    out: list[Stretch] = []
    since, said = 0, 0.0
    for piece in laid_out:
        if piece.start_ms is not None:
            if piece.start_ms > since:
                out.append(Stretch(since, piece.start_ms, said))
                said = 0.0
            since = piece.start_ms
        said += piece.words
        if piece.end_ms is not None and piece.end_ms > since:
            out.append(Stretch(since, piece.end_ms, said))
            since, said = piece.end_ms, 0.0
    return out


def gaps(found: Iterable[Stretch]) -> list[Stretch]:
    """Return the stretches in which over a minute passes without words, the start apart."""
    return [
        s
        for s in found
        if s.rate < _SLOWEST
        and s.silence_ms >= (_LONGEST_PAUSE_MS if s.start_ms else _LONGEST_LEAD_MS)
    ]


def rushes(found: Iterable[Stretch], fastest: float) -> list[Stretch]:
    """Return runs of stretches, of at least forty words, with more words a minute than this.

    Times may be in whole seconds, so each run is given one more.
    """
    return [
        window
        for window in _windows(found)
        if window.words * 60_000 > fastest * (window.end_ms - window.start_ms + _JITTER_MS)
    ]


def backwards(laid_out: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return (from, to) where a time is over a second earlier than the one before it."""
    times = [piece.start_ms for piece in laid_out if piece.start_ms is not None]
    return [(a, b) for a, b in pairwise(times) if b < a - _JITTER_MS]


def overlaps(turns: Iterable[TurnFacts]) -> list[Stretch]:
    """Return where a turn goes on for over a second after the next has begun."""
    spans = sorted(
        (turn.anchors[0].ms, turn.end_ms)
        for turn in turns
        if turn.anchors and turn.end_ms is not None
    )
    out: list[Stretch] = []
    reached = 0
    for start, end in spans:
        if min(reached, end) - start > _JITTER_MS:
            out.append(Stretch(start, min(reached, end), 0.0))
        reached = max(reached, end)
    return out


def _pieces(turn: TurnFacts) -> Iterator[Piece]:
    starts: list[tuple[int, int | None]] = [*turn.anchors]
    if not starts or starts[0][0] > turn.start_char:
        starts.insert(0, (turn.start_char, None))
    ends = [char for char, _ in starts[1:]] + [turn.end_char]
    length = max(1, turn.end_char - turn.start_char)
    for index, ((char, ms), end) in enumerate(zip(starts, ends, strict=True), start=1):
        yield Piece(
            char,
            ms,
            turn.end_ms if index == len(starts) else None,
            turn.words * (end - char) / length,
        )


def _windows(found: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield neighbouring stretches, joined until they hold enough words."""
    window: Stretch | None = None
    for stretch in found:
        joins = window is not None and window.end_ms == stretch.start_ms
        if window is not None and joins and stretch.words < _WINDOW:
            window = Stretch(window.start_ms, stretch.end_ms, window.words + stretch.words)
        else:
            window = stretch
        if window.words >= _WINDOW:
            yield window
            window = None
