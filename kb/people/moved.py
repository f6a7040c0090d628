"""Whether a voice that was named is still the same one: its file may have been made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

from sqlite_utils import Database

_Runs: TypeAlias = set[tuple[str, ...]]

_RUN = 3  # words
_THEIRS = 0.5  # of the runs kept of what was said: somebody who says so much of it said it
_SAMPLE = 40  # words

_OF_TALK = """
    select decided.id, decided.name, decided.said from speaker_decisions decided
    join talks on talks.path = decided.talk
    where talks.id = ? and verdict = 'is' and said <> ''
"""
_SAID_BY = """
    select speakers.name, text from turns join speakers on speakers.id = speaker_id where talk_id = ?
"""
_LONGEST = """
    select turns.text from turns join talks on talks.id = turns.talk_id
    where talks.path = ? and turns.speaker_id = ? order by length(turns.text) desc limit 1
"""


def sample(db: Database, path: str, speaker_id: int) -> str:
    """Return the first words of the longest turn of somebody, by which they are known again."""
    row = db.execute(_LONGEST, [path, speaker_id]).fetchone()
    return " ".join(str(row[0]).split()[:_SAMPLE]) if row else ""


def settle(db: Database, talk_id: int) -> None:
    """Let decisions about voices of a talk rest whose words are, as it is now, another voice's.

    Labels are given anew each time that a recording is transcribed: who was SPEAKER_00 may be
    SPEAKER_01 now. Such a decision does not hold until somebody looks. The talk's rows must be as
    ingestion left them.
    """
    decided = list(db.execute(_OF_TALK, [talk_id]))
    if not decided:
        return
    voices: dict[str, list[str]] = defaultdict(list)
    for name, text in db.execute(_SAID_BY, [talk_id]):
        voices[name].append(text)
    said_by = {name: _runs(" ".join(texts)) for name, texts in voices.items()}
    for decision, name, said in decided:
        rests = _is_anothers(_runs(said), name, said_by)
        db.execute("update speaker_decisions set rests = ? where id = ?", [int(rests), decision])


def _is_anothers(kept: _Runs, name: str, said_by: Mapping[str, _Runs]) -> bool:
    if not kept:
        return False
    shares = {other: len(kept & runs) / len(kept) for other, runs in said_by.items()}
    own = shares.pop(name, 0.0)
    return max(shares.values(), default=0.0) >= _THEIRS > own


def _runs(text: str) -> _Runs:
    words = [word.strip(".,?!;:…—-\"“”'’") for word in text.lower().split()]
    return set(zip(*(words[at:] for at in range(_RUN)), strict=False))
