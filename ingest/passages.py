"""Passages: what search finds. Whole sentences of one speaker, or one short exchange.

The aim is 60 to 160 words. A long turn is divided evenly; short turns gather into an exchange;
a question goes with its answer. Nothing crosses a chapter, and two monologues never mix.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.models import Anchor, Part, Passage, Turn
from ingest.sentences import sentences, words
from ingest.textmap import Locator

FEWEST, AIM, MOST = 60, 110, 160  # words
_LEAD = 60  # the most words that may stand before an answer as its question


@dataclass(frozen=True)
class _Piece:
    """Sentences of one turn that belong together."""

    turn: int
    start: int
    end: int
    words: int


def passages(turns: Sequence[Turn], speakers: Sequence[int | None]) -> tuple[Passage, ...]:
    """Return the passages of a talk in order; behind them, in order too, those of boilerplate.

    Args:
        turns: The talk's turns; what their marks cover is left out, but for boilerplate.
        speakers: For each turn its speaker's index.
    """
    made = [
        _passage(turns, speakers, pieces)
        for chapter in _chapters(turns)
        for pieces in _packed(turns, speakers, chapter)
    ]
    aside = [
        _passage(turns, speakers, share).model_copy(update={"boilerplate": True})
        for index, turn in enumerate(turns)
        if any(mark.kind == "boilerplate" for mark in turn.marks)
        for share in _divided(turn, index, boilerplate(turn))
    ]
    return (*made, *aside)


def spoken(turn: Turn) -> list[tuple[int, int]]:
    """Return the spans of a turn's sentences that no mark covers."""
    spans = sentences(turn.text)
    if not turn.marks:
        return spans
    return [
        (start, end)
        for start, end in spans
        if not any(mark.start < end and start < mark.end for mark in turn.marks)
    ]


def boilerplate(turn: Turn) -> list[tuple[int, int]]:
    """Return the spans of a turn's sentences that are boilerplate."""
    marks = [mark for mark in turn.marks if mark.kind == "boilerplate"]
    return [
        (start, end)
        for start, end in sentences(turn.text)
        if any(mark.start < end and start < mark.end for mark in marks)
    ]


def time_at(anchors: Sequence[Anchor], char: int) -> int | None:
    """Return the last time that the source gives at or before a character."""
    index = bisect_right([anchor.char for anchor in anchors], char)
    return anchors[index - 1].ms if index else None


def _chapters(turns: Sequence[Turn]) -> Iterator[list[int]]:
    group: list[int] = []
    for index, turn in enumerate(turns):
        if group and turns[group[-1]].chapter != turn.chapter:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _packed(
    turns: Sequence[Turn], speakers: Sequence[int | None], chapter: list[int]
) -> Iterator[list[_Piece]]:
    """Gather short turns, divide long ones, and put a question before its answer."""
    held: list[_Piece] = []
    for index in chapter:
        shares = list(_divided(turns[index], index, spoken(turns[index])))
        if not shares:
            continue
        total = sum(piece.words for share in shares for piece in share)
        held_words = sum(piece.words for piece in held)
        alone = held and speakers[held[-1].turn] == speakers[index]
        if total < FEWEST and (held_words + total <= MOST):
            held.extend(piece for share in shares for piece in share)
            if held_words + total >= AIM:
                yield held
                held = []
            continue
        if held and (held_words > _LEAD or (alone and held_words >= FEWEST)):
            yield held
            held = []
        yield held + shares[0]
        held = []
        yield from shares[1:]
    if held:
        yield held


def _divided(turn: Turn, index: int, chosen: Sequence[tuple[int, int]]) -> Iterator[list[_Piece]]:
    """Divide sentences of a turn evenly, each share as near the aim as whole sentences allow."""
    spans = [(a, b, words(turn.text[a:b])) for a, b in chosen]
    left = sum(n for _, _, n in spans)
    shares = max(1, round(left / AIM)) if left > MOST else 1
    first, count = 0, 0
    for position, (_, _, n) in enumerate(spans):
        count += n
        after = spans[position + 1][2] if position + 1 < len(spans) else 0
        target = left / shares
        last = position + 1 == len(spans)
        if last or (shares > 1 and count + after / 2 >= target):
            yield _pieces(turn.text, index, spans[first : position + 1])
            left, shares = left - count, max(1, shares - 1)
            first, count = position + 1, 0


def _pieces(text: str, turn: int, spans: Sequence[tuple[int, int, int]]) -> list[_Piece]:
    """Return sentences as pieces: those that follow each other in one, marked ones between left out."""
    out: list[_Piece] = []
    for start, end, count in spans:
        if out and not text[out[-1].end : start].strip():
            out[-1] = _Piece(turn, out[-1].start, end, out[-1].words + count)
        else:
            out.append(_Piece(turn, start, end, count))
    return out


def _passage(
    turns: Sequence[Turn], speakers: Sequence[int | None], pieces: list[_Piece]
) -> Passage:
    by_speaker: dict[int | None, int] = {}
    for piece in pieces:
        speaker = speakers[piece.turn]
        by_speaker[speaker] = by_speaker.get(speaker, 0) + piece.words
    spans = [_source(turns[piece.turn], piece) for piece in pieces]
    start = min(start for start, _ in spans)
    first, last = turns[pieces[0].turn], turns[pieces[-1].turn]
    return Passage(
        parts=tuple(Part(piece.turn, piece.start, piece.end) for piece in pieces),
        speaker=max(by_speaker, key=lambda s: by_speaker[s]),
        chapter=first.chapter,
        text="\n".join(turns[p.turn].text[p.start : p.end] for p in pieces),
        start=start,
        end=max(end for _, end in spans),
        start_ms=time_at(first.anchors, spans[0][0]),
        end_ms=last.end_ms if pieces[-1].end >= len(last.text) else None,
    )


def _source(turn: Turn, piece: _Piece) -> tuple[int, int]:
    locator = Locator(turn.segments)
    return locator.source_start(piece.start), locator.source_end(piece.end)
