"""What is talked about around a sentence, by the vectors of its passage and of those near it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models import Passage, Saying
from ingest.quotes.scoring import smooth, standard
from ingest.quotes.weights import Weights, load

WIDTH = 1.6  # passages
SHARE = 0.8  # what the place counts beside the sentence itself


def place(
    said: Sequence[Saying],
    passages: Sequence[Passage],
    vectors: NDArray[np.float32],
    model: str,
    guests: Sequence[bool],
    weights: Weights | None = None,
) -> tuple[Saying, ...] | None:
    """Return what is said with its place counted in; None where nothing was learnt for the model.

    Args:
        said: A talk's sentences, judged by themselves.
        passages: The talk's passages.
        vectors: A unit vector for each.
        model: The encoder's name.
        guests: For each turn whether its sentences are those that a talk's figures are taken from.
        weights: Others than those that ship.
    """
    learnt = (weights or load()).places.get(model)
    if learnt is None or not said or vectors.shape != (len(passages), len(learnt)):
        return None
    homes = list(home(said, passages))
    there = smooth(vectors @ learnt, np.arange(len(passages)), WIDTH)
    counted = np.array([guests[saying.turn] for saying in said])
    values = standard(there[homes], counted if counted.any() else None)
    return tuple(
        saying._replace(worth=round(saying.worth + SHARE * float(value), 4))
        for saying, value in zip(said, values, strict=True)
    )


def home(said: Sequence[Saying], passages: Sequence[Passage]) -> Iterator[int]:
    """Yield the index of the passage that each saying is in, the one before it where it is in none."""
    parts = [(p.turn, p.start, index) for index, q in enumerate(passages) for p in q.parts]
    parts.sort()
    position, found = 0, 0
    for saying in said:
        while position < len(parts) and parts[position][:2] <= (saying.turn, saying.start):
            found = parts[position][2]
            position += 1
        yield found
