"""A talk's chapters as Podcasting 2.0 chapters JSON, which players show and `kb.pairing` reads.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from kb.errors import NotFoundError
from kb.listings import talk_id

MEDIA_TYPE = "application/json+chapters"
SUFFIX = ".chapters.json"

_VERSION = "1.2.0"
_TALK = "select title, show as podcastName from talks where id = ?"
_CHAPTERS = "select title, start_ms, origin from chapters where talk_id = ? order by position"


def chapters(db: Database, talk: str) -> list[dict[str, object]]:
    """Return a talk's chapters in order, as rows.

    Raises:
        NotFoundError: There is no such talk.
    """
    return list(db.query(_CHAPTERS, [talk_id(db, talk)]))


def chapters_json(db: Database, talk: str) -> str:
    """Return a talk's chapters as a file's text; those without a time are left out.

    Raises:
        NotFoundError: There is no such talk, or none of its chapters has a time.
    """
    timed = [chapter for chapter in chapters(db, talk) if chapter["start_ms"] is not None]
    if not timed:
        message = f"{talk}: none of its chapters has a time, and players need them; none is made up"
        raise NotFoundError(message)
    about = next(db.query(_TALK, [talk_id(db, talk)]))
    rows = [
        {"startTime": int(str(chapter["start_ms"])) / 1000, "title": chapter["title"]}
        for chapter in timed
    ]
    said = {"version": _VERSION, **{k: v for k, v in about.items() if v}, "chapters": rows}
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
