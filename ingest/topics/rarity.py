"""How rare words and phrases are in talk at large: what everybody says is no topic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

_TABLE = Path(__file__).parent.parent / "data" / "topics" / "background.npz"
_STEP = 8.0  # steps a factor of e in the table's small numbers


@dataclass(frozen=True)
class Background:
    """How many of a body of passages hold a word or phrase, by the hash of its key.

    Args:
        passages: How many passages were counted.
        counts: For each hash, about how many of them hold it; the very rare ones are left out.
    """

    passages: int
    counts: dict[int, float]

    def count(self, key: str) -> float:
        """Return about how many passages hold a key: 0 where it is too rare to be known."""
        return self.counts.get(digest(key), 0.0)

    def rarity(self, key: str) -> float:
        """Return how rare a key is, from 0 (in every passage) to 1 (in none)."""
        return math.log((self.passages + 1) / (self.count(key) + 1)) / math.log(self.passages + 1)


def digest(key: str) -> int:
    """Return the four bytes by which the table knows a key."""
    return int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "big")


def packed(counts: dict[str, float]) -> tuple[np.ndarray, np.ndarray]:
    """Return counts as the two columns of a table: hashes, and logarithms in small steps."""
    rows = sorted((digest(key), count) for key, count in counts.items())
    hashes = np.array([row[0] for row in rows], dtype=np.uint32)
    steps = np.array([round(math.log(row[1]) * _STEP) for row in rows], dtype=np.uint8)
    return hashes, steps


@lru_cache(maxsize=1)
def background() -> Background:
    """Return the table that ships with the project."""
    with np.load(_TABLE) as table:
        hashes, steps, passages = table["hashes"], table["steps"], int(table["passages"])
    counts = np.exp(steps / _STEP)
    return Background(passages, dict(zip(hashes.tolist(), counts.tolist(), strict=True)))
