"""The voices that only a label names."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from ingest.speakers import INTERVIEWER

_UNNAMED = """
    select speakers.id, speakers.name, talks.id as talk_id, talks.path as talk, talks.title,
        talks.show, talks.date, role, talk_speakers.turns, talk_speakers.words,
        1.0 * talk_speakers.words / max(1, talks.words) as share
    from speakers join talk_speakers on speaker_id = speakers.id
    join talks on talks.id = talk_speakers.talk_id
    where not named and name <> :interviewer and (:talk is null or talks.id = :talk)
    order by talk_speakers.words desc, talks.path, talk_speakers.position
"""


class UnnamedVoice(NamedTuple):
    """A voice of one talk; `share` is of the talk's words, 0 to 1."""

    id: int
    name: str
    talk_id: int
    talk: str
    title: str
    show: str | None
    date: str | None
    role: str
    turns: int
    words: int
    share: float


def voices(db: Database, talk_id: int | None = None) -> list[UnnamedVoice]:
    """Return the voices without a name, of all talks or of one, those that say most first."""
    values = {"talk": talk_id, "interviewer": INTERVIEWER}
    return [UnnamedVoice(*row) for row in db.execute(_UNNAMED, values)]
