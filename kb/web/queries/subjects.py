"""Topics: the list of them, and who speaks about one when."""

from __future__ import annotations

from sqlite_utils import Database

from kb.web.queries.base import Listed, Row, listed, one, rows
from kb.web.queries.talks import Count, like

_TOPICS = """
    select id, name, talks, mentions from topics
    where (:like is null or name like :like escape '\\') order by
"""
_ORDERS = {
    "talks": "talks desc, mentions desc, name, id",
    "mentions": "mentions desc, name, id",
    "name": "name collate nocase, id",
}
_TOPIC = "select id, name, talks, mentions from topics where id = :id"
_YEARS = """
    select substr(date, 1, 4) as value, sum(talk_topics.mentions) as count
    from talk_topics join talks on talks.id = talk_id
    where topic_id = :id and date is not null group by 1 order by 1
"""
_SPEAKERS = """
    select speakers.id, speakers.name, count(*) as passages,
        count(distinct passages.talk_id) as talks
    from passage_topics join passages on passages.id = passage_id
    join speakers on speakers.id = passages.speaker_id
    where topic_id = :id group by speakers.id order by passages desc, speakers.name limit 20
"""
_RELATED = """
    select topics.id, topics.name, topics.talks, count(*) as mentions
    from passage_topics own join passage_topics other on other.passage_id = own.passage_id
        and other.topic_id != own.topic_id
    join topics on topics.id = other.topic_id
    where own.topic_id = :id group by topics.id order by count(*) desc, topics.name limit 16
"""
_PASSAGES = """
    select passages.id, passages.talk_id, talks.title, talks.date, talks.media_url,
        speakers.id as speaker_id, speakers.name as speaker, passages.text, passages.start_ms
    from passage_topics join passages on passages.id = passage_id
    join talks on talks.id = passages.talk_id
    left join speakers on speakers.id = passages.speaker_id
    where topic_id = :id
    order by passage_topics.mentions desc, talks.date is null, talks.date desc, passages.id
"""

SORTS = tuple(_ORDERS)


class Topic(Row):
    """A topic over all talks."""

    id: int
    name: str
    talks: int
    mentions: int


class Speaking(Row):
    """Somebody who speaks about a topic."""

    id: int
    name: str
    passages: int
    talks: int


class PassageLine(Row):
    """A passage in a list."""

    id: int
    talk_id: int
    title: str
    date: str | None
    media_url: str | None
    speaker_id: int | None
    speaker: str | None
    text: str
    start_ms: int | None


def topics(
    db: Database, *, words: str | None = None, sort: str = "talks", page: int = 1, size: int = 100
) -> Listed[Topic]:
    """Return topics, a page at a time."""
    sql = _TOPICS + _ORDERS.get(sort, _ORDERS["talks"])
    return listed(db, Topic, sql, {"like": like(words)}, page=page, size=size)


def topic(db: Database, topic_id: int) -> Topic | None:
    """Return a topic."""
    return one(db, Topic, _TOPIC, {"id": topic_id})


def years(db: Database, topic_id: int) -> tuple[Count, ...]:
    """Return how often a topic comes up, by year."""
    return rows(db, Count, _YEARS, {"id": topic_id})


def speakers(db: Database, topic_id: int) -> tuple[Speaking, ...]:
    """Return who speaks about a topic, most first."""
    return rows(db, Speaking, _SPEAKERS, {"id": topic_id})


def related(db: Database, topic_id: int) -> tuple[Topic, ...]:
    """Return topics that come up in the same passages."""
    return rows(db, Topic, _RELATED, {"id": topic_id})


def passages(db: Database, topic_id: int, *, page: int, size: int = 12) -> Listed[PassageLine]:
    """Return the passages that mention a topic, those that do it most first."""
    return listed(db, PassageLine, _PASSAGES, {"id": topic_id}, page=page, size=size)
