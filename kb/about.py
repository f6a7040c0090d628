"""One talk, with who speaks, its chapters and its files. Reads only."""

from __future__ import annotations

import json
from typing import TypeAlias

from sqlite_utils import Database

from kb import listings, summaries

Row: TypeAlias = dict[str, object]

_TALK = """
    select talks.id as talk_id, talks.path as talk, title, kind, show, date, url, media_url,
        language, description, tags, words, turns, duration_ms, root, ingested_at
    from talks join sources on talk_id = talks.id where talks.id = ?
"""
_SPEAKERS = """
    select name, role, attribution, talk_speakers.turns, words
    from talk_speakers join speakers on speakers.id = speaker_id
    where talk_id = ? order by position
"""
_CHAPTERS = "select title, start_ms, origin from chapters where talk_id = ? order by position"
_FILES = (
    "select path, kind, reader, sha256, why from talk_files where talk_id = ? order by position"
)


def talk(db: Database, ref: str) -> Row:
    """Return what is known about a talk.

    Args:
        db: The knowledge base.
        ref: Its id, its path, or that of one of its files.

    Raises:
        NotFoundError: There is none.
    """
    talk_id = listings.talk_id(db, ref)
    (row,) = db.query(_TALK, [talk_id])
    return {
        **row,
        "tags": json.loads(str(row["tags"])),
        "speakers": list(db.query(_SPEAKERS, [talk_id])),
        "summary": [
            {"text": said.text, "speaker": said.speaker, "start_ms": said.start_ms}
            for said in summaries.summary(db, talk_id).talk
        ],
        "chapters": list(db.query(_CHAPTERS, [talk_id])),
        "files": list(db.query(_FILES, [talk_id])),
    }
