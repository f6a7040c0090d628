"""Rows of passages, and of what they are made of; made again where boilerplate is found later."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.models import Passage
from ingest.sentences import words
from kb.rows.base import Row, at, text_hash


def passage_rows(
    passages: Sequence[Passage],
    ids: Sequence[int],
    talk_id: int,
    turn_ids: Sequence[int],
    speaker_ids: Sequence[object],
    chapter_ids: Sequence[object],
) -> list[Row]:
    """Return the rows of a talk's passages; their positions go by where they stand in it."""
    order = sorted(range(len(passages)), key=lambda number: (passages[number].start, number))
    positions = {number: position for position, number in enumerate(order)}
    return [
        {
            "id": passage_id,
            "talk_id": talk_id,
            "position": positions[number],
            "chapter_id": at(chapter_ids, passage.chapter),
            "speaker_id": at(speaker_ids, passage.speaker),
            "turn_id": turn_ids[passage.parts[0].turn],
            "text": passage.text,
            "words": words(passage.text),
            "start_char": passage.start,
            "end_char": passage.end,
            "start_ms": passage.start_ms,
            "end_ms": passage.end_ms,
            "sha256": text_hash(passage.text),
            "boilerplate": int(passage.boilerplate),
        }
        for number, (passage, passage_id) in enumerate(zip(passages, ids, strict=True))
    ]


def passage_turn_rows(
    passages: Sequence[Passage], ids: Sequence[int], turn_ids: Sequence[int]
) -> list[Row]:
    """Return which stretches of which turns the passages are made of."""
    return [
        {
            "passage_id": passage_id,
            "position": position,
            "turn_id": turn_ids[part.turn],
            "start": part.start,
            "end": part.end,
        }
        for passage_id, passage in zip(ids, passages, strict=True)
        for position, part in enumerate(passage.parts)
    ]
