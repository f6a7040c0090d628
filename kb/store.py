"""The only module that writes talks. One talk is one transaction: all of it, or nothing."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlite_utils import Database

from kb import embeddings
from kb.embeddings import Packed
from kb.errors import DatabaseError, ModelMismatchError
from kb.schema import migrate

# What only writing needs is imported where talks are written: a search should not wait for it.
if TYPE_CHECKING:
    from kb import filing
    from kb.rows import Row, TalkRows

_TABLES_OF_A_TALK = (
    "summary_sentences",
    "quotes",
    "passages",
    "turns",
    "chapters",
    "talk_topics",
    "found_talk_topics",
    "talk_speakers",
    "talk_people",
    "found_speakers",
    "found_voices",
    "speaker_aliases",
    "sources",
    "talk_files",
    "talk_sketches",
    "talk_runs",
)


class Known(NamedTuple):
    """What the database has of a talk's files: enough to tell whether they changed."""

    talk_id: int
    path: str
    root: str
    sha256: str
    settings: str
    files: tuple[filing.KnownFile, ...] = ()


def open_database(path: str | Path, *, create: bool = True) -> Database:
    """Return a knowledge base, brought up to the newest schema.

    Raises:
        DatabaseError: It is not there (without `create`), or is no knowledge base.
    """
    path = Path(path)
    if not create and not path.exists():
        message = f"there is no database {path}; make one with: kb -d {path} ingest FOLDER"
        raise DatabaseError(message)
    if not path.parent.exists():
        message = f"the folder {path.parent} does not exist; make it first"
        raise DatabaseError(message)
    try:
        db = Database(path, recursive_triggers=False)
        db.execute("pragma foreign_keys = on")
        db.execute("pragma busy_timeout = 30000")
        tables = db.table_names()
        if tables and "talks" not in tables and not create:
            message = f"{path} is a SQLite file but no knowledge base (it has no table 'talks')"
            raise DatabaseError(message)
        migrate(db)
    except sqlite3.Error as error:
        message = f"{path} cannot be opened as a knowledge base: {error}"
        raise DatabaseError(message) from error
    except Exception as error:
        if isinstance(error, DatabaseError) or "sqlite" not in type(error).__module__:
            raise
        message = f"{path} cannot be opened as a knowledge base: {error}"
        raise DatabaseError(message) from error
    return db


def known(db: Database) -> dict[str, Known]:
    """Return every talk in the database by its path."""
    from kb import filing

    rows = db.query(
        "select talks.id as talk_id, talks.path, root, sha256, settings from talks join sources on talk_id = talks.id"
    )
    files = filing.files(db)
    return {
        str(row["path"]): Known(**row, files=files.get(int(str(row["talk_id"])), ()))
        for row in rows
    }


def save(
    db: Database, rows: TalkRows, vectors: Mapping[str, Packed], files: Sequence[Row] = ()
) -> None:
    """Write a talk, in place of what was there under its path, in one transaction.

    Args:
        db: The knowledge base.
        rows: The talk's rows.
        vectors: By the hash of a passage's text, its vectors; passages without any stay without
            and are found by their words only.
        files: Rows of `talk_files`, without the talk's id.
    """
    from kb import filing, people, topics

    talk_id = rows.talk["id"]
    with db.atomic():
        kept = filing.kept_texts(db, talk_id)
        _forget(db, talk_id)
        db.table("talks").upsert(rows.talk, pk="id")
        filing.write_files(db, talk_id, files, kept)
        _insert(db, "sources", [rows.source])
        _upsert(db, "speakers", rows.speakers)
        _insert(db, "speaker_aliases", rows.aliases)
        _insert(db, "talk_speakers", rows.talk_speakers)
        _insert(db, "talk_people", rows.people)
        _insert(db, "chapters", rows.chapters)
        _insert(db, "turns", rows.turns)
        _insert(db, "backchannels", rows.backchannels)
        _insert(db, "passages", rows.passages)
        _insert(db, "passage_turns", rows.passage_turns)
        _ignore(db, "topics", rows.topics)
        _insert(db, "talk_topics", rows.talk_topics)
        _insert(db, "passage_topics", rows.passage_topics)
        topics.apply(db, int(str(talk_id)))
        _ignore(db, "entities", rows.entities)
        _insert(db, "passage_entities", rows.passage_entities)
        _insert(db, "quotes", rows.quotes)
        _insert(db, "summary_sentences", rows.summary)
        people.apply(db, int(str(talk_id)))
        hashes = [(int(str(p["id"])), str(p["sha256"])) for p in rows.passages]
        embeddings.write(db, [(i, h, vectors[h]) for i, h in hashes if h in vectors])
        _next_generation(db)


def remove(db: Database, talk_id: int) -> None:
    """Delete a talk and all that belongs to it, except what was collected from it."""
    with db.atomic():
        _forget(db, talk_id)
        db.execute("delete from talks where id = ?", [talk_id])
        tidy(db)
        _next_generation(db)


def absorb(db: Database, talk_id: int, into: int) -> None:
    """Delete a talk whose files are another's now; what was collected from it is that one's."""
    from kb import filing

    with db.atomic():
        filing.move_quotes(db, talk_id, into)
        _forget(db, talk_id)
        db.execute("delete from talks where id = ?", [talk_id])
        _next_generation(db)


def tidy(db: Database) -> None:
    """Drop people, topics and entities that no talk has any more, and count the rest anew."""
    from kb import people

    db.execute("delete from speakers where id not in (select speaker_id from talk_speakers)")
    people.settle(db)
    db.execute("delete from entities where id not in (select entity_id from passage_entities)")
    db.execute("delete from topics where id not in (select topic_id from talk_topics)")
    db.execute(
        "update topics set (talks, mentions) = (select count(*), sum(mentions) from talk_topics where topic_id = topics.id)"
    )


def finish(db: Database) -> None:
    """Bring counts up to date after talks were saved."""
    with db.atomic():
        tidy(db)


def state(db: Database) -> str:
    """Return a name of what is written here of talks: what is cached goes by it.

    It is never the same again once a talk is written. Not by the generation alone: two copies of
    one database may each be written to.
    """
    return f"{_generation(db)}-{_meta(db, 'stamp')}"


def epoch(db: Database) -> str:
    """Return a name of the time since when no passage's vector was replaced by another."""
    return _meta(db, "epoch") or ""


def model_of(db: Database) -> tuple[str, int] | None:
    """Return the embedding model's name and dimensions, None where nothing is embedded."""
    model = _meta(db, "model")
    return (model, int(_meta(db, "dimensions") or 0)) if model else None


def claim_model(db: Database, name: str, dimensions: int) -> None:
    """Record which model embeds this database.

    Raises:
        ModelMismatchError: Another one did.
    """
    stored = model_of(db)
    if stored is not None and stored[0] != name:
        raise ModelMismatchError(stored[0], name)
    with db.atomic():
        _set_meta(db, "model", name)
        _set_meta(db, "dimensions", str(dimensions))


def drop_vectors(db: Database) -> None:
    """Forget all vectors and the model that made them."""
    with db.atomic():
        db.execute("delete from embeddings")
        db.execute("delete from _kb_meta where key in ('model', 'dimensions')")
        _set_meta(db, "epoch", secrets.token_hex(8))
        _next_generation(db)


def add_vectors(db: Database, found: Sequence[tuple[int, str, Packed]]) -> None:
    """Store vectors of passages: (passage id, hash of its text, vectors)."""
    with db.atomic():
        if embeddings.known(db, [passage for passage, _, _ in found]):
            _set_meta(db, "epoch", secrets.token_hex(8))
        embeddings.write(db, found)
        _next_generation(db)


def _forget(db: Database, talk_id: object) -> None:
    db.execute("update passages set chapter_id = null, turn_id = null where talk_id = ?", [talk_id])
    for table in _TABLES_OF_A_TALK:
        db.execute(f"delete from {table} where talk_id = ?", [talk_id])  # noqa: S608 - a constant


def _insert(db: Database, table: str, rows: Sequence[Row]) -> None:
    _write(db, "insert", table, rows)


def _ignore(db: Database, table: str, rows: Sequence[Row]) -> None:
    _write(db, "insert or ignore", table, rows)


def _upsert(db: Database, table: str, rows: Sequence[Row]) -> None:
    """Insert rows by `id`, or bring those that are there up to date without deleting them."""
    if rows:
        changes = ", ".join(f"{c} = excluded.{c}" for c in rows[0] if c != "id")
        _write(db, "insert", table, rows, f" on conflict (id) do update set {changes}")


def _write(db: Database, verb: str, table: str, rows: Sequence[Row], after: str = "") -> None:
    if not rows:
        return
    columns = list(rows[0])
    names, marks = ", ".join(columns), ", ".join(f":{c}" for c in columns)
    db.conn.executemany(f"{verb} into {table} ({names}) values ({marks}){after}", rows)


def noted(db: Database, key: str) -> str | None:
    """Return what was noted under a key about the whole database."""
    return _meta(db, key)


def note(db: Database, key: str, value: str) -> None:
    """Note something about the whole database; whoever calls it opens a transaction."""
    _set_meta(db, key, value)


def touch(db: Database) -> None:
    """Say that passages changed, so that nothing goes by what was cached of them."""
    _next_generation(db)


def _meta(db: Database, key: str) -> str | None:
    row = db.execute("select value from _kb_meta where key = ?", [key]).fetchone()
    return None if row is None else str(row[0])


def _set_meta(db: Database, key: str, value: str) -> None:
    db.execute("insert or replace into _kb_meta (key, value) values (?, ?)", [key, value])


def _generation(db: Database) -> int:
    """Return a number that grows whenever a talk is written."""
    return int(_meta(db, "generation") or 0)


def _next_generation(db: Database) -> None:
    _set_meta(db, "generation", str(_generation(db) + 1))
    _set_meta(db, "stamp", secrets.token_hex(8))
