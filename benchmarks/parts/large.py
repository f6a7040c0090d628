"""A large archive made of a real one: its talks over and over, with other words and other vectors.

Each copy of a passage has half of its own sentences and half of another one's, so that no two are
alike and words are as frequent as in talk; its vector is the original's with noise. One show in a
hundred talks is called `ONE_IN_A_HUNDRED`, for filters.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from ingest.sentences import sentences
from kb import embeddings, store
from kb.embeddings import Packed

ONE_IN_A_HUNDRED = "One in a hundred"

_VECTORS = "select passage_id, sha256, embedding, sentences, tokens from embeddings"
_NOISE = 0.6  # beside a unit vector: copies are about as near to each other as related passages
# What is copied by SQL, and the columns that become another copy's.
_TABLES = {
    "talks": ("id",),
    "talk_speakers": ("talk_id",),
    "chapters": ("id", "talk_id"),
    "turns": ("id", "talk_id", "chapter_id"),
    "passages": ("id", "talk_id", "chapter_id", "turn_id"),
    "passage_turns": ("passage_id", "turn_id"),
    "talk_topics": ("talk_id",),
    "passage_topics": ("passage_id",),
}


def grow(base: Path, target: Path, passages: int) -> Database:
    """Return a database of so many passages, or some more, made of a smaller one.

    Args:
        base: The real one.
        target: The file to make.
        passages: How many there shall be.
    """
    shutil.copyfile(base, target)
    db = store.open_database(target)
    db.execute("pragma foreign_keys = off")
    db.execute("pragma synchronous = off")
    db.execute("pragma journal_mode = off")
    for table in ("talks", "passages", "quotes"):
        db.table(table).disable_fts()
    own = int(db.execute("select count(*) from passages").fetchone()[0])
    texts = [text for (text,) in db.execute("select text from passages order by id")]
    model = store.model_of(db)
    assert model is not None
    found = db.execute(_VECTORS).fetchall()
    vectors = embeddings.unpack([row[2] for row in found], model[1])
    rng = np.random.default_rng(1)
    for copy in range(1, -(-passages // own)):
        for table, columns in _TABLES.items():
            _copy(db, table, columns, copy)
        db.conn.executemany("update passages set text = ? where id = ?", _mixed(db, texts, copy))
        noise = rng.standard_normal(vectors.shape, dtype=np.float32)
        noise *= _NOISE / np.linalg.norm(noise, axis=1, keepdims=True)
        made = vectors + noise
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        store.add_vectors(
            db,
            [
                (row[0] + copy, f"{row[1]}{copy}", Packed(packed, row[3], row[4]))
                for row, packed in zip(found, embeddings.pack(made), strict=True)
            ],
        )
    db.execute("update talks set show = ? where id % 100 = 7", [ONE_IN_A_HUNDRED])
    db.conn.commit()
    for table, columns in (("talks", ["title", "description"]), ("passages", ["text"])):
        db.table(table).enable_fts(columns, tokenize="porter unicode61", create_triggers=True)
    db.execute("analyze")
    db.conn.commit()
    return db


def _copy(db: Database, table: str, moved: tuple[str, ...], copy: int) -> None:
    """Copy the rows of the original talks, with ids of their own."""
    names = [column.name for column in db.table(table).columns]
    said = [
        f"{name} + {copy}" if name in moved else f"path || '~{copy}'" if name == "path" else name
        for name in names
    ]
    if table == "talks":
        where = "path not like '%~%'"
    elif "talk_id" in names:
        where = "talk_id in (select id from talks where path not like '%~%')"
    else:
        where = (
            "passage_id in (select passages.id from passages join talks on talks.id = talk_id"
            " where path not like '%~%')"
        )
    db.execute(
        f"insert into {table} ({', '.join(names)}) select {', '.join(said)} from {table} where {where}"  # noqa: S608
    )


def _mixed(db: Database, texts: list[str], copy: int) -> Iterator[tuple[str, int]]:
    rng = random.Random(copy)  # noqa: S311 - nothing secret
    ids = db.execute(
        "select passages.id from passages join talks on talks.id = talk_id"
        " where path like ? order by passages.id",
        [f"%~{copy}"],
    ).fetchall()
    for (passage,), text in zip(ids, texts, strict=True):
        other = rng.choice(texts)
        yield " ".join([*_half(text, rng), *_half(other, rng)]), passage


def _half(text: str, rng: random.Random) -> list[str]:
    said = [text[start:end] for start, end in sentences(text)] or [text]
    return rng.sample(said, max(1, len(said) // 2))
