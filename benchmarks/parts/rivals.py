"""Other people's search over the same passages: txtai's hybrid, and `llm similar`.

Neither is pinned; what is not installed is left out.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from typing import NamedTuple

import numpy as np
from sqlite_utils import Database

from ingest.embedding import Encoder, Vectors
from kb import embeddings, search
from kb.filters import Filters, passage_ids
from kb.hits import Hit
from kb.search import Mode

HOW = "pip install txtai llm"

_PASSAGES = "select id, talk_id, text from passages order by id"

Find = Callable[[str, Mode, Filters, int], Sequence[Hit]]


class Rival(NamedTuple):
    """A way to search, and what it is called."""

    name: str
    find: Find


def missing() -> list[str]:
    """Return which of them are not installed."""
    return [name for name in ("txtai", "llm") if find_spec(name) is None]


def rivals(db: Database, encoder: Encoder) -> Iterator[Rival]:
    """Yield those that are installed, ready to search a knowledge base's passages.

    Args:
        db: The knowledge base, its vectors by the stock model.
        encoder: The stock model; queries are embedded by it, passages have their vectors.
    """
    if find_spec("txtai"):
        yield Rival("txtai, hybrid", _txtai(db, encoder))
    if find_spec("llm"):
        yield Rival("llm similar", _llm(db, encoder))


def _txtai(db: Database, encoder: Encoder) -> Find:
    """Return txtai's hybrid search as its documentation sets it up, over the stored vectors."""
    # Two builds of OpenMP in one process end it on some systems.
    os.environ.setdefault("KMP_DUPLICATE_LIB_OK", "TRUE")
    from txtai import Embeddings

    rows = db.execute(_PASSAGES).fetchall()
    ids, vectors = embeddings.of_passages(
        db, [passage for passage, _, _ in rows], encoder.dimensions
    )
    row_of = {int(passage): row for row, passage in enumerate(ids)}
    known = {text: vectors[row_of[passage]] for passage, _, text in rows}

    def transform(texts: Sequence[str]) -> Vectors:
        return np.array([known[t] if t in known else encoder.encode([t])[0] for t in texts])

    made = Embeddings(method="external", transform=transform, hybrid=True, content=False)
    made.index((passage, text, None) for passage, _, text in rows)

    def find(query: str, _mode: Mode, filters: Filters, limit: int) -> Sequence[Hit]:
        within = passage_ids(db, filters)
        # Without its content store it knows no filters: all are ranked, and sifted.
        found = made.search(query, limit if within is None else len(rows))
        kept = None if within is None else set(within)
        best = [int(passage) for passage, _ in found if kept is None or passage in kept]
        return search.hits_of(db, best[:limit])

    return find


def _llm(db: Database, encoder: Encoder) -> Find:
    """Return llm's way: the cosine of every stored vector, in Python, called by SQLite."""
    import llm
    from llm.embeddings import Collection

    class Stock(llm.EmbeddingModel):
        model_id = "stock"

        def embed_batch(self, items: Iterable[str]) -> Iterator[list[float]]:
            for vector in encoder.encode(list(items)):
                yield vector.tolist()

    kept = Database(memory=True)
    collection = Collection("passages", kept, model=Stock())
    rows = db.execute(_PASSAGES).fetchall()
    talk_of = {passage: talk for passage, talk, _ in rows}
    ids, vectors = embeddings.of_passages(db, list(talk_of), encoder.dimensions)
    kept.table("embeddings").insert_all(_entry(collection.id, talk_of, ids, vectors, llm.encode))

    def find(query: str, _mode: Mode, filters: Filters, limit: int) -> Sequence[Hit]:
        within = passage_ids(db, filters)
        # Its filter is by the beginning of an id: here, the talk's.
        prefix = f"{talk_of[within[0]]}/" if within else None
        found = collection.similar(query, limit, prefix=prefix)
        return search.hits_of(db, [int(entry.id.partition("/")[2]) for entry in found])

    return find


def _entry(
    collection: int,
    talk_of: dict[int, int],
    ids: Sequence[int],
    vectors: Vectors,
    encode: Callable[[list[float]], bytes],
) -> Iterator[dict[str, object]]:
    for passage, vector in zip(map(int, ids), vectors, strict=True):
        yield {
            "collection_id": collection,
            "id": f"{talk_of[passage]}/{passage}",
            "embedding": encode(vector.tolist()),
        }
