"""From a talk's turns to the stretches between its times, in the order in which they were heard.

A turn that others' words tear apart was heard in several stretches. They are written where they
were heard, and reading rejoins them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ingest.models import Talk, Turn
from ingest.sentences import words

_PACE_MS = 65  # a character, where nothing says how fast somebody speaks
_SLOWEST_MS = 200  # a character: slower than that, there was silence
_LEAST_MS = 1500
_SHORT = 6  # words: a turn this short is heard whole, even if others' words lie inside


class Piece(NamedTuple):
    """A stretch of a turn's words from one time to the next; `at` is its place in the source."""

    turn: int
    text: str
    at: int
    ms: int | None


class Timeline:
    """Says when a character of the pieces, joined by spaces, is spoken."""

    def __init__(self, talk: Talk, pieces: Sequence[Piece]) -> None:
        self.starts = [0, *accumulate(len(piece.text) + 1 for piece in pieces)]
        known: list[tuple[int, int, bool]] = []
        last = {piece.turn: index for index, piece in enumerate(pieces)}
        for index, piece in enumerate(pieces):
            begin = self.starts[index]
            if piece.ms is not None:
                known.append((begin, piece.ms, False))
            end_ms = talk.turns[piece.turn].end_ms
            if end_ms is not None and last[piece.turn] == index:
                known.append((begin + len(piece.text), end_ms, True))
        if known and known[0][0] > 0:
            known.insert(0, (0, 0, False))
        self._places = [place for place, _, _ in known]
        self._ms = [ms for _, ms, _ in known]
        self._said = [said for _, _, said in known]

    def start(self, place: int) -> int:
        """Return when the character at `place` begins: as the source says, or in proportion."""
        index = bisect_right(self._places, place) - 1
        if self._places[index] == place:
            return self._ms[index]
        return self._between(index, place)

    def end(self, place: int, start_ms: int, length: int) -> int:
        """Return when words of this length, begun at `start_ms`, end before `place`.

        Silence up to the next words is left out, where the source does not say when they end.
        """
        index = bisect_left(self._places, place)
        if index < len(self._places) and self._places[index] == place and self._said[index]:
            return max(start_ms, self._ms[index])
        ms = self.start(place + 1)
        if ms <= start_ms:
            return start_ms + length * _PACE_MS
        return min(ms, start_ms + _LEAST_MS + length * _SLOWEST_MS)

    def _between(self, index: int, place: int) -> int:
        start, ms = self._places[index], self._ms[index]
        if index + 1 == len(self._places) or self._ms[index + 1] < ms:
            return ms + (place - start) * _PACE_MS
        share = (place - start) / (self._places[index + 1] - start)
        return ms + round(share * (self._ms[index + 1] - ms))


def pieces(talk: Talk) -> list[Piece]:
    """Return the pieces of all turns as they were heard; each turn is cut at its times.

    What comes after a tear stands where it stands in the source, among the others' words.
    """
    out: list[Piece] = []
    later: list[Piece] = []
    for index, turn in enumerate(talk.turns):
        while later and later[0].at < turn.start:
            out.append(later.pop(0))
        cut = _heard(index, turn)
        tear = _tear(turn)
        out.extend(piece for piece in cut if piece.at < tear)
        later = sorted([*later, *(p for p in cut if p.at >= tear)], key=lambda piece: piece.at)
    return out + later


def _heard(index: int, turn: Turn) -> list[Piece]:
    cut = list(_pieces(index, turn))
    if _tear(turn) < turn.end and words(turn.text) <= _SHORT:
        return [cut[0]._replace(text=" ".join(turn.text.split()))]
    return cut


def _tear(turn: Turn) -> int:
    """Return the character of the source after which others speak inside the turn."""
    tears = (segment.end for segment in turn.segments if segment.rule == "crosstalk")
    return next(tears, turn.end + 1)


def _pieces(index: int, turn: Turn) -> Iterator[Piece]:
    cuts = _cuts(turn)
    ends = [place for place, _, _ in cuts[1:]] + [len(turn.text)]
    for (place, at, ms), end in zip(cuts, ends, strict=True):
        text = " ".join(turn.text[place:end].split())
        if text:
            yield Piece(index, text, at, ms)


def _cuts(turn: Turn) -> list[tuple[int, int, int | None]]:
    """Return (clean character, character of the source, time) where a piece begins."""
    starts = [segment.start for segment in turn.segments]
    clean = [0, *accumulate(len(segment.text) for segment in turn.segments)]
    found: dict[int, tuple[int, int | None]] = {0: (turn.start, None)}
    for number, segment in enumerate(turn.segments):
        if segment.rule == "crosstalk":
            found.setdefault(clean[number + 1], (segment.end, None))
    for anchor in turn.anchors:
        number = max(0, bisect_right(starts, anchor.char) - 1)
        segment = turn.segments[number]
        inside = anchor.char - segment.start if segment.rule is None else 0
        place = _word_start(turn.text, min(clean[number] + inside, clean[number + 1]))
        if place < len(turn.text) and found.get(place, (0, None))[1] is None:
            found[place] = (found.get(place, (anchor.char,))[0], anchor.ms)
    return [(place, *found[place]) for place in sorted(found)]


def _word_start(text: str, place: int) -> int:
    if 0 < place < len(text) and not text[place - 1].isspace():
        while place < len(text) and not text[place].isspace():
            place += 1
    while place < len(text) and text[place].isspace():
        place += 1
    return 0 if not text[:place].strip() else place
