"""How the evidence of words and the evidence of meaning become one score.

Scores are mixed, not ranks: a rank forgets how far apart two passages are, so rank fusion throws
away what meaning found whenever the words differ. And words count by how much of the query they
cover: a passage that has the rare words of a query together is very likely meant, while one that
shares a common word or two tells nothing. What each part gives is in docs/search.md;
training/search/ablation.py prints it, and chooses the numbers again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Weights(NamedTuple):
    """How much each part of the evidence counts; the meaning of the whole passage counts 1.

    Args:
        words: The weight of words, in a query of four or fewer that carry meaning.
        best_sentence: How much a passage's best sentence counts in place of the whole passage.
        tokens: The weight of how near it is word by word (kb/late.py).
    """

    words: float
    best_sentence: float
    tokens: float


CHOSEN = Weights(words=0.4, best_sentence=0.5, tokens=2.0)

_FEW = 4  # words that carry meaning: of so many each was chosen ...
_FALL = 3  # ... and the more there are, the less they tell: as this power of their number


def mix(
    covered: Mapping[int, float],
    meaning: Mapping[int, float],
    count: int = _FEW,
    weights: Weights = CHOSEN,
) -> dict[int, float]:
    """Return {passage: score}.

    Of few words each was chosen, so that a passage has them tells more; a long query is rather
    described by its meaning.

    Args:
        covered: How much of the query a passage's words cover, 0 to 1; passages without any of
            the words are missing.
        meaning: Cosine similarities of all candidates.
        count: How many words of the query carry meaning.
        weights: How much each counts.
    """
    lowest = min(meaning.values(), default=0.0)
    mixed = dict(meaning)
    words = weights.words * min(1.0, _FEW / max(1, count)) ** _FALL
    for passage, share in covered.items():
        mixed[passage] = mixed.get(passage, lowest) + words * share
    return mixed


def looked_into(
    score: float, whole: float, sentence: float, tokens: float = 0.0, weights: Weights = CHOSEN
) -> float:
    """Return a passage's score once its sentences and its tokens have been compared.

    Args:
        score: Its score so far, of which `whole` is a part.
        whole: The cosine similarity of the whole passage.
        sentence: That of its nearest sentence.
        tokens: How near it is word by word; 0 for all passages where that is not known.
        weights: How much each counts.
    """
    return score + weights.best_sentence * (sentence - whole) + weights.tokens * tokens
