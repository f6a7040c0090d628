"""Passages, with whose words they are line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from sqlite_utils import Database

from kb.joins import with_speaker
from kb.web.queries.base import Row, one, rows

_PARTS = f"""
    select passage_turns.passage_id, passage_turns.turn_id, passage_turns.start, passage_turns.end,
        speakers.id as speaker_id, speakers.name as speaker, talk_speakers.role,
        talk_speakers.position as voice
    from passage_turns join turns on turns.id = turn_id
    {with_speaker("turns")}
    where passage_id in (select value from json_each(:ids))
    order by passage_turns.passage_id, passage_turns.position
"""  # noqa: S608 - constants only
_PASSAGE = """
    select passages.id, passages.talk_id, passages.position, passages.turn_id, passages.text,
        passages.words, passages.start_char, passages.end_char, passages.start_ms, passages.end_ms,
        passages.sha256, talks.title, talks.show, talks.date, talks.url, talks.media_url, talks.path,
        chapters.title as chapter
    from passages join talks on talks.id = passages.talk_id
    left join chapters on chapters.id = passages.chapter_id where passages.id = :id
"""
_EXAMPLES = """
    select id, talk_id, text from passages where id in (select value from json_each(:ids))
"""
_QUOTED = """
    select id, talk_id, text from quotes where id in (select value from json_each(:ids))
"""
_AROUND = """
    select id from passages where talk_id = :talk and position in (:before, :after) order by position
"""


class Part(Row):
    """A passage's share of a turn, with whose turn it is."""

    passage_id: int
    turn_id: int
    start: int
    end: int
    speaker_id: int | None
    speaker: str | None
    role: str | None
    voice: int | None


class Passage(Row):
    """A passage by itself."""

    id: int
    talk_id: int
    position: int
    turn_id: int | None
    text: str
    words: int
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    sha256: str
    title: str
    show: str | None
    date: str | None
    url: str | None
    media_url: str | None
    path: str
    chapter: str | None


class Example(Row):
    """A passage or a quote that others shall be like, or unlike."""

    id: int
    talk_id: int
    text: str


def passage(db: Database, passage_id: int) -> Passage | None:
    """Return a passage."""
    return one(db, Passage, _PASSAGE, {"id": passage_id})


def examples(db: Database, ids: Sequence[int], *, quotes: bool) -> tuple[Example, ...]:
    """Return the passages with these ids, and with `quotes` the quotes, in the order of the ids."""
    values = {"ids": json.dumps(ids)}
    found = [*rows(db, Example, _EXAMPLES, values)]
    if quotes:
        found += rows(db, Example, _QUOTED, values)
    return tuple(sorted(found, key=lambda example: ids.index(example.id)))


def around(db: Database, one_of: Passage) -> list[int]:
    """Return the ids of the passages before and after one."""
    values = {
        "talk": one_of.talk_id,
        "before": one_of.position - 1,
        "after": one_of.position + 1,
    }
    return [int(row[0]) for row in db.execute(_AROUND, values)]


def parts(db: Database, ids: Iterable[int]) -> dict[int, list[Part]]:
    """Return what passages are made of, by their ids."""
    found: dict[int, list[Part]] = {}
    for part in rows(db, Part, _PARTS, {"ids": json.dumps(list(ids))}):
        found.setdefault(part.passage_id, []).append(part)
    return found
