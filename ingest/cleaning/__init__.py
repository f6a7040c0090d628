"""Cleaning: from a reader's cues to turns that read well, with every change on record."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import textmap
from ingest.cleaning import backchannels, crosstalk, manner, marks
from ingest.cleaning.steps import LEVELS, STEPS, Level, clean_text
from ingest.cleaning.turns import turn_of
from ingest.models import Chapter, Cue, Turn

__all__ = ["LEVELS", "STEPS", "Level", "clean", "clean_text", "turns_of"]


def clean(
    source: str, cues: Sequence[Cue], level: Level = "light", *, written: bool = False
) -> tuple[tuple[Turn, ...], tuple[Chapter, ...], tuple[tuple[int, ...], ...]]:
    """Return a talk's turns and the chapters its headings make.

    Args:
        source: The decoded file.
        cues: What the reader found, in order.
        level: `off` keeps every word; only markup is gone.
        written: Whether it was written rather than spoken; then a publisher's notices are
            looked for and nothing is taken for a stumble.

    Returns:
        The turns (their speaker not yet settled), the chapters, and for each turn the indexes
        of its cues.
    """
    chapters, chapter_of = _chapters(cues)
    how = manner.of_cues(cues)
    found: list[Turn] = []
    kept: list[tuple[int, ...]] = []
    for group in turns_of(cues, level):
        turn = turn_of(source, cues, group, "off" if written else level, how)
        if turn is not None:
            found.append(turn.model_copy(update={"chapter": chapter_of[group[0]]}))
            kept.append(group)
    if level != "off":
        found = marks.marked(found, cues, kept, written=written)
    return tuple(found), chapters, tuple(kept)


def turns_of(cues: Sequence[Cue], level: Level) -> list[tuple[int, ...]]:
    """Return which cues make a turn; without cleaning each cue with words is its own."""
    if level != "off":
        return backchannels.folded(cues, crosstalk.group(cues), between=level == "full")
    return [(i,) for i, cue in enumerate(cues) if cue.kind != "heading"]


def _chapters(cues: Sequence[Cue]) -> tuple[tuple[Chapter, ...], list[int | None]]:
    chapters: list[Chapter] = []
    chapter_of: list[int | None] = []
    for cue in cues:
        if cue.kind == "heading" and cue.text:
            title = textmap.plain(cue.text).strip() or "…"
            start = cue.text[0].start
            chapters.append(Chapter(title=title, start=start, start_ms=cue.start_ms))
        chapter_of.append(len(chapters) - 1 if chapters else None)
    return tuple(chapters), chapter_of
