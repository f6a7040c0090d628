"""Rows of those who speak in a talk, and of those whom its file names."""

from __future__ import annotations

from collections import Counter

from ingest.models import Analysis
from ingest.sentences import words
from ingest.speakers import INTERVIEWER
from kb.rows.base import Ids, Row


def speakers(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row a person."""
    return [
        {"id": sid, "name": s.name, "named": int(s.named and s.name != INTERVIEWER)}
        for sid, s in zip(ids.speakers, analysis.speakers, strict=True)
    ]


def aliases(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row for each other name by which the talk calls somebody."""
    return [
        {"speaker_id": sid, "talk_id": ids.talk, "alias": alias}
        for sid, s in zip(ids.speakers, analysis.speakers, strict=True)
        for alias in s.aliases
    ]


def named(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row for each person whom the talk's metadata names."""
    return [
        {"talk_id": ids.talk, "position": position, "name": person.name, "role": person.role}
        for position, person in enumerate(analysis.metadata.people)
    ]


def talk_speakers(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row a speaker: what they are in this talk, and how much they say."""
    turns: Counter[int] = Counter()
    spoken: Counter[int] = Counter()
    for turn in analysis.turns:
        if turn.speaker is not None:
            turns[turn.speaker] += 1
            spoken[turn.speaker] += words(turn.text)
    return [
        {
            "talk_id": ids.talk,
            "speaker_id": sid,
            "position": position,
            "role": speaker.role,
            "attribution": speaker.attribution,
            "turns": turns[position],
            "words": spoken[position],
        }
        for position, (sid, speaker) in enumerate(zip(ids.speakers, analysis.speakers, strict=True))
    ]
