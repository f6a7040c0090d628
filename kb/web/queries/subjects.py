"""Topics: the list of them, and what is said about one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlite_utils import Database

from kb.web.queries.base import Listed, Row, listed, one
from kb.web.queries.talks import like

_TOPICS = """
    select id, key, name, talks, mentions, pinned from topics
    where (:like is null or name like :like escape '\\') order by pinned desc,
"""
_ORDERS = {
    "talks": "talks desc, mentions desc, name, id",
    "mentions": "mentions desc, name, id",
    "name": "name collate nocase, id",
}
_TOPIC = "select id, key, name, talks, mentions, pinned from topics where id = :id"
# Names to choose from: those that share a word with the topic's, else those that most talks share.
_ALIKE = """
    select topics.name from topics
    where topics.id != :id
    order by exists (select 1 from json_each(:words)
        where length(value) > 2 and ' ' || lower(topics.name) || ' ' like '% ' || value || ' %') desc,
        talks desc, mentions desc, name
    limit 30
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
    key: str
    name: str
    talks: int
    mentions: int
    pinned: bool


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


def alike(db: Database, to: Topic, before: Sequence[str]) -> tuple[str, ...]:
    """Return names of other topics, those that are written like one after some given ones."""
    values = {"id": to.id, "words": json.dumps(to.name.lower().split())}
    names = [str(row[0]) for row in db.execute(_ALIKE, values)]
    return tuple(dict.fromkeys([*before, *names]))


def passages(db: Database, topic_id: int, *, page: int, size: int = 12) -> Listed[PassageLine]:
    """Return the passages that mention a topic, those that do it most first."""
    return listed(db, PassageLine, _PASSAGES, {"id": topic_id}, page=page, size=size)
