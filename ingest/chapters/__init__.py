"""Chapters: a file's headings, or, for a long talk without any, stretches of one theme.

Boundaries come from what is said (a chapter's words hang together), from who says it, and from
the words with which people turn to something else. How many there are follows from that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from ingest.chapters.cutting import cuts
from ingest.chapters.stretches import divided
from ingest.chapters.titles import titled
from ingest.models import Chapter, Turn
from ingest.sentences import words

__all__ = ["boundaries", "titled", "with_chapters"]

_LONG_TALK = 1200  # words; a shorter talk stays whole
_FIRST_TURNS = 3  # a heading before one of these stands over the talk


def with_chapters(
    turns: Sequence[Turn], headings: Sequence[Chapter]
) -> tuple[tuple[Chapter, ...], tuple[Turn, ...]]:
    """Return a talk's chapters, and its turns with the chapter each is in.

    Headings are kept as they are, unless there is one over all of a long talk ("Transcript").
    Chapters that are found are untitled until `titled`.
    """
    if _divide(headings, turns) or sum(words(turn.text) for turn in turns) < _LONG_TALK:
        return tuple(headings), tuple(turns)
    firsts = [0, *boundaries(turns)]
    made = tuple(
        Chapter(title="", start=turns[i].start, start_ms=turns[i].start_ms, origin="computed")
        for i in firsts
    )
    placed = tuple(
        turn.model_copy(update={"chapter": bisect_right(firsts, index) - 1})
        for index, turn in enumerate(turns)
    )
    return made, placed


def _divide(headings: Sequence[Chapter], turns: Sequence[Turn]) -> bool:
    """Return whether a file's headings tell one part of it from another."""
    if len(headings) != 1:
        return bool(headings)
    return headings[0].start > turns[min(_FIRST_TURNS, len(turns)) - 1].start


def boundaries(turns: Sequence[Turn]) -> list[int]:
    """Return the indexes of the turns that begin a new chapter, without the first."""
    if not turns:
        return []
    pieces = divided(turns)
    return [pieces[cut].first for cut in cuts(pieces)]
