"""Late interaction: how near a passage is to a question word by word, not only as a whole.

Every token of the question looks for the token of the passage that is nearest to it in meaning, as
both were read in their sentences; what the passage is worth is the mean of those cosines, each
weighed by how much its token tells. So a passage that answers in one of its sentences is not
drowned by the others, as it is in its one vector. (MaxSim, of ColBERT: Khattab and Zaharia 2020,
arXiv:2004.12832; there the sum, here a weighed mean, so that it can be mixed.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ingest.embedding import Tokens, Vectors
from kb import embeddings, lexical, terms
from kb.lexical import Counts

_RARITY = 0.5  # the power by which a word's rarity counts beside what the model says of it
_COMMON = 0.5  # the share of passages that has what is not counted: words that carry no meaning


class Question(NamedTuple):
    """A question's tokens: unit vectors, shape (tokens, dimensions), and weights that sum to 1."""

    vectors: Vectors
    weights: Vectors


def question(text: str, tokens: Tokens, known: Counts) -> Question | None:
    """Return what passages are compared with, None where the question has no tokens.

    Args:
        text: The question.
        tokens: Its tokens.
        known: How many passages have each of its words.
    """
    if not len(tokens.vectors):
        return None
    rare = np.log([_rarity(word, known) for word in _words(text, tokens)])
    telling = tokens.weights + _RARITY * rare
    weights = np.exp(telling - telling.max())
    return Question(tokens.vectors, (weights / weights.sum()).astype(np.float32))


def nearness(asked: Question, packed: Mapping[int, bytes]) -> dict[int, float]:
    """Return how near passages are to a question, word by word, about 0 to 1.

    Args:
        asked: The question.
        packed: By passage, the vectors of its tokens (`embeddings.of_tokens`).
    """
    if not packed:
        return {}
    tokens = embeddings.unpack_each(packed, asked.vectors.shape[1])
    # One by one: of the product of all, OpenBLAS makes work for threads that then get in the way.
    best = [(own @ asked.vectors.T).max(axis=0) for own in tokens.values()]
    return dict(zip(packed, (np.array(best) @ asked.weights).tolist(), strict=True))


def _rarity(word: str | None, known: Counts) -> float:
    common = _COMMON * known.passages
    count = known.of.get(word, common) if word else common
    return terms.rarity(min(count, common), known.passages)


def _words(text: str, tokens: Tokens) -> list[str | None]:
    """Return of each token the word of the question that it is of, None for marks."""
    places = lexical.places(text)
    return [
        next((word for start, end, word in places if start < last and first < end), None)
        for first, last in tokens.spans
    ]
