"""Cutting: the division of a talk into chapters that is best as a whole.

A chapter costs as much as its stretches differ from their mean, and a fixed price; the price is
lower where somebody says that something new begins. Dynamic programming finds the cheapest
division, as Utiyama and Isahara (2001, doi:10.3115/1073012.1073076) do with another cost.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ingest.chapters.stretches import Stretch, vectors

Array = npt.NDArray[np.float64]

PRICE = 5.8  # of a chapter; in it a stretch of 60 words that has nothing in common with the rest costs 1
CUE = 0.7  # how much a cue takes off the price, for each unit of its strength
_PER = 60.0  # words
_SHORT = 500  # words: a chapter that is shorter costs up to three times the price more
_LONG = 3000  # words: a chapter of twice as many costs the price once more
_LONGEST = 8000  # words


def cuts(pieces: Sequence[Stretch], *, price: float = PRICE, cue: float = CUE) -> list[int]:
    """Return the indexes of the stretches, but for the first, with which a chapter begins.

    Args:
        pieces: The talk's stretches; there must be one.
        price: What a chapter costs.
        cue: How much a cue takes off that, for each unit of its strength.
    """
    sizes = np.array([piece.words for piece in pieces], dtype=np.float64)
    before = np.concatenate([[0.0], np.cumsum(sizes)])
    off = np.array([piece.cue * cue for piece in pieces])
    off[0] = 0.0
    differing = _Differing(vectors(pieces).astype(np.float64), sizes / _PER)
    best = np.zeros(len(pieces) + 1)
    came = np.zeros(len(pieces) + 1, dtype=int)
    for end in range(1, len(pieces) + 1):
        low = min(end - 1, int(np.searchsorted(before, before[end] - _LONGEST)))
        length = before[end] - before[low:end]
        short = np.clip((_SHORT - length) / _SHORT, 0, None) * 3 * price
        long = np.clip((length - _LONG) / _LONG, 0, None) * price
        total = best[low:end] + differing(low, end) + price - off[low:end] + short + long
        came[end] = low + int(np.argmin(total))
        best[end] = total[came[end] - low]
    return _walked(came)


class _Differing:
    """How much the stretches from each of several on to one end differ from their mean."""

    def __init__(self, rows: Array, weights: Array) -> None:
        start = np.zeros((1, rows.shape[1]))
        self._sums = np.vstack([start, np.cumsum(rows * weights[:, None], axis=0)])
        self._weights = np.concatenate([[0.0], np.cumsum(weights)])
        squares = weights * (rows**2).sum(axis=1)
        self._squares = np.concatenate([[0.0], np.cumsum(squares)])

    def __call__(self, low: int, end: int) -> Array:
        """Return the cost of a chapter that begins at each of `low` to `end` and ends at `end`."""
        sums = self._sums[end] - self._sums[low:end]
        weight = np.maximum(self._weights[end] - self._weights[low:end], 1e-9)
        out: Array = self._squares[end] - self._squares[low:end] - (sums**2).sum(axis=1) / weight
        return out


def _walked(came: npt.NDArray[np.int_]) -> list[int]:
    out: list[int] = []
    at = int(came[-1])
    while at > 0:
        out.append(at)
        at = int(came[at])
    return out[::-1]
