"""Choice: the sentences that say most, each for what those before it have not said."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.models import Topic
from ingest.summaries.candidates import Candidate
from ingest.topics.rarity import background

Scores = NDArray[np.float64]

_FEW = 3  # words that every sentence is taken to have more: short ones say little
_LENGTH = 0.5  # exponent: a sentence of twice as many words may say so much more
_NEAR = 0.1  # of a talk: two sentences no further apart are about one thing
_OPENING = 6.0  # sentences in which what is to come is announced


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; signs are standard deviations unless said otherwise.

    Args:
        topics: The sum of the scores of the topics that a sentence names.
        said: What a topic still counts after a sentence has named it.
        words: How much of what the talk says often, and talk at large seldom, is in a sentence.
        middle: How near the sentence's passage is to the middle of the talk.
        opening: What the very first sentence is worth more; those after it ever less.
        wording: What awkward wording costs, a sign.
        host: What a host's sentence is worth less.
        again: What a sentence that repeats the words of another is worth less.
        near: What a sentence right beside another is worth less.
    """

    topics: float = 2.0
    said: float = 0.5
    words: float = 1.0
    middle: float = 1.0
    opening: float = 4.0
    wording: float = 0.4
    host: float = 1.0
    again: float = 3.0
    near: float = 2.0


def chosen(
    there: Sequence[Candidate],
    vectors: NDArray[np.float32],
    topics: Sequence[Topic],
    most: int,
    weights: Weights,
) -> list[tuple[Candidate, float]]:
    """Return the best sentences that stand alone, best first, each with its score from 0 to 1.

    Whether a sentence stands alone, and what its wording costs, is looked at only when it is the
    best that is left: it can but lose by it.

    Args:
        there: The sentences of the talk or chapter, in order.
        vectors: A unit vector for each of the talk's passages.
        topics: The talk's topics.
        most: How many to choose.
        weights: How much each sign counts.
    """
    fitting = [candidate for candidate in there if candidate.fits]
    if not fitting or most < 1:
        return []
    worth = _worth(there, fitting, vectors, weights)
    left = _about(there, topics)
    places = np.array([candidate.passage for candidate in fitting]) / max(1, len(vectors))
    looked: set[int] = set()
    out: list[tuple[Candidate, float]] = []
    while len(out) < most:
        named = np.array([sum(left.get(t, 0.0) for t in sorted(c.topics)) for c in fitting])
        now = worth + weights.topics * named
        best = int(np.argmax(now))
        if not math.isfinite(now[best]):
            break
        pick = fitting[best]
        if best not in looked:
            looked.add(best)
            worth[best] = worth[best] - weights.wording * pick.cost if pick.stands else -math.inf
            continue
        out.append((pick, round(1 / (1 + math.exp(-float(now[best]) / 2)), 4)))
        left |= {topic: left[topic] * weights.said for topic in pick.topics if topic in left}
        worth -= weights.near * (np.abs(places - places[best]) < _NEAR)
        worth -= weights.again * np.array([_alike(c.content, pick.content) for c in fitting])
        worth[best] = -math.inf
    return out


def _worth(
    there: Sequence[Candidate],
    fitting: Sequence[Candidate],
    vectors: NDArray[np.float32],
    weights: Weights,
) -> Scores:
    """Return what each sentence that may be chosen is worth by itself."""
    table = background()
    said = Counter(word for candidate in there for word in candidate.content)
    telling = {
        word: math.log1p(count) * max(0.0, table.rarity(word)) ** 2
        for word, count in said.items()
        if count > 1
    }
    words = [
        math.fsum(telling.get(word, 0.0) for word in c.content) / (_FEW + len(c.content)) ** _LENGTH
        for c in fitting
    ]
    passages = sorted({candidate.passage for candidate in there})
    middle = vectors[passages].mean(axis=0)
    nearness = {at: float(vectors[at] @ middle) for at in passages}
    order = {id(candidate): number for number, candidate in enumerate(there)}
    return np.asarray(
        weights.words * _standard(words)
        + weights.middle * _standard([nearness[c.passage] for c in fitting])
        + weights.opening * np.exp([-order[id(c)] / _OPENING for c in fitting])
        - weights.host * np.array([c.host for c in fitting]),
        dtype=np.float64,
    )


def _about(there: Sequence[Candidate], topics: Sequence[Topic]) -> dict[int, float]:
    """Return how much what is summed up is about each topic: most those that are its own."""
    here = Counter(topic for candidate in there for topic in candidate.topics)
    return {
        index: topic.score * min(1.0, here[index] / len(topic.mentions))
        for index, topic in enumerate(topics)
        if here[index]
    }


def _standard(values: Sequence[float]) -> Scores:
    found = np.array(values, dtype=np.float64)
    return np.asarray((found - found.mean()) / (found.std() + 1e-9), dtype=np.float64)


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
