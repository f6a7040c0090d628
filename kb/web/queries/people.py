"""Speakers: the list of them, and what one has said where."""

from __future__ import annotations

from sqlite_utils import Database

from kb.web.queries.base import Listed, Row, Strings, listed, one, rows
from kb.web.queries.talks import like

_EACH = """
    select speakers.id, speakers.name, named, count(*) as talks, sum(talk_speakers.turns) as turns,
        sum(talk_speakers.words) as words, json_group_array(distinct role) as roles
    from speakers join talk_speakers on speaker_id = speakers.id
"""
_SPEAKERS = f"""{_EACH}
    where (:all or named) and (:like is null or name like :like escape '\\')
    group by speakers.id order by
"""
_ORDERS = {
    "words": "words desc, name collate nocase, speakers.id",
    "name": "name collate nocase, speakers.id",
    "talks": "talks desc, words desc, speakers.id",
}
_SPEAKER = f"{_EACH} where speakers.id = :id group by speakers.id"
_ALIASES = """
    select alias as value, group_concat(talks.title, '; ') as talks from speaker_aliases
    join talks on talks.id = talk_id where speaker_id = :id group by alias order by alias
"""
_APPEARANCES = """
    select talks.id, path, title, kind, show, date, role, attribution, talk_speakers.turns,
        talk_speakers.words, round(100.0 * talk_speakers.words / max(1, talks.words)) as share
    from talk_speakers join talks on talks.id = talk_id
    where speaker_id = :id order by date is null, date desc, title limit 200
"""
_NAMES = """
    select name from speakers join talk_speakers on speaker_id = speakers.id where named
    group by speakers.id order by count(*) desc, sum(talk_speakers.words) desc limit 500
"""
_UNNAMED = "select count(*) from speakers where not named"

SORTS = tuple(_ORDERS)


class Speaker(Row):
    """A speaker over all talks."""

    id: int
    name: str
    named: bool
    talks: int
    turns: int
    words: int
    roles: Strings


class Alias(Row):
    """Another name by which talks call a speaker."""

    value: str
    talks: str


class Appearance(Row):
    """A talk in which somebody speaks; `share` is of its words, in percent."""

    id: int
    path: str
    title: str
    kind: str
    show: str | None
    date: str | None
    role: str
    attribution: str
    turns: int
    words: int
    share: float


def speakers(
    db: Database, *, words: str | None, unnamed: bool, sort: str, page: int, size: int = 50
) -> Listed[Speaker]:
    """Return speakers, a page at a time; labels that name nobody only if asked for."""
    sql = _SPEAKERS + _ORDERS.get(sort, _ORDERS["words"])
    return listed(db, Speaker, sql, {"like": like(words), "all": unnamed}, page=page, size=size)


def unnamed(db: Database) -> int:
    """Return how many labels name nobody."""
    return int(db.execute(_UNNAMED).fetchone()[0])


def speaker(db: Database, speaker_id: int) -> Speaker | None:
    """Return a speaker."""
    return one(db, Speaker, _SPEAKER, {"id": speaker_id})


def aliases(db: Database, speaker_id: int) -> tuple[Alias, ...]:
    """Return a speaker's other names."""
    return rows(db, Alias, _ALIASES, {"id": speaker_id})


def appearances(db: Database, speaker_id: int) -> tuple[Appearance, ...]:
    """Return the talks that somebody speaks in, the newest first."""
    return rows(db, Appearance, _APPEARANCES, {"id": speaker_id})


def names(db: Database) -> tuple[str, ...]:
    """Return people's names to choose from, those who speak in most talks first."""
    return tuple(str(row[0]) for row in db.execute(_NAMES))
