"""The vectors of all passages in memory, kept in step with the tables by their generation."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import store

_ALL = "select passage_id, embedding from embeddings order by passage_id"


@dataclass(frozen=True)
class Index:
    """Every passage's unit vector.

    Args:
        ids: Passage ids, ascending.
        matrix: Shape (passages, dimensions), float32, rows in the order of `ids`.
    """

    generation: int
    ids: NDArray[np.int64]
    matrix: Vectors

    def rows(self, ids: Collection[int]) -> NDArray[np.int64]:
        """Return the rows of the passages with these ids, those that have a vector."""
        wanted = np.fromiter(ids, dtype=np.int64, count=len(ids))
        places = np.searchsorted(self.ids, wanted)
        places[places == len(self.ids)] = 0
        return np.sort(places[self.ids[places] == wanted]) if len(self.ids) else places[:0]

    def vector(self, passage_id: int) -> Vectors | None:
        """Return a passage's vector, None where it has none."""
        rows = self.rows([passage_id])
        return self.matrix[rows[0]] if len(rows) else None


def load(db: Database) -> Index:
    """Return the index of a database, read from its tables."""
    generation = store.generation(db)
    model = store.model_of(db)
    dimensions = model[1] if model else 0
    found = db.execute(_ALL).fetchall()
    ids = np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))
    return Index(generation, ids, store.unpack([row[1] for row in found], dimensions or 1))


class Cache:
    """One index a database, read again when its generation has grown; safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[str, Index] = {}

    def get(self, db: Database) -> Index:
        """Return the index of the database as it is now."""
        key = str(db.execute("pragma database_list").fetchone()[2])
        generation = store.generation(db)
        with self._lock:
            index = self._found.get(key)
            if index is None or index.generation != generation or not key:
                index = load(db)
                self._found[key] = index
            return index
