"""The table of vectors: how those of passages, sentences and tokens are packed, written and read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from ingest.embedding import Encoder, Tokens, Vectors, read
from ingest.sentences import sentences

_MOST = 7  # of half a byte with a sign
# What the two halves of each byte stand for.
_PAIRS = np.stack(np.divmod(np.arange(256), 16), axis=1).astype(np.float32) - (_MOST + 1)
_READ = "select {column}, passage_id from embeddings where passage_id in (select value from json_each(?))"
_WRITE = """
    insert or replace into embeddings (passage_id, sha256, embedding, sentences, tokens)
    values (?, ?, ?, ?, ?)
"""
_MISSING = """
    select id, sha256, text from passages
    where id not in (select passage_id from embeddings where tokens is not null)
"""


class Packed(NamedTuple):
    """A passage's vector as it is stored, and those of its sentences and tokens, one after another.

    `tokens` is empty where the model has no vectors for them.
    """

    embedding: bytes
    sentences: bytes
    tokens: bytes = b""


def embed(encoder: Encoder, texts: Sequence[str]) -> list[Packed]:
    """Return the vectors of passages, ready to be stored."""
    made = read(encoder, texts, [spans(text) for text in texts])
    tokens = [b""] * len(texts) if made.tokens is None else map(_pack_tokens, made.tokens)
    return [
        Packed(embedding, pack_short(parts), packed)
        for embedding, parts, packed in zip(pack(made.texts), made.parts, tokens, strict=True)
    ]


def spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences of a passage that have vectors: all of it where it has none."""
    return sentences(text) or [(0, len(text))]


def write(db: Database, rows: Iterable[tuple[int, str, Packed]]) -> None:
    """Store vectors of (passage id, hash of its text), in place of what is there."""
    db.conn.executemany(_WRITE, [(passage, sha256, *packed) for passage, sha256, packed in rows])


def missing(db: Database) -> list[tuple[int, str, str]]:
    """Return (passage id, hash, text) of the passages that lack vectors."""
    return list(db.execute(_MISSING))


def known(db: Database, ids: Collection[int]) -> int:
    """Return how many of these passages have a vector."""
    sql = "select count(*) from embeddings where passage_id in (select value from json_each(?))"
    return int(db.execute(sql, [json.dumps(list(ids))]).fetchone()[0])


def by_hash(db: Database, hashes: Iterable[str]) -> dict[str, Packed]:
    """Return the vectors that are stored for passages with these hashes of their text."""
    sql = """
        select sha256, embedding, sentences, tokens from embeddings
        where sha256 in (select value from json_each(?)) and tokens is not null
    """
    found = db.execute(sql, [json.dumps(list(hashes))])
    return {sha256: Packed(*packed) for sha256, *packed in found}


def of_passages(
    db: Database, ids: Collection[int], dimensions: int
) -> tuple[NDArray[np.int64], Vectors]:
    """Return the ids of those passages that have a vector, and the vectors, one a row."""
    found = db.execute(_READ.format(column="embedding"), [json.dumps(list(ids))]).fetchall()
    kept = np.fromiter((row[1] for row in found), dtype=np.int64, count=len(found))
    return kept, unpack([row[0] for row in found], dimensions)


def of_sentences(db: Database, ids: Collection[int], dimensions: int) -> dict[int, Vectors]:
    """Return for passages the vectors of their sentences, where they are known."""
    found = db.execute(_READ.format(column="sentences"), [json.dumps(list(ids))])
    return unpack_each({passage: packed for packed, passage in found if packed}, dimensions)


def of_tokens(db: Database, ids: Collection[int]) -> dict[int, bytes]:
    """Return for passages the packed vectors of their tokens, where they have any."""
    found = db.execute(_READ.format(column="tokens"), [json.dumps(list(ids))])
    return {passage: packed for packed, passage in found if packed}


def pack(vectors: Vectors) -> list[bytes]:
    """Return vectors as they are stored: little-endian float32, as `llm` has them."""
    return [row.astype("<f4").tobytes() for row in np.asarray(vectors)]


def unpack(packed: Sequence[bytes], dimensions: int) -> Vectors:
    """Return stored vectors, one a row: `pack` undone."""
    return np.frombuffer(b"".join(packed), dtype="<f4").reshape(len(packed), dimensions)


def _pack_tokens(tokens: Tokens) -> bytes:
    """Return the vectors of those tokens that tell something; of all where none does."""
    kept = tokens.telling if tokens.telling.any() else slice(None)
    return pack_short(tokens.vectors[kept])


def pack_short(vectors: Vectors) -> bytes:
    """Return unit vectors in half a byte a number: enough to tell sentences apart, and tokens.

    No scale is kept, since unpacked vectors are made one long again.
    """
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9)
    coded = (np.rint(vectors * (_MOST / largest)) + _MOST + 1).astype(np.uint8)
    if coded.shape[1] % 2:
        coded = np.pad(coded, ((0, 0), (0, 1)), constant_values=_MOST + 1)
    packed: NDArray[np.uint8] = coded[:, ::2] << 4 | coded[:, 1::2]
    return packed.tobytes()


def unpack_short(packed: bytes, dimensions: int) -> Vectors:
    """Return the unit vectors, one a row: `pack_short` undone, nearly."""
    pairs = np.frombuffer(packed, dtype=np.uint8).reshape(-1, (dimensions + 1) // 2)
    vectors = _PAIRS[pairs].reshape(len(pairs), 2 * pairs.shape[1])[:, :dimensions]
    sizes = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, np.newaxis]
    unit: Vectors = vectors / np.maximum(sizes, 1.0)
    return unit


def unpack_each(packed: Mapping[int, bytes], dimensions: int) -> dict[int, Vectors]:
    """Return of each passage what `unpack_short` does.

    All at once: unpacking one by one takes several times as long.
    """
    if not packed:
        return {}
    vectors = unpack_short(b"".join(packed.values()), dimensions)
    ends = np.cumsum([len(own) // ((dimensions + 1) // 2) for own in packed.values()])
    return dict(zip(packed, np.split(vectors, ends[:-1]), strict=True))
