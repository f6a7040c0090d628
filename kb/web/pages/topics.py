"""Topics: the list of them, and one through talks, people and years."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb.web import args
from kb.web.queries import subjects, talks
from kb.web.queries.base import Listed
from kb.web.queries.subjects import PassageLine, Speaking, Topic
from kb.web.queries.talks import Count, TalkFilter, TalkLine
from kb.web.render import Piece, highlighted
from kb.web.site import Site, found

_TALKS = 12


class Page(NamedTuple):
    """What a topic's page shows."""

    topic: Topic
    years: tuple[Count, ...]
    speakers: tuple[Speaking, ...]
    related: tuple[Topic, ...]
    talks: Listed[TalkLine]
    passages: Listed[PassageLine]
    texts: dict[int, list[Piece]]


async def topics(site: Site) -> Response:
    """The page at /-/kb/topics."""
    words = args.text(site.request, "q", 200)
    sort = args.choice(site.request, "sort", subjects.SORTS)
    number = args.integer(site.request, "page", 1)
    load = partial(subjects.topics, words=words, sort=sort, page=number)
    return await site.page(
        "topics", topics=await site.read(load), words=words, sort=sort, sorts=subjects.SORTS
    )


async def topic(site: Site) -> Response:
    """The page at /-/kb/topic/ID."""
    number = args.integer(site.request, "page", 1)
    load = partial(_load, topic_id=args.place(site.request), number=number)
    return await site.page("topic", page=await site.read(load))


def _load(db: Database, topic_id: int, number: int) -> Page:
    own = found(subjects.topic(db, topic_id), "topic")
    passages = subjects.passages(db, topic_id, page=number)
    return Page(
        topic=own,
        years=subjects.years(db, topic_id),
        speakers=subjects.speakers(db, topic_id),
        related=subjects.related(db, topic_id),
        talks=talks.talks(db, TalkFilter(topic=topic_id), size=_TALKS),
        passages=passages,
        texts={p.id: highlighted(p.text, own.name.split()) for p in passages.rows},
    )
