"""Summaries as they are stored: what carries a talk and its chapters, and who speaks of what in it."""

from __future__ import annotations

import json
from typing import NamedTuple

from sqlite_utils import Database

from kb.joins import with_speaker

_SENTENCES = f"""
    select said.id, said.chapter_id, said.turn_id, said.text, said.source_text, said.start_char,
        said.end_char, said.start_ms, said.end_ms, said.edits, said.sha256,
        sources.sha256 as source_sha256, talks.path as talk, said.speaker_id,
        speakers.name as speaker, talk_speakers.role
    from summary_sentences said
    join talks on talks.id = said.talk_id
    join sources on sources.talk_id = said.talk_id
    {with_speaker("said")}
    where said.talk_id = ? order by said.position
"""  # noqa: S608 - constants only
_VOICES = """
    select speakers.id, speakers.name, talk_speakers.role from talk_speakers
    join speakers on speakers.id = speaker_id where talk_id = ? order by talk_speakers.position
"""
# Of a talk's topics, those that somebody says often and the others seldom.
_SUBJECTS = """
    with said as (
        select topic_id, speaker_id, count(*) as passages from passage_topics
        join passages on passages.id = passage_id
        where talk_id = :talk group by topic_id, speaker_id
    )
    select own.speaker_id, topics.id, topics.name from said own
    join topics on topics.id = own.topic_id
    join talk_topics on talk_topics.topic_id = own.topic_id and talk_topics.talk_id = :talk
    where own.speaker_id is not null
    order by own.speaker_id, score * own.passages * own.passages
        / (select sum(passages) from said where topic_id = own.topic_id) desc, topics.name
"""
_QUOTES = """
    select id, speaker_id, text, start_ms from quotes
    where talk_id = ? and said_by is null and speaker_id is not null order by score desc, id
"""
_SUBJECTS_EACH, _QUOTES_EACH = 4, 2


class Sentence(NamedTuple):
    """A sentence that stands for a talk, or for one of its chapters, with its whole receipt."""

    id: int
    chapter_id: int | None
    turn_id: int
    text: str
    source_text: str
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    edits: str
    sha256: str
    source_sha256: str
    talk: str
    speaker_id: int | None
    speaker: str | None
    role: str | None

    @property
    def receipt(self) -> dict[str, object]:
        """What proves it, for JSON."""
        return {**self._asdict(), "edits": json.loads(self.edits)}


class Subject(NamedTuple):
    """A topic of somebody's in a talk."""

    id: int
    name: str


class Said(NamedTuple):
    """A quote of somebody's in a talk."""

    id: int
    text: str
    start_ms: int | None


class Portrait(NamedTuple):
    """Somebody in one talk: what they speak of, and their best quotes."""

    id: int
    name: str
    role: str
    subjects: tuple[Subject, ...]
    quotes: tuple[Said, ...]


class Summary(NamedTuple):
    """A talk's summary: sentences for all of it, and by chapter's id the one for each."""

    talk: tuple[Sentence, ...]
    chapters: dict[int, Sentence]


def summary(db: Database, talk_id: int) -> Summary:
    """Return the sentences that stand for a talk, in its order; none where it is too short."""
    found = [Sentence(**row) for row in db.query(_SENTENCES, [talk_id])]
    return Summary(
        talk=tuple(sentence for sentence in found if sentence.chapter_id is None),
        chapters={s.chapter_id: s for s in found if s.chapter_id is not None},
    )


def portraits(db: Database, talk_id: int) -> tuple[Portrait, ...]:
    """Return who speaks in a talk, in the order in which they begin to."""
    subjects: dict[int, list[Subject]] = {}
    for row in db.query(_SUBJECTS, {"talk": talk_id}):
        subjects.setdefault(row["speaker_id"], []).append(Subject(row["id"], row["name"]))
    quotes: dict[int, list[Said]] = {}
    for row in db.query(_QUOTES, [talk_id]):
        said = Said(row["id"], row["text"], row["start_ms"])
        quotes.setdefault(row["speaker_id"], []).append(said)
    return tuple(
        Portrait(
            **row,
            subjects=tuple(subjects.get(row["id"], ())[:_SUBJECTS_EACH]),
            quotes=tuple(quotes.get(row["id"], ())[:_QUOTES_EACH]),
        )
        for row in db.query(_VOICES, [talk_id])
    )
