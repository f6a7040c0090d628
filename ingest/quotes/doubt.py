"""How much speaks against a quote: that it is no whole sentence, or points at what was said before it.

A judge says so: an encoder that was taught how quotes read, and what its vectors say of one
(`training/quotes/standing.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ingest import embedding
from ingest.embedding import Encoder, Vectors

FILE = Path(__file__).parent.parent / "data" / "judge" / "head.npz"


class Doubt(NamedTuple):
    """Log odds above the limit that was set: a quote with more than 0 of one is doubtful.

    Args:
        incomplete: It lacks its main clause, its beginning or its end.
        torn: It is incomplete, or has a slip inside: a false start, a word too many.
        points: It points at something that was said before it.
    """

    incomplete: float
    torn: float
    points: float


KINDS = Doubt._fields


class Judged(NamedTuple):
    """What the judge makes of quotes, in order: how doubtful each is, and its vector.

    Args:
        doubts: One a quote.
        vectors: One unit vector a quote, shape (quotes, dimensions).
    """

    doubts: list[Doubt]
    vectors: Vectors


class Judge(NamedTuple):
    """What tells from a quote's vector how doubtful it is.

    Args:
        encoder: `embedding.JUDGE_MODEL`.
        weights: Shape (dimensions, 3): a column for each of `KINDS`.
        constants: Shape (3,): what is added for log odds.
        limits: Shape (3,): log odds above which a quote is doubtful.
    """

    encoder: Encoder
    weights: Vectors
    constants: Vectors
    limits: Vectors


def judged(texts: Sequence[str]) -> Judged:
    """Return what the judge makes of quotes.

    Raises:
        ModelError: The judge is missing from this installation.
    """
    judge = load()
    vectors = judge.encoder.encode(texts)
    over = odds(vectors) - judge.limits
    return Judged([Doubt(*row) for row in over.round(4).tolist()], vectors)


def odds(vectors: Vectors) -> Vectors:
    """Return the log odds that quotes are so, shape (quotes, 3), in the order of `KINDS`.

    Args:
        vectors: The judge's, one a quote.
    """
    judge = load()
    found: Vectors = vectors @ judge.weights + judge.constants
    return found


@lru_cache(maxsize=1)
def load() -> Judge:
    """Return the judge that ships.

    Raises:
        ModelError: It is missing from this installation.
    """
    with np.load(FILE) as kept:
        head = kept["weights"], kept["constants"], kept["limits"]
    return Judge(embedding.load(embedding.JUDGE_MODEL), *head)
