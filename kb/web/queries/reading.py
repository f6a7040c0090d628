"""One talk with all of its turns, for the reading page."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BeforeValidator
from sqlite_utils import Database

from ingest import textmap
from ingest.models import Mark
from ingest.textmap import Edit, Text
from kb.web.queries.base import Row, Strings, one, rows

_TALK = """
    select id, path, title, kind, show, date, url, media_url, language, description, tags, words,
        turns, passages, duration_ms
    from talks where id = :id
"""
_SOURCE = """
    select text, sha256, reader, encoding, size, repairs, problems, ingested_at
    from sources where talk_id = :id
"""
_FILES = """
    select path, kind, reader, why from talk_files where talk_id = :id order by position
"""
_VOICES = """
    select speakers.id, name, named, role, attribution, position, talk_speakers.turns,
        talk_speakers.words,
        (select json_group_array(alias) from speaker_aliases
            where speaker_id = speakers.id and speaker_aliases.talk_id = :id) as aliases
    from talk_speakers join speakers on speakers.id = speaker_id
    where talk_speakers.talk_id = :id order by position
"""
_CHAPTERS = """
    select id, title, start_ms, origin, start_char from chapters where talk_id = :id order by position
"""
_TURNS = """
    select id, chapter_id, speaker_id, text, start_char, end_char, start_ms, edits, marks
    from turns where talk_id = :id order by position
"""
_PASSAGES = """
    select passages.id, passage_turns.turn_id, passage_turns.start
    from passages join passage_turns on passage_id = passages.id and passage_turns.position = 0
    where passages.talk_id = :id
"""
_QUOTES = "select id, turn_id, start_char, end_char from quotes where talk_id = :id"
_RECURRING = "select turn_id, start, end, talks from boilerplate where talk_id = :id"
_BACKCHANNELS = """
    select turn_id, at, coalesce(speakers.name, backchannels.speaker) as speaker, backchannels.text
    from backchannels join turns on turns.id = turn_id
    left join speakers on speakers.id = backchannels.speaker_id
    where turns.talk_id = :id order by turn_id, backchannels.position
"""
_TOPICS = """
    select topics.id, topics.name, talk_topics.mentions, topics.talks
    from talk_topics join topics on topics.id = topic_id
    where talk_id = :id order by topics.pinned desc, talk_topics.score desc, topics.name
    limit 24
"""
_TURN = """
    select turns.id, turns.talk_id, turns.text, turns.start_ms, talks.title, speakers.name as speaker
    from turns join talks on talks.id = turns.talk_id
    left join speakers on speakers.id = turns.speaker_id where turns.id = :id
"""

Edits = Annotated[
    tuple[Edit, ...],
    BeforeValidator(lambda value: json.loads(value) if isinstance(value, str) else value),
]
Marks = Annotated[
    tuple[Mark, ...],
    BeforeValidator(lambda value: json.loads(value) if isinstance(value, str) else value),
]
Objects = Annotated[
    tuple[Any, ...],
    BeforeValidator(lambda value: json.loads(value) if isinstance(value, str) else value),
]


class Talk(Row):
    """A talk's own row."""

    id: int
    path: str
    title: str
    kind: str
    show: str | None
    date: str | None
    url: str | None
    media_url: str | None
    language: str | None
    description: str | None
    tags: Strings
    words: int
    turns: int
    passages: int
    duration_ms: int | None


class Source(Row):
    """The file that a talk was read from."""

    text: str
    sha256: str
    reader: str
    encoding: str
    size: int
    repairs: Strings
    problems: Objects
    ingested_at: str


class FileOf(Row):
    """A file of a talk, and why it is what it is."""

    path: str
    kind: str
    reader: str | None
    why: str


class Voice(Row):
    """A speaker in this talk; `position` gives the colour."""

    id: int
    name: str
    named: bool
    role: str
    attribution: str
    position: int
    turns: int
    words: int
    aliases: Strings


class Chapter(Row):
    """A chapter in the table of contents."""

    id: int
    title: str
    start_ms: int | None
    origin: str
    start_char: int


class Turn(Row):
    """A turn as it is stored."""

    id: int
    chapter_id: int | None
    speaker_id: int | None
    text: str
    start_char: int
    end_char: int
    start_ms: int | None
    edits: Edits
    marks: Marks

    def layers(self, source: str) -> Text:
        """Return both layers of the text."""
        return textmap.rebuild(source, self.start_char, self.end_char, self.edits)


class Placed(Row):
    """A quote's place in the source."""

    id: int
    turn_id: int
    start_char: int
    end_char: int


class Begun(Row):
    """Where in which turn a passage begins."""

    id: int
    turn_id: int
    start: int


class Recurring(Row):
    """A stretch of a turn's clean text that so many talks of the show have."""

    turn_id: int
    start: int
    end: int
    talks: int


class Backchannel(Row):
    """What a listener says into a turn, before the character `at` of its clean text."""

    turn_id: int
    at: int
    speaker: str | None
    text: str


class TopicOf(Row):
    """A topic of this talk; `talks` is how many share it."""

    id: int
    name: str
    mentions: int
    talks: int


class TurnAlone(Row):
    """One turn, with whose it is and where."""

    id: int
    talk_id: int
    text: str
    start_ms: int | None
    title: str
    speaker: str | None


def talk(db: Database, talk_id: int) -> Talk | None:
    """Return a talk."""
    return one(db, Talk, _TALK, {"id": talk_id})


def source(db: Database, talk_id: int) -> Source | None:
    """Return a talk's file."""
    return one(db, Source, _SOURCE, {"id": talk_id})


def files(db: Database, talk_id: int) -> tuple[FileOf, ...]:
    """Return a talk's files, the one that is read first."""
    return rows(db, FileOf, _FILES, {"id": talk_id})


def voices(db: Database, talk_id: int) -> tuple[Voice, ...]:
    """Return who speaks in a talk, in the order in which they begin to."""
    return rows(db, Voice, _VOICES, {"id": talk_id})


def chapters(db: Database, talk_id: int) -> tuple[Chapter, ...]:
    """Return a talk's chapters in order."""
    return rows(db, Chapter, _CHAPTERS, {"id": talk_id})


def turns(db: Database, talk_id: int) -> tuple[Turn, ...]:
    """Return a talk's turns in order."""
    return rows(db, Turn, _TURNS, {"id": talk_id})


def passages(db: Database, talk_id: int) -> tuple[Begun, ...]:
    """Return where a talk's passages begin."""
    return rows(db, Begun, _PASSAGES, {"id": talk_id})


def quotes(db: Database, talk_id: int) -> tuple[Placed, ...]:
    """Return where a talk's quotes are."""
    return rows(db, Placed, _QUOTES, {"id": talk_id})


def recurring(db: Database, talk_id: int) -> tuple[Recurring, ...]:
    """Return what other talks of the show say, too."""
    return rows(db, Recurring, _RECURRING, {"id": talk_id})


def backchannels(db: Database, talk_id: int) -> tuple[Backchannel, ...]:
    """Return what listeners say into a talk's turns."""
    return rows(db, Backchannel, _BACKCHANNELS, {"id": talk_id})


def topics(db: Database, talk_id: int) -> tuple[TopicOf, ...]:
    """Return what a talk is about, most first."""
    return rows(db, TopicOf, _TOPICS, {"id": talk_id})


def turn(db: Database, turn_id: int) -> TurnAlone | None:
    """Return one turn."""
    return one(db, TurnAlone, _TURN, {"id": turn_id})
