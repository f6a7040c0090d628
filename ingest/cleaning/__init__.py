"""Cleaning: from a reader's cues to turns that read well, with every change on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
        _turn(source, [cues[i] for i in group], level, chapter_of[group[0]], written=written)
        for group in groups
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
    source: str, cues: list[Cue], level: Level, chapter: int | None, *, written: bool
) -> Turn | None:
    worded = [cue for cue in cues if cue.text]
    if not worded:
        return None
    text = worded[0].text
    for cue in worded[1:]:
        glue, rule = (
            ("\n\n", "paragraph") if cue.paragraph and not _torn(text, cue) else (" ", "join")
        )
        text = textmap.join(source, [text, cue.text], glue, rule)
    text = clean_text(text, "off" if written else level)
    if not textmap.plain(text).strip():
        return None
    anchors = tuple(
        Anchor(cue.text[0].start, cue.start_ms) for cue in worded if cue.start_ms is not None
    )
    turn = Turn(
        speaker=None,
        segments=text,
        chapter=chapter,
        anchors=anchors,
        end_ms=worded[-1].end_ms,
    )
    return turn.model_copy(update={"marks": _said_by_reader(turn, worded)})


def _torn(before: Text, cue: Cue) -> bool:
    """Return whether a cue goes on with a sentence that is still open before it."""
    ends = textmap.plain(before[-1:]).rstrip()[-1:]
    begins = textmap.plain(cue.text)[:1]
    return bool(cue.speaker) and begins.islower() and (ends.isalnum() or ends == ",")


def _said_by_reader(turn: Turn, cues: Iterable[Cue]) -> tuple[Mark, ...]:
    """Return marks over the cues that the reader knows to be no talk."""
    found = []
    for cue in cues:
        kind = "event" if cue.kind == "event" else cue.mark
        if kind is not None:
            found.append(Mark(0, len(turn.text), kind, "reader"))
    return tuple(found[:1])


def _marked(turns: list[Turn], *, written: bool) -> list[Turn]:
    out = []
    for index, turn in enumerate(turns):
        alone = 0 < index < len(turns) - _CLOSING_TURNS
        found = (
            marks.boilerplate(turn.text) if written else marks.inventions(turn.text, alone=alone)
        )
        out.append(turn.model_copy(update={"marks": turn.marks + tuple(found)}) if found else turn)
    return out
