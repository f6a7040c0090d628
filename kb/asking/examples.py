"""Query by examples: more like these passages and quotes, less like those."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlite_utils import Database

from ingest.embedding import Encoder, Vectors
from kb import search
from kb.errors import NotFoundError
from kb.filters import Filters
from kb.hits import Hit
from kb.vectors import Index

LESS = 0.5  # the weight of what the hits shall be unlike, beside 1 for what they shall be like

_QUOTE = "select text, passage_id from quotes where id = ?"


def like(
    db: Database,
    examples: Sequence[int],
    *,
    index: Index,
    encoder: Encoder | None = None,
    unlike: Sequence[int] = (),
    filters: Filters | None = None,
    limit: int = 10,
) -> list[Hit]:
    """Return the passages that are nearest to some examples and away from others.

    The query is the mean of the examples' unit vectors, less half the mean of those to be unlike:
    Rocchio's relevance feedback ("Relevance feedback in information retrieval", in Salton, The
    SMART Retrieval System, 1971) without a first query. Examples are never among the hits.

    Args:
        db: The knowledge base.
        examples: Ids of passages or quotes.
        index: The database's vectors, as they are now.
        encoder: The model that made them. With it a quote means its own words; without it, the
            passage that it is part of.
        unlike: Ids of passages or quotes, too.
        filters: What may be found.
        limit: How many hits.

    Raises:
        NotFoundError: One of them is not there, or has no vector.
        ModelMismatchError: The vectors were made by another model than the encoder.
    """
    found = {i: _example(db, i, index, encoder) for i in dict.fromkeys([*examples, *unlike])}
    vector = rocchio([found[i][0] for i in examples], [found[i][0] for i in dict.fromkeys(unlike)])
    return search.nearest(
        db,
        vector,
        index=index,
        filters=filters,
        limit=limit,
        without={passage for _, passage in found.values() if passage is not None},
    )


def rocchio(wanted: Sequence[Vectors], unwanted: Sequence[Vectors]) -> Vectors:
    """Return the unit vector that is near to some unit vectors, and away from others."""
    vector = np.mean(wanted, axis=0)
    if unwanted:
        vector = vector - LESS * np.mean(unwanted, axis=0)
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length else vector, dtype=np.float32)


def _example(
    db: Database, ref: int, index: Index, encoder: Encoder | None
) -> tuple[Vectors, int | None]:
    """Return the vector of a passage or quote, and the passage that is not to be found again."""
    vector = index.vector(ref)
    if vector is not None:
        return vector, ref
    row = db.execute(_QUOTE, [ref]).fetchone()
    if row is not None:
        text, passage = str(row[0]), row[1]
        own = None if passage is None else index.vector(int(passage))
        if encoder is not None:
            return search.query_vector(db, text, encoder), passage
        if own is not None:
            return own, passage
    message = (
        f"there is no passage or quote {ref} with a vector; "
        "`kb search --json` and `kb quotes --json` show ids"
    )
    raise NotFoundError(message)
