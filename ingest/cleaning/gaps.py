"""How likely a sentence ends between two words of unpunctuated talk: a linear model, read once.

The signs are the words around a gap and the runs of two and three of them that touch it, by hash
(Weinberger et al. 2009, arXiv:0902.2206); the weights are a logistic regression's. How they were
learnt: training/sentences. Time is linear in the words, without a loop over them in Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent.parent / "data" / "sentences" / "gaps.npz"
BITS = 19
AROUND = 3  # words to each side
# For each sign the places of its words: -1 is the word before the gap, 0 the one after it.
SIGNS = (
    (-3,), (-2,), (-1,), (0,), (1,), (2,),
    (-3, -2), (-2, -1), (-1, 0), (0, 1), (1, 2), (-2, 0), (-1, 1),
    (-3, -2, -1), (-2, -1, 0), (-1, 0, 1), (0, 1, 2),
)  # fmt: skip
_EDGES = '.,;:!?…"“”‘()[]-–—'
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)

Scores = NDArray[np.float32]


@dataclass(frozen=True)
class Weights:
    """A weight for each of `2 ** BITS` hashes, in small steps, and what a gap starts from."""

    steps: NDArray[np.int8]
    step: float
    bias: float


def scores(words: Sequence[str], weights: Weights | None = None) -> Scores:
    """Return, for each gap between two words, the logarithm of the odds that a sentence ends there.

    Args:
        words: At least one; case and punctuation make no difference.
        weights: By default those that ship.

    Returns:
        As many numbers as there are gaps: one fewer than words.
    """
    if len(words) < 2:
        return np.zeros(0, dtype=np.float32)
    weights = weights or load()
    total: Scores = weights.steps[hashes(words)].astype(np.float32).sum(axis=0)
    return total * np.float32(weights.step) + np.float32(weights.bias)


def hashes(words: Sequence[str], *, bits: int = BITS) -> NDArray[np.int64]:
    """Return the signs of every gap, a row for each of `SIGNS`, a column for each gap."""
    edge = [""] * AROUND
    said = [_hash(word) for word in (*edge, *map(_plain, words), *edge)]
    hashed = np.array(said, dtype=np.uint64)
    count = len(words) - 1
    first = AROUND + 1  # the word after the first gap
    rows = np.empty((len(SIGNS), count), dtype=np.int64)
    for number, places in enumerate(SIGNS):
        mixed = np.full(count, (number + 1) * 0x51ED27, dtype=np.uint64)
        for place in places:
            mixed = mixed * _MULTIPLIER + hashed[first + place : first + place + count]
        mixed ^= mixed >> _HALF
        mixed *= _MIXER
        rows[number] = (mixed >> np.uint64(64 - bits)).astype(np.int64)
    return rows


@lru_cache(maxsize=1)
def load(file: Path = FILE) -> Weights:
    """Return the weights that ship, or those of another file."""
    with np.load(file, allow_pickle=False) as found:
        return Weights(found["steps"], float(found["step"]), float(found["bias"]))


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip(_EDGES)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
