"""Reads what the checks look at from the database, a talk at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

import numpy as np
from sqlite_utils import Database

from ingest.models import Anchor, Mark
from ingest.textmap import Edit
from kb import duplicates, filing, people
from kb.doctor.facts import (
    CollectedFacts,
    ProblemFacts,
    RestingFacts,
    SketchedTalk,
    SpeakerFacts,
    TalkFacts,
    TurnFacts,
    UnreadFacts,
)
from kb.duplicates import Sketch

_TALKS = """
    select talks.id, path, title, kind, date, coalesce(url, media_url) as url, root, reader,
        runs, distinct_runs, hashes,
        repairs, problems,
        length(sources.text) - length(replace(sources.text, char(65533), '')) as unreadable,
        (select count(*) from passages where talk_id = talks.id) as passages,
        (select count(*) from passages join embeddings on passage_id = passages.id
            where talk_id = talks.id) as vectors
    from talks join sources on sources.talk_id = talks.id
    left join talk_sketches on talk_sketches.talk_id = talks.id
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
    select path, runs, distinct_runs, hashes,
        case when hashes is null then (select group_concat(text, ' ') from
            (select text from turns where talk_id = talks.id order by position)) end as text
    from talks left join talk_sketches on talk_sketches.talk_id = talks.id
    where talks.id <> ? order by path
"""
_COLLECTED = """
    select quotes.id, collections.slug as collection, quotes.talk, quotes.text,
        quotes.source_text, quotes.start_char, quotes.end_char, quotes.edits, quotes.sha256,
        coalesce((select files.text from talk_files files where files.talk_id = talks.id
            and files.sha256 = quotes.source_sha256), sources.text) as source
    from collection_quotes quotes
    join collections on collections.id = quotes.collection_id
    left join talks on talks.path = quotes.talk
    left join sources on sources.talk_id = talks.id
    order by quotes.talk, quotes.id
"""


_PARSED = frozenset(("id", "repairs", "problems", "runs", "distinct_runs", "hashes"))


def talks(db: Database, talk_id: int | None = None) -> Iterator[TalkFacts]:
    """Yield the talks by path, or the one with this id."""
    for row in db.query(_TALKS, {"talk": talk_id}):
        yield _talk(db, row)


def others(db: Database, talk_id: int) -> Iterator[SketchedTalk]:
    """Yield what is compared of all talks but this one."""
    for row in db.query(_TEXTS, [talk_id]):
        yield SketchedTalk(str(row["path"]), _sketch(row, str(row["text"] or "")))


def collected(db: Database) -> Iterator[CollectedFacts]:
    """Yield every collected quote with the source of its talk as it is now."""
    for row in db.query(_COLLECTED):
        edits = tuple(Edit(*edit) for edit in json.loads(str(row["edits"])))
        yield CollectedFacts(**{**row, "edits": edits})


def unread(db: Database) -> Iterator[UnreadFacts]:
    """Yield the files that no talk was made of."""
    found = sorted(filing.skipped(db).values(), key=lambda each: (each.root, each.path))
    for each in found:
        yield UnreadFacts(each.path, each.failed, each.reason, each.line)


def resting(db: Database) -> Iterator[RestingFacts]:
    """Yield the decisions about voices that do not hold for now."""
    for each in people.decisions(db):
        if each.rests and each.talk is not None:
            yield RestingFacts(each.talk, each.name, each.person)


def _talk(db: Database, row: Mapping[str, object]) -> TalkFacts:
    said = {key: value for key, value in row.items() if key not in _PARSED}
    turns = tuple(_turn(*turn) for turn in db.execute(_TURNS, [row["id"]]))
    return TalkFacts(
        **said,  # type: ignore[arg-type]
        repairs=tuple(json.loads(str(row["repairs"]))),
        problems=tuple(ProblemFacts(**p) for p in json.loads(str(row["problems"]))),
        speakers=tuple(
            SpeakerFacts(person["id"], person["name"], bool(person["named"]))
            for person in db.query(_SPEAKERS, [row["id"]])
        ),
        turns=turns,
        sketch=_sketch(row, "" if row["hashes"] else " ".join(turn.text for turn in turns)),
    )


def _turn(
    speaker_id: int | None,
    text: str,
    start_char: int,
    end_char: int,
    end_ms: int | None,
    anchors: str,
    marks: str,
) -> TurnFacts:
    return TurnFacts(
        speaker_id=speaker_id,
        text=text,
        start_char=start_char,
        end_char=end_char,
        end_ms=end_ms,
        anchors=tuple(Anchor(*anchor) for anchor in json.loads(anchors)) if anchors != "[]" else (),
        marks=tuple(Mark(*mark) for mark in json.loads(marks)) if marks != "[]" else (),
    )


def _sketch(row: Mapping[str, object], text: str) -> Sketch:
    """Return a talk's sketch: the one that is stored, or else that of its text."""
    if row["hashes"] is None:
        return duplicates.sketch(text)
    hashes = np.frombuffer(cast("bytes", row["hashes"]), dtype="<u8")
    return Sketch(cast("int", row["runs"]), cast("int", row["distinct_runs"]), hashes)
