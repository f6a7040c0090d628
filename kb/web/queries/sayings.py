"""Quotes: lists of them, and one with its whole receipt."""

from __future__ import annotations

from sqlite_utils import Database

from kb import lexical
from kb.joins import with_speaker
from kb.web.queries.base import Listed, Row, listed, one
from kb.web.queries.reading import Edits

_FROM = f"from quotes join talks on talks.id = quotes.talk_id {with_speaker('quotes')}"
_LINES = f"""
    select quotes.id, quotes.talk_id, quotes.turn_id, quotes.text, quotes.start_ms, quotes.reason,
        quotes.kind, quotes.speaker_id, coalesce(quotes.said_by, speakers.name) as speaker,
        quotes.said_by, talk_speakers.role, talk_speakers.attribution, talks.title, talks.show, talks.date, talks.media_url
    {_FROM}
    where (:talk is null or quotes.talk_id = :talk)
        and (:speaker is null or (quotes.speaker_id = :speaker and quotes.said_by is null))
        and (:topic is null or quotes.passage_id in
            (select passage_id from passage_topics where topic_id = :topic))
        and (:match is null or quotes.id in
            (select rowid from quotes_fts where quotes_fts match :match))
    order by
"""  # noqa: S608 - constants only
_ORDERS = {
    "best": "quotes.score desc, quotes.id",
    "newest": "talks.date is null, talks.date desc, quotes.start_char, quotes.id",
    "talk": "talks.title, quotes.talk_id, quotes.start_char, quotes.id",
}
_QUOTE = f"""
    select quotes.id, quotes.talk_id, quotes.turn_id, quotes.passage_id, quotes.text,
        quotes.source_text, quotes.start_char, quotes.end_char, quotes.start_ms, quotes.end_ms,
        quotes.edits, quotes.score, quotes.reason, quotes.kind, quotes.sha256, quotes.speaker_id,
        coalesce(quotes.said_by, speakers.name) as speaker, quotes.said_by, talk_speakers.role,
        talk_speakers.attribution, talks.title, talks.show, talks.date, talks.url, talks.media_url, talks.path
    {_FROM} where quotes.id = :id
"""

SORTS = tuple(_ORDERS)


class QuoteFilter(Row):
    """Which quotes to list; None for no matter."""

    talk: int | None = None
    speaker: int | None = None
    topic: int | None = None
    words: str | None = None


class QuoteLine(Row):
    """A quote in a list."""

    id: int
    talk_id: int
    turn_id: int
    text: str
    start_ms: int | None
    reason: str
    kind: str
    speaker_id: int | None
    speaker: str | None
    said_by: str | None
    role: str | None
    attribution: str | None
    title: str
    show: str | None
    date: str | None
    media_url: str | None


class Quote(Row):
    """A quote with its receipt."""

    id: int
    talk_id: int
    turn_id: int
    passage_id: int | None
    text: str
    source_text: str
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    edits: Edits
    score: float
    reason: str
    kind: str
    sha256: str
    speaker_id: int | None
    speaker: str | None
    said_by: str | None
    role: str | None
    attribution: str | None
    title: str
    show: str | None
    date: str | None
    url: str | None
    media_url: str | None
    path: str


def quotes(
    db: Database, wanted: QuoteFilter, *, sort: str = "best", page: int = 1, size: int = 20
) -> Listed[QuoteLine]:
    """Return quotes, a page at a time."""
    match = lexical.match_expression(wanted.words) if wanted.words else None
    values = wanted.model_dump(exclude={"words"}) | {"match": match}
    sql = _LINES + _ORDERS.get(sort, _ORDERS["best"])
    return listed(db, QuoteLine, sql, values, page=page, size=size)


def quote(db: Database, quote_id: int) -> Quote | None:
    """Return a quote."""
    return one(db, Quote, _QUOTE, {"id": quote_id})
