"""Rows of a talk's turns, and of what listeners say into them."""

from __future__ import annotations

from ingest import textmap
from ingest.models import Analysis
from kb.rows.base import Ids, Row, as_json, at


def turns(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row a turn."""
    return [
        {
            "id": turn_id,
            "talk_id": ids.talk,
            "position": position,
            "chapter_id": at(ids.chapters, turn.chapter),
            "speaker_id": at(ids.speakers, turn.speaker),
            "text": turn.text,
            "start_char": turn.start,
            "end_char": turn.end,
            "start_ms": turn.start_ms,
            "end_ms": turn.end_ms,
            "edits": as_json(textmap.source_edits(turn.segments)),
            "marks": as_json(turn.marks),
            "anchors": as_json(turn.anchors),
        }
        for position, (turn_id, turn) in enumerate(zip(ids.turns, analysis.turns, strict=True))
    ]


def backchannels(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row for each thing that a listener says into a turn."""
    return [
        {
            "turn_id": turn_id,
            "position": position,
            "at": said.at,
            "speaker_id": at(ids.speakers, said.speaker),
            "speaker": None if said.speaker is None else analysis.speakers[said.speaker].name,
            "text": said.text,
            "start_char": said.start,
            "end_char": said.end,
            "start_ms": said.start_ms,
        }
        for turn_id, turn in zip(ids.turns, analysis.turns, strict=True)
        for position, said in enumerate(turn.backchannels)
    ]
