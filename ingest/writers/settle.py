"""Cleaning until nothing is left to clean, so that what is written is read back unchanged."""

from __future__ import annotations

from ingest import textmap
from ingest.cleaning import Level, clean_text, manner
from ingest.models import WRITTEN, Talk, Turn

_ROUNDS = 4


def settled(talk: Talk, level: Level) -> Talk:
    """Return the talk with the steps of its level made again, as long as they find something.

    "the, the, the" loses a word in the first round, and one in the second.
    """
    if level == "off" or talk.metadata.kind in WRITTEN:
        return talk
    english = manner.of_texts(turn.text for turn in talk.turns).english
    again = tuple(_settled(turn, level, english=english) for turn in talk.turns)
    return talk.model_copy(update={"turns": again})


def _settled(turn: Turn, level: Level, *, english: bool) -> Turn:
    text = turn.segments
    for _ in range(_ROUNDS):
        again = clean_text(text, level, english=english)
        if textmap.plain(again) == textmap.plain(text) or not textmap.plain(again).strip():
            break
        text = again
    # Not `model_copy`, which keeps the clean text that the turn has cached.
    fields = {name: getattr(turn, name) for name in Turn.model_fields}
    return turn if text is turn.segments else Turn(**(fields | {"segments": text}))
