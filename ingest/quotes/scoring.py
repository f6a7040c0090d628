"""How much a sentence is worth by its features and by its neighbours' worth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models import Saying, Speaker, Turn
from ingest.quotes.features import HOSTS, Matrix, Sentence, features, sentences_of
from ingest.quotes.weights import Weights, load

FEWEST = 5  # words; what is shorter is no sentence to judge
_CLIP = 4.0  # standard deviations: nothing odd may decide alone
_NEAR = 4.0  # sentences: editors choose runs, so a good neighbour speaks for a sentence ...
_NEIGHBOURS = 0.5  # ... but less than it does for itself
_NO_SPREAD = 1e-6  # below, scores are the same but for rounding
_HOST = 3.0  # what a host's sentence is worth less, times the share of the talk that guests have


def sayings(
    turns: Sequence[Turn],
    speakers: Sequence[int | None],
    cast: Sequence[Speaker],
    weights: Weights | None = None,
) -> tuple[Saying, ...]:
    """Return what is said in a talk and how much it is worth, in standard deviations."""
    said = sentences_of(turns, speakers, cast)
    if not said:
        return ()
    worth = judged(said, features(said, turns), weights or load())
    return tuple(
        Saying(s.turn, s.start, s.end, round(float(w), 4))
        for s, w in zip(said, worth, strict=True)
        if len(s.tokens) >= FEWEST
    )


def judged(said: Sequence[Sentence], rows: Matrix, weights: Weights) -> NDArray[np.float64]:
    """Return each sentence's worth, smoothed over its neighbours."""
    scaled = np.clip((rows - weights.mean) / weights.scale, -_CLIP, _CLIP)
    counted = counts(said)
    raw = standard(scaled @ weights.weight, counted)
    near = smooth(raw, np.flatnonzero(counted), _NEAR, alone=True)
    worth = standard(raw + _NEIGHBOURS * standard(near, counted), counted)
    hosts = np.array([s.role in HOSTS for s in said])
    sizes = np.array([len(s.tokens) for s in said])
    share = float(sizes[~hosts].sum() / max(1, sizes.sum()))
    return np.asarray(worth - _HOST * share * hosts, dtype=np.float64)


def counts(said: Sequence[Sentence]) -> NDArray[np.bool_]:
    """Return which sentences a talk's figures are taken from: the guests', unless all are hosts."""
    long = np.array([len(s.tokens) >= FEWEST for s in said])
    guests = long & np.array([s.role not in HOSTS for s in said])
    return guests if guests.any() else (long if long.any() else np.ones(len(said), dtype=bool))


def standard(
    scores: NDArray[np.floating], counted: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """Return scores as standard deviations from the mean of those that count.

    Where these don't differ they tell nothing of the others either: all are 0 then.
    """
    some = scores if counted is None else scores[counted]
    spread = float(some.std())
    if spread < _NO_SPREAD:
        return np.zeros(len(scores))
    return np.asarray((scores - some.mean()) / spread, dtype=np.float64)


def smooth(
    scores: NDArray[np.floating], source: NDArray[np.intp], width: float, *, alone: bool = False
) -> NDArray[np.float64]:
    """Return for each position the mean of the scores around it, nearer ones weighing more.

    Args:
        scores: In order.
        source: The positions whose scores count.
        width: The standard deviation of the bell, in positions.
        alone: Whether a score is left out of its own mean.
    """
    reach = int(4 * width)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / width) ** 2)
    if alone:
        bell[reach] = 0.0
    counted = np.zeros(len(scores))
    counted[source] = 1.0
    inside = slice(reach, reach + len(scores))
    weight = np.convolve(counted, bell)[inside]
    total = np.convolve(counted * scores, bell)[inside]
    return np.asarray(total / np.maximum(weight, 1e-9), dtype=np.float64)
