"""What makes vectors of tokens comparable and small: a projection that ships beside a model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest.embedding.base import Spans, Tokens, Vectors


@dataclass(frozen=True)
class Projection:
    """How a token's vector is made of its hidden state (training/encoder/projection.py learns it).

    Args:
        matrix: From hidden states to vectors, and in the last column to the logarithm of how much
            a token tells in a question; float32, shape (hidden size, dimensions + 1).
        common: The ids of tokens that are in so many passages that they tell nothing of one.
    """

    matrix: Vectors
    common: frozenset[int]

    def tokens(self, projected: Vectors, ids: Sequence[int], spans: Spans) -> Tokens:
        """Return a text's tokens.

        Args:
            projected: Their hidden states times the matrix, shape (tokens, dimensions + 1).
            ids: Their ids.
            spans: The characters that each stands for.
        """
        vectors = projected[:, :-1]
        sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.maximum(sizes, 1e-9)).astype(np.float32)
        telling = np.array([number not in self.common for number in ids], dtype=np.bool_)
        return Tokens(unit, projected[:, -1].astype(np.float32), telling, spans)


def load(path: Path) -> Projection:
    """Read a projection from a file of arrays."""
    with np.load(path, allow_pickle=False) as kept:
        return Projection(kept["matrix"].astype(np.float32), frozenset(kept["common"].tolist()))
