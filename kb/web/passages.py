"""Passages as pages show them: line by line, whose words each is, with what to mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kb.hits import Hit, Neighbour, neighbours
from kb.web.queries import places
from kb.web.queries.places import Part
from kb.web.render import Piece, highlighted


class Line(NamedTuple):
    """What one speaker says in a passage."""

    turn_id: int | None
    speaker_id: int | None
    speaker: str | None
    voice: int | None
    pieces: list[Piece]


class Kept(NamedTuple):
    """Words of a turn, as the link to keep them names them."""

    turn: int
    start: int
    end: int


class Shown(NamedTuple):
    """A hit, ready for its template."""

    hit: Hit
    lines: list[Line]
    best: Kept | None
    around: list[Neighbour]


def shown(db: Database, hits: Sequence[Hit], *, best: bool = True) -> list[Shown]:
    """Return hits with their lines and neighbours; with `best` the best sentence is set apart."""
    ids = [hit.passage_id for hit in hits]
    parts, around = places.parts(db, ids), neighbours(db, ids)
    out = []
    for hit in hits:
        own = parts.get(hit.passage_id, [])
        span = (hit.best_start, hit.best_end) if best else None
        out.append(
            Shown(
                hit=hit,
                lines=lines(hit.text, own, hit.matched, span),
                best=_kept(own, hit.best_start, hit.best_end) if best else None,
                around=around[hit.passage_id],
            )
        )
    return out


def lines(
    text: str,
    parts: Sequence[Part],
    words: Iterable[str] = (),
    best: tuple[int, int] | None = None,
) -> list[Line]:
    """Return a passage's text as lines; one without parts is one line of nobody's."""
    words = tuple(words)
    if not parts:
        return [Line(None, None, None, None, highlighted(text, words, best))]
    out, position = [], 0
    for part in parts:
        end = position + part.end - part.start
        own = _within(best, position, end)
        pieces = highlighted(text[position:end], words, own)
        out.append(Line(part.turn_id, part.speaker_id, part.speaker, part.voice, pieces))
        position = end + 1
    return out


def _within(span: tuple[int, int] | None, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of a span in `[start, end)`, counted from there."""
    if span is None or span[0] >= end or span[1] <= start:
        return None
    return max(span[0], start) - start, min(span[1], end) - start


def _kept(parts: Sequence[Part], start: int, end: int) -> Kept | None:
    """Return some characters of a passage as characters of the turn that they begin in."""
    position = 0
    for part in parts:
        length = part.end - part.start
        if position <= start < position + length:
            first = part.start + start - position
            return Kept(part.turn_id, first, min(part.end, first + end - start))
        position += length + 1
    return None
