"""Joins that many queries share."""

from __future__ import annotations


def with_speaker(table: str) -> str:
    """Return the joins that give rows of a table their speaker, and what this one is in their talk.

    Rows without a speaker stay. The table, or its alias, has `talk_id` and `speaker_id`; the
    columns are those of `speakers` and `talk_speakers`.
    """
    return f"""
    left join speakers on speakers.id = {table}.speaker_id
    left join talk_speakers on talk_speakers.talk_id = {table}.talk_id
        and talk_speakers.speaker_id = {table}.speaker_id
"""
