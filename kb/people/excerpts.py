"""What a voice says, in a few excerpts by which people may know it."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

_PARTS = 3
_LONGEST = 320  # characters
_LONGEST_TURNS = """
    with own as (
        select turns.id, talk_id, text, start_ms, turns.position,
            ntile(:parts) over (order by turns.position) as part
        from turns where speaker_id = :speaker and talk_id = :talk
    ), ranked as (
        select *, row_number() over (partition by part order by length(text) desc) as rank from own
    )
    select id, talk_id, text, start_ms from ranked where rank = 1 order by position
"""


class Excerpt(NamedTuple):
    """Some of what a voice says; `cut` where it says more in that turn."""

    turn_id: int
    talk_id: int
    text: str
    start_ms: int | None
    cut: bool


def excerpts(db: Database, speaker_id: int, talk_id: int) -> tuple[Excerpt, ...]:
    """Return what somebody says at most length early, midway and late in a talk."""
    values = {"parts": _PARTS, "speaker": speaker_id, "talk": talk_id}
    return tuple(
        Excerpt(turn, talk, _short(text), start_ms, len(text) > _LONGEST)
        for turn, talk, text, start_ms in db.execute(_LONGEST_TURNS, values)
    )


def _short(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    return text[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + " …"
