"""Reads what the checks look at from the database, a talk at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from sqlite_utils import Database

from ingest.models import Anchor, Mark
from ingest.textmap import Edit
from kb import duplicates
from kb.doctor.facts import (
    CollectedFacts,
    ProblemFacts,
    SketchedTalk,
    SpeakerFacts,
    TalkFacts,
    TurnFacts,
)

_TALKS = """
    select talks.id, path, title, kind, date, coalesce(url, media_url) as url, root, reader,
        repairs, problems,
        length(sources.text) - length(replace(sources.text, char(65533), '')) as unreadable,
        (select count(*) from passages where talk_id = talks.id) as passages,
        (select count(*) from passages join embeddings on passage_id = passages.id
            where talk_id = talks.id) as vectors
    from talks join sources on sources.talk_id = talks.id
    where :talk is null or talks.id = :talk order by path
"""
_TURNS = """
    select speaker_id, text, start_char, end_char, end_ms, anchors, marks
    from turns where talk_id = ? order by position
"""
_SPEAKERS = """
    select speakers.id, name, named from talk_speakers
    join speakers on speakers.id = speaker_id where talk_id = ? order by position
"""
_TEXTS = """
    select path, (select group_concat(text, ' ')
        from (select text from turns where talk_id = talks.id order by position)) as text
    from talks where id <> ? order by path
"""
_COLLECTED = """
    select quotes.id, collections.slug as collection, quotes.talk, quotes.text,
        quotes.source_text, quotes.start_char, quotes.end_char, quotes.edits, quotes.sha256,
        sources.text as source
    from collection_quotes quotes
    join collections on collections.id = quotes.collection_id
    left join talks on talks.path = quotes.talk
    left join sources on sources.talk_id = talks.id
    order by quotes.talk, quotes.id
"""


def talks(db: Database, talk_id: int | None = None) -> Iterator[TalkFacts]:
    """Yield the talks by path, or the one with this id."""
    for row in db.query(_TALKS, {"talk": talk_id}):
        yield _talk(db, row)


def others(db: Database, talk_id: int) -> Iterator[SketchedTalk]:
    """Yield what is compared of all talks but this one."""
    for row in db.query(_TEXTS, [talk_id]):
        sketch = duplicates.sketch(str(row["text"] or ""))
        yield SketchedTalk(str(row["path"]), sketch)


def collected(db: Database) -> Iterator[CollectedFacts]:
    """Yield every collected quote with the source of its talk as it is now."""
    for row in db.query(_COLLECTED):
        edits = tuple(Edit(*edit) for edit in json.loads(str(row["edits"])))
        yield CollectedFacts(**{**row, "edits": edits})


def _talk(db: Database, row: Mapping[str, object]) -> TalkFacts:
    said = {key: value for key, value in row.items() if key not in ("id", "repairs", "problems")}
    turns = tuple(_turn(turn) for turn in db.query(_TURNS, [row["id"]]))
    return TalkFacts(
        **said,  # type: ignore[arg-type]
        repairs=tuple(json.loads(str(row["repairs"]))),
        problems=tuple(ProblemFacts(**p) for p in json.loads(str(row["problems"]))),
        speakers=tuple(
            SpeakerFacts(person["id"], person["name"], bool(person["named"]))
            for person in db.query(_SPEAKERS, [row["id"]])
        ),
        turns=turns,
        sketch=duplicates.sketch(" ".join(turn.text for turn in turns)),
    )


def _turn(row: Mapping[str, object]) -> TurnFacts:
    layers = {"anchors", "marks"}
    return TurnFacts(
        **{key: value for key, value in row.items() if key not in layers},  # type: ignore[arg-type]
        anchors=tuple(Anchor(*anchor) for anchor in json.loads(str(row["anchors"]))),
        marks=tuple(Mark(*mark) for mark in json.loads(str(row["marks"]))),
    )
