"""Topics: the list of them, one through talks, people and time, and what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb import topics as knowing
from kb.topics import GRAINS, Course, Decision, Related, Voice
from kb.web import args
from kb.web.pages.buttons import LONGEST, Action, pressed, text
from kb.web.passages import Line, lines
from kb.web.queries import places, subjects, talks
from kb.web.queries.base import Listed
from kb.web.queries.subjects import PassageLine, Topic
from kb.web.queries.talks import TalkFilter, TalkLine
from kb.web.site import Site, found

_TALKS = 12


class Page(NamedTuple):
    """What a topic's page shows.

    Args:
        own: What is decided about it.
        merged: The topics that were made part of it.
        others: Names to choose from for a merge.
    """

    topic: Topic
    course: Course
    speakers: tuple[Voice, ...]
    related: tuple[Related, ...]
    talks: Listed[TalkLine]
    passages: Listed[PassageLine]
    lines: dict[int, list[Line]]
    own: Decision | None
    merged: tuple[Decision, ...]
    others: tuple[str, ...]


async def topics(site: Site) -> Response:
    """The page at /-/kb/topics."""
    words = args.text(site.request, "q", 200)
    sort = args.choice(site.request, "sort", subjects.SORTS)
    number = args.integer(site.request, "page", 1)
    load = partial(subjects.topics, words=words, sort=sort, page=number)
    return await site.page(
        "topics",
        topics=await site.read(load),
        words=words,
        sort=sort,
        sorts=subjects.SORTS,
        decided=await site.read(knowing.decisions) if site.editing else [],
    )


async def topic(site: Site) -> Response:
    """The page at /-/kb/topic/ID; a topic that was made part of another leads there."""
    topic_id = args.place(site.request)
    moved = await site.read(partial(knowing.moved_to, topic_id=topic_id))
    if moved is not None:
        return Response.redirect(site.to.topic(moved.id))
    hidden = await site.read(partial(_hidden, topic_id=topic_id)) if site.editing else None
    if hidden is not None:
        return await site.page("topic_hidden", decision=hidden)
    grain = site.request.args.get("by")
    load = partial(
        _load,
        topic_id=topic_id,
        number=args.integer(site.request, "page", 1),
        grain=next((one for one in GRAINS if one == grain), None),
        editing=site.editing,
    )
    return await site.page("topic", page=await site.read(load), grains=GRAINS)


async def decide(site: Site) -> Response:
    """Do what a button of a topic's page says, and show the page again."""
    await pressed(site, _ACTIONS, ref=_ref, done="Done, for all talks, also those to come.")
    return Response.redirect(site.to.topic(args.place(site.request)), status=303)


def _load(
    db: Database, *, topic_id: int, number: int, grain: knowing.Grain | None, editing: bool
) -> Page:
    topic = found(subjects.topic(db, topic_id), "topic")
    passages = subjects.passages(db, topic_id, page=number)
    decided = knowing.decisions(db) if editing else []
    related = knowing.related(db, topic_id)
    parts = places.parts(db, [passage.id for passage in passages.rows])
    words = topic.name.split()
    return Page(
        topic=topic,
        course=knowing.over_time(db, topic_id, grain),
        speakers=knowing.voices(db, topic_id),
        related=related,
        talks=talks.talks(db, TalkFilter(topic=topic_id), size=_TALKS),
        passages=passages,
        lines={p.id: lines(p.text, parts.get(p.id, []), words) for p in passages.rows},
        own=next((decision for decision in decided if decision.topic_id == topic_id), None),
        merged=tuple(decision for decision in decided if decision.merged_into == topic.key),
        others=subjects.alike(db, topic, [tie.name for tie in related]) if editing else (),
    )


def _hidden(db: Database, topic_id: int) -> Decision | None:
    decided = knowing.decisions(db)
    return next((one for one in decided if one.hidden and one.topic_id == topic_id), None)


def _ref(db: Database, topic_id: int) -> str:
    return knowing.find(db, str(topic_id)).key


def _rename(db: Database, ref: str, said: Mapping[str, str]) -> None:
    knowing.rename(db, ref, said.get("name", "")[:LONGEST])


def _merge(db: Database, ref: str, said: Mapping[str, str]) -> None:
    knowing.merge(db, [ref], text(said, "into", "name the topic that this one is part of"))


def _hide(db: Database, ref: str, said: Mapping[str, str]) -> None:  # noqa: ARG001
    knowing.hide(db, [ref])


def _pin(db: Database, ref: str, said: Mapping[str, str]) -> None:  # noqa: ARG001
    knowing.pin(db, [ref])


def _undo(db: Database, ref: str, said: Mapping[str, str]) -> None:
    what = next((one for one in knowing.PARTS if one == said.get("what")), None)
    knowing.undo(db, [ref], what)


_ACTIONS: dict[str, Action] = {
    "rename": _rename,
    "merge": _merge,
    "hide": _hide,
    "pin": _pin,
    "undo": _undo,
}
