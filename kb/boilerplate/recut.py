"""A talk's passages cut anew around its boilerplate, with what is known of them carried over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from ingest import textmap
from ingest.models import Anchor, Mark, Turn
from ingest.passages import passages
from ingest.textmap import Edit, Locator
from ingest.topics import runs
from kb import rows
from kb.boilerplate.recurring import Stretch
from kb.rows import Row

_TURNS = """
    select turns.id, turns.text, turns.start_char, turns.end_char, turns.edits, turns.marks,
        turns.anchors, turns.end_ms, turns.speaker_id, turns.chapter_id, sources.text as source
    from turns join sources on sources.talk_id = turns.talk_id
    where turns.talk_id = ? order by turns.position
"""
_PASSAGES = "select id, start_char, end_char from passages where talk_id = ?"
# What was found in a passage: where it is kept, and the words by which it is found again.
_FOUND = {
    "passage_topics": ("topic_id", "select topics.key from topics where topics.id = topic_id"),
    "found_passage_topics": (
        "topic_id",
        "select topic_decisions.key from topic_decisions where topic_decisions.topic_id = found_passage_topics.topic_id",
    ),
    "passage_entities": (
        "entity_id",
        "select entities.name from entities where entities.id = entity_id",
    ),
}
_REHOME = """
    update {table} set passage_id = (
        select passages.id from passages join passage_turns on passage_turns.passage_id = passages.id
        where passage_turns.turn_id = {table}.turn_id and not passages.boilerplate
            and passages.start_char <= {table}.start_char and {table}.start_char < passages.end_char
        limit 1)
    where talk_id = :talk and passage_id is null
"""
_OF_NO_PASSAGE = """
    delete from {table} where talk_id = :talk and topic_id not in (
        select topic_id from {passages} join passages on passages.id = passage_id
        where passages.talk_id = :talk)
"""
_INSIDE = "delete from {table} where turn_id = :turn and start_char < :end and end_char > :start"
_KEPT = "update passages set position = :position, boilerplate = :boilerplate where id = :id"
_OF_BOILERPLATE = """
    delete from {table} where passage_id in (
        select id from passages where talk_id = :talk and boilerplate)
"""
_SAID = ("quotes", "summary_sentences")


class _Place(NamedTuple):
    """A passage's place in the source."""

    id: int
    start: int
    end: int


def recut(db: Database, talk: int, found: Sequence[Stretch]) -> None:
    """Mark boilerplate in a talk, in place of what was marked; whoever calls it opens a transaction."""
    turns = list(db.query(_TURNS, [talk]))
    made = _rows(talk, turns, found)
    before = [_Place(*row) for row in db.execute(_PASSAGES, [talk])]
    new = {int(str(row["id"])) for row in made.passages}
    old = {place.id for place in before}
    gone = [place for place in before if place.id not in new]
    fresh = [row for row in made.passages if row["id"] not in old]
    carried = {table: list(_carried(db, table, gone, fresh)) for table in _FOUND}
    db.conn.executemany("delete from passages where id = ?", [(place.id,) for place in gone])
    for row in made.passages:
        db.execute(_KEPT, row)
    _insert(db, "passages", fresh)
    _insert(db, "passage_turns", [r for r in made.passage_turns if r["passage_id"] not in old])
    for table, kept in carried.items():
        _insert(db, table, kept)
    if _lost(db, talk, turns, found):
        # What was left out is to be found again: the next ingest reads the file anew.
        db.execute("update sources set settings = '' where talk_id = ?", [talk])
    _write(db, talk, turns, found)
    _tidy(db, talk, turns, found)


class _Made(NamedTuple):
    passages: list[Row]
    passage_turns: list[Row]


def _rows(talk: int, turns: Sequence[Mapping[str, object]], found: Sequence[Stretch]) -> _Made:
    """Return the rows of a talk's passages, cut with this boilerplate in its turns."""
    speakers = list(dict.fromkeys(row["speaker_id"] for row in turns))
    chapters = list(dict.fromkeys(row["chapter_id"] for row in turns))
    records = [
        _turn(row, chapters.index(row["chapter_id"]), [s for s in found if s.turn == number])
        for number, row in enumerate(turns)
    ]
    cut = passages(records, [speakers.index(row["speaker_id"]) for row in turns])
    ids = rows.passage_ids(talk, cut)
    turn_ids = [int(str(row["id"])) for row in turns]
    return _Made(
        rows.passage_rows(cut, ids, talk, turn_ids, speakers, chapters),
        rows.passage_turn_rows(cut, ids, turn_ids),
    )


def _turn(row: Mapping[str, object], chapter: int, found: Iterable[Stretch]) -> Turn:
    own = (Mark(*mark) for mark in json.loads(str(row["marks"])))
    marks = [Mark(s.start, s.end, "boilerplate", "recurs") for s in found]
    return Turn(
        speaker=None,
        segments=_segments(row),
        chapter=chapter,
        anchors=tuple(Anchor(*anchor) for anchor in json.loads(str(row["anchors"]))),
        end_ms=row["end_ms"],  # type: ignore[arg-type]
        marks=(*own, *marks),
    )


def _segments(row: Mapping[str, object]) -> textmap.Text:
    edits = (Edit(*edit) for edit in json.loads(str(row["edits"])))
    start, end = int(str(row["start_char"])), int(str(row["end_char"]))
    return textmap.rebuild(str(row["source"]), start, end, edits)


def _carried(
    db: Database, table: str, gone: Sequence[_Place], fresh: Sequence[Row]
) -> Iterator[Row]:
    """Yield what was found in the passages that go, for those that come in their place."""
    column, words = _FOUND[table]
    said = {int(str(row["id"])): _said(row, table) for row in fresh}
    taken: set[tuple[int, object]] = set()
    for place in gone:
        there = [row for row in fresh if _overlap(place, row) and not row["boilerplate"]]
        about = f"select {column}, mentions, ({words}) from {table} where passage_id = ?"  # noqa: S608 - constants
        for thing, mentions, name in db.execute(about, [place.id]).fetchall():
            holders = [row for row in there if name in said[int(str(row["id"]))]]
            for row in holders or there[:1]:
                key = (int(str(row["id"])), thing)
                if key not in taken:
                    taken.add(key)
                    count = max(1, mentions // max(1, len(holders)))
                    yield {"passage_id": key[0], column: thing, "mentions": count}


def _said(row: Row, table: str) -> str | frozenset[str]:
    text = str(row["text"])
    return text if table == "passage_entities" else runs(text)


def _overlap(place: _Place, row: Row) -> bool:
    return place.start < int(str(row["end_char"])) and int(str(row["start_char"])) < place.end


def _lost(
    db: Database, talk: int, turns: Sequence[Mapping[str, object]], found: Sequence[Stretch]
) -> bool:
    """Return whether something is boilerplate no more."""
    places = {turns[s.turn]["id"]: [] for s in found}  # type: dict[object, list[Stretch]]
    for stretch in found:
        places[turns[stretch.turn]["id"]].append(stretch)
    known = db.execute("select turn_id, start, end from boilerplate where talk_id = ?", [talk])
    return any(
        not any(s.start <= start and end <= s.end for s in places.get(turn, ()))
        for turn, start, end in known
    )


def _write(
    db: Database, talk: int, turns: Sequence[Mapping[str, object]], found: Sequence[Stretch]
) -> None:
    db.execute("delete from boilerplate where talk_id = ?", [talk])
    made = [
        {
            "turn_id": turns[stretch.turn]["id"],
            "start": stretch.start,
            "end": stretch.end,
            "talk_id": talk,
            "talks": stretch.talks,
            "why": "recurs",
        }
        for stretch in found
    ]
    _insert(db, "boilerplate", made)


def _tidy(
    db: Database, talk: int, turns: Sequence[Mapping[str, object]], found: Sequence[Stretch]
) -> None:
    """Leave boilerplate out of quotes and topics, and bring counts up to date."""
    for stretch in found:
        place = Locator(_segments(turns[stretch.turn]))
        span = {
            "turn": turns[stretch.turn]["id"],
            "start": place.source_start(stretch.start),
            "end": place.source_end(stretch.end),
        }
        for table in _SAID:
            db.execute(_INSIDE.format(table=table), span)
    for table in _SAID:
        db.execute(_REHOME.format(table=table), {"talk": talk})
    for table in _FOUND:
        db.execute(_OF_BOILERPLATE.format(table=table), {"talk": talk})
    for prefix in ("", "found_"):
        sql = _OF_NO_PASSAGE.format(
            table=f"{prefix}talk_topics", passages=f"{prefix}passage_topics"
        )
        db.execute(sql, {"talk": talk})
    db.execute(
        "update talks set passages = (select count(*) from passages where talk_id = talks.id) where id = ?",
        [talk],
    )


def _insert(db: Database, table: str, made: Sequence[Row]) -> None:
    if made:
        names, marks = ", ".join(made[0]), ", ".join(f":{name}" for name in made[0])
        db.conn.executemany(f"insert into {table} ({names}) values ({marks})", made)  # noqa: S608
