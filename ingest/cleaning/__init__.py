"""Cleaning: from a reader's cues to turns that read well, with every change on record."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest import textmap
from ingest.cleaning import crosstalk, marks
from ingest.cleaning.steps import LEVELS, STEPS, Level, steps_of
from ingest.models import Anchor, Chapter, Cue, Mark, Turn
from ingest.textmap import Text

__all__ = ["LEVELS", "STEPS", "Level", "clean", "clean_text", "turns_of"]

_CLOSING_TURNS = 2  # real thanks are said in a talk's last turns


def clean_text(text: Text, level: Level = "light") -> Text:
    """Return a text with the steps of a level made, each over what the one before it left."""
    for step in steps_of(level):
        edits = step.find(textmap.plain(text))
        if edits:
            text = textmap.apply(text, edits)
    return text


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
    groups = turns_of(cues, level)
    turns = [
        _turn(source, cues, group, level, chapter_of[group[0]], written=written) for group in groups
    ]
    kept = [(turn, group) for turn, group in zip(turns, groups, strict=True) if turn is not None]
    marked = (
        _marked([turn for turn, _ in kept], written=written)
        if level != "off"
        else [t for t, _ in kept]
    )
    return tuple(marked), chapters, tuple(group for _, group in kept)


def turns_of(cues: Sequence[Cue], level: Level) -> list[tuple[int, ...]]:
    """Return which cues make a turn; without cleaning each cue with words is its own."""
    if level != "off":
        return crosstalk.group(cues)
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


def _turn(
    source: str,
    cues: Sequence[Cue],
    group: Sequence[int],
    level: Level,
    chapter: int | None,
    *,
    written: bool,
) -> Turn | None:
    worded = [index for index in group if cues[index].text]
    if not worded:
        return None
    text = _joined(source, cues, worded)
    text = clean_text(text, "off" if written else level)
    if not textmap.plain(text).strip():
        return None
    anchors = tuple(
        Anchor(cue.text[0].start, cue.start_ms)
        for cue in (cues[index] for index in worded)
        if cue.start_ms is not None
    )
    turn = Turn(
        speaker=None,
        segments=text,
        chapter=chapter,
        anchors=anchors,
        end_ms=cues[worded[-1]].end_ms,
    )
    return turn.model_copy(update={"marks": _said_by_reader(turn, cues[worded[0]])})


def _joined(source: str, cues: Sequence[Cue], worded: Sequence[int]) -> Text:
    """Return the words of a turn's cues as one text, paragraphs kept apart."""
    text = cues[worded[0]].text
    for before, index in pairwise(worded):
        torn = index - before > 1
        if torn or not cues[index].paragraph:
            text = textmap.join(
                source, [text, cues[index].text], " ", "crosstalk" if torn else "join"
            )
        else:
            text = textmap.join(source, [text, cues[index].text], "\n\n", "paragraph")
    return text


def _said_by_reader(turn: Turn, first: Cue) -> tuple[Mark, ...]:
    """Return a mark over a turn that the reader knows to be no talk."""
    kind = "event" if first.kind == "event" else first.mark
    return (Mark(0, len(turn.text), kind, "reader"),) if kind is not None else ()


def _marked(turns: list[Turn], *, written: bool) -> list[Turn]:
    out = []
    for index, turn in enumerate(turns):
        alone = 0 < index < len(turns) - _CLOSING_TURNS
        found = (
            marks.boilerplate(turn.text) if written else marks.inventions(turn.text, alone=alone)
        )
        out.append(turn.model_copy(update={"marks": turn.marks + tuple(found)}) if found else turn)
    return out
