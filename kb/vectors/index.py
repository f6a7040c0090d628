"""The vectors of all passages: ids and codes in memory, and a search that is exact."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import embeddings
from kb.vectors import scan
from kb.vectors.scan import Coded, Rows

Ids = NDArray[np.int64]


@dataclass(frozen=True)
class Near:
    """What is near a vector.

    Args:
        similarity: Cosine similarities of the nearest passages and of those asked for beside them.
        complete: Every passage that is at least so near is among them.
        scores: Similarities of all passages that may be found, nearly, in the order of `ids`.
        ids: Passage ids, ascending.
    """

    similarity: Mapping[int, float]
    complete: float
    scores: Vectors
    ids: Ids

    def rank(self, passage: int) -> int | None:
        """Return a passage's place among all, from 1; None where it has no vector."""
        if passage not in self.similarity:
            return None
        own = self.similarity[passage]
        if own >= self.complete:
            return 1 + sum(1 for score in self.similarity.values() if score > own)
        return 1 + int(np.count_nonzero(self.scores > np.float32(own)))


_FARTHEST = -2.0  # no cosine is less
NOTHING = Near({}, 0.0, np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64))


@dataclass(frozen=True)
class Index:
    """Every passage's unit vector, in one byte a number; the float32 ones stay in the tables.

    Args:
        state: The database's when they were read.
        epoch: Since when no vector was replaced; what an earlier index has of it still holds.
        ids: Passage ids, ascending.
        coded: Their vectors, rows in the order of `ids`.
    """

    state: str
    epoch: str
    ids: Ids
    coded: Coded

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self.coded.codes.shape[1])

    def rows(self, ids: Collection[int] | Ids) -> Rows:
        """Return the rows of the passages with these ids, those that have a vector, ascending."""
        return _places(self.ids, ids)

    def vector(self, passage_id: int) -> Vectors | None:
        """Return a passage's unit vector, to three digits or so; None where it has none."""
        rows = self.rows([passage_id])
        return scan.decoded(self.coded, int(rows[0])) if len(rows) else None

    def nearest(
        self,
        db: Database,
        vector: Vectors,
        count: int,
        *,
        within: Collection[int] | Ids | None = None,
        beside: Collection[int] = (),
        hidden: Collection[int] = (),
    ) -> Near:
        """Return the passages nearest to a unit vector: exactly those that float32 would give.

        Args:
            db: The knowledge base, whose tables have the float32 vectors.
            vector: What to be near to.
            count: How many passages are surely among those returned.
            within: The passages to choose from; None for all.
            beside: Passages whose similarity is wanted too, however far they are.
            hidden: Passages that are not to be found.
        """
        rows = None if within is None else self.rows(within)
        ids = self.ids if rows is None else self.ids[rows]
        if not len(ids):
            return NOTHING
        scores = scan.similarities(self.coded, vector, rows)
        if hidden:
            scores[_places(ids, hidden)] = _FARTHEST
        places = scan.best(scores, count, scan.margin(self.coded, vector))
        # Of a few hundred this is as quick as union1d, which first imports masked arrays.
        both = {*places.tolist(), *_places(ids, beside).tolist()}
        places = np.array(sorted(both), dtype=np.int64)
        places = places[scores[places] > _FARTHEST]
        found, vectors = embeddings.of_passages(db, ids[places].tolist(), self.dimensions)
        exact = vectors @ vector
        scores[np.searchsorted(ids, found)] = exact
        complete = np.partition(exact, -count)[-count] if count < len(exact) else -np.inf
        similarity = dict(zip(found.tolist(), exact.tolist(), strict=True))
        return Near(similarity, float(complete), scores, ids)


def _places(among: Ids, ids: Collection[int] | Ids) -> Rows:
    """Return where ids are among others, ascending; those that are not there are left out."""
    wanted = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64, len(ids))
    if not len(among):
        return wanted[:0]
    places = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.sort(places[among[places] == wanted])
