"""How far figures can be trusted that were measured on some queries: the bootstrap. Seeded, pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 10_000
SEED = 20_240_229
CONFIDENCE = 0.95

_AT_ONCE = 2_000_000  # numbers in memory


class Interval(NamedTuple):
    """Where the mean over all queries that could have been asked lies, most likely."""

    low: float
    high: float


def interval(values: Sequence[float]) -> Interval:
    """Return the 95% percentile bootstrap interval of a mean.

    As many values are drawn with replacement as there are, 10,000 times; Efron and Tibshirani, An
    Introduction to the Bootstrap, 1993, chapter 13. It says how much the choice of queries
    matters, not whether they are the right ones to ask.
    """
    if not values:
        return Interval(0.0, 0.0)
    means = np.concatenate(list(_means(np.asarray(values, dtype=np.float64))))
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Interval(round(float(low), 4), round(float(high), 4))


def paired_p(differences: Sequence[float]) -> float:
    """Return how likely a difference of means at least so large is where there is none.

    The differences, query by query, are moved to have a mean of zero and drawn with replacement;
    two-sided. Sakai, "Evaluating evaluation metrics based on the bootstrap", SIGIR 2006, without
    its studentising.
    """
    if not differences:
        return 1.0
    values = np.asarray(differences, dtype=np.float64)
    seen = abs(values.mean())
    as_large = sum(
        int((np.abs(means) >= seen - 1e-12).sum()) for means in _means(values - values.mean())
    )
    return round((as_large + 1) / (RESAMPLES + 1), 4)


def _means(values: NDArray[np.float64]) -> Iterator[NDArray[np.float64]]:
    """Yield the means of all resamples, some at a time."""
    chance = np.random.default_rng(SEED)
    size = max(1, min(RESAMPLES, _AT_ONCE // len(values)))
    for start in range(0, RESAMPLES, size):
        count = min(size, RESAMPLES - start)
        yield values[chance.integers(0, len(values), (count, len(values)))].mean(axis=1)
