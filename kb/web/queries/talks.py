"""Talks, as lists show them, and what a knowledge base holds in all."""

from __future__ import annotations

from sqlite_utils import Database

from kb.web.queries.base import Listed, People, Row, listed, rows

_PEOPLE = """(
    select json_group_array(json_object('id', speakers.id, 'name', speakers.name, 'role', role))
    from (select * from talk_speakers where talk_id = talks.id order by position) people
    join speakers on speakers.id = people.speaker_id
)"""
_COUNTS = """
    select (select count(*) from talks) as talks,
        (select coalesce(sum(words), 0) from talks) as words,
        (select coalesce(sum(duration_ms), 0) from talks) as duration_ms,
        (select count(*) from speakers where named) as speakers,
        (select count(*) from topics) as topics,
        (select count(*) from passages) as passages,
        (select count(*) from quotes) as quotes
"""
_TALKS = f"""
    select talks.id, title, kind, show, date, words, duration_ms, {_PEOPLE} as people
    from talks where (:show is null or show = :show) and (:kind is null or kind = :kind)
        and (:year is null or substr(date, 1, 4) = :year)
        and (:speaker is null
            or talks.id in (select talk_id from talk_speakers where speaker_id = :speaker))
        and (:topic is null
            or talks.id in (select talk_id from talk_topics where topic_id = :topic))
        and (:like is null or title like :like escape '\\' or description like :like escape '\\')
    order by
"""  # noqa: S608 - constants only
_ORDERS = {
    "newest": "date is null, date desc, title, talks.id",
    "oldest": "date is null, date, title, talks.id",
    "title": "title collate nocase, talks.id",
    "longest": "words desc, talks.id",
}
_SHOWS = """
    select show as value, count(*) as count from talks where show is not null
    group by show order by count desc, show
"""
_KINDS = (
    "select kind as value, count(*) as count from talks group by kind order by count desc, kind"
)
_YEARS = """
    select substr(date, 1, 4) as value, count(*) as count from talks where date is not null
    group by 1 order by 1 desc
"""

SORTS = tuple(_ORDERS)


class Counts(Row):
    """How much a knowledge base holds."""

    talks: int
    words: int
    duration_ms: int
    speakers: int
    topics: int
    passages: int
    quotes: int


class TalkLine(Row):
    """A talk in a list."""

    id: int
    title: str
    kind: str
    show: str | None
    date: str | None
    words: int
    duration_ms: int | None
    people: People


class Count(Row):
    """How often a value occurs."""

    value: str
    count: int


class TalkFilter(Row):
    """Which talks to list; None for no matter."""

    show: str | None = None
    kind: str | None = None
    year: str | None = None
    speaker: int | None = None
    topic: int | None = None
    words: str | None = None


def counts(db: Database) -> Counts:
    """Return how much there is of everything."""
    return rows(db, Counts, _COUNTS)[0]


def talks(
    db: Database, wanted: TalkFilter, *, sort: str = "newest", page: int = 1, size: int = 30
) -> Listed[TalkLine]:
    """Return talks, a page at a time."""
    values = wanted.model_dump(exclude={"words"}) | {"like": like(wanted.words)}
    sql = _TALKS + _ORDERS.get(sort, _ORDERS["newest"])
    return listed(db, TalkLine, sql, values, page=page, size=size)


def shows(db: Database) -> tuple[Count, ...]:
    """Return shows with their numbers of talks, the biggest first."""
    return rows(db, Count, _SHOWS)


def kinds(db: Database) -> tuple[Count, ...]:
    """Return kinds of talks with their numbers."""
    return rows(db, Count, _KINDS)


def years(db: Database) -> tuple[Count, ...]:
    """Return years with their numbers of talks, the latest first."""
    return rows(db, Count, _YEARS)


def like(words: str | None) -> str | None:
    r"""Return a pattern for texts that have these letters, None where there are none.

    >>> like("50%")
    '%50\\%%'
    """
    if not words or not words.strip():
        return None
    escaped = words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
