"""How the evidence of words and the evidence of meaning become one score.

Scores are mixed, not ranks: a rank forgets how far apart two passages are, so rank fusion throws
away what meaning found whenever the words differ. And words count by how much of the query they
cover, squared: a passage that has the rare words of a query together is very likely meant, while
one that shares a common word or two tells nothing. The figures are in docs/search.md.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS = 1.0  # the weight of words, chosen among .5, .75, 1, 1.5 and 2 on half of a set of queries
BEST_SENTENCE = 0.5  # how much a passage's best sentence counts beside the whole passage


def mix(covered: Mapping[int, float], meaning: Mapping[int, float]) -> dict[int, float]:
    """Return {passage: score}.

    Args:
        covered: How much of the query a passage's words cover, 0 to 1; passages without any of
            the words are missing.
        meaning: Cosine similarities of all candidates.
    """
    lowest = min(meaning.values(), default=0.0)
    mixed = dict(meaning)
    for passage, share in covered.items():
        mixed[passage] = mixed.get(passage, lowest) + WORDS * share**2
    return mixed


def with_best_sentence(score: float, whole: float, sentence: float) -> float:
    """Return a passage's score once the meaning of its best sentence is known.

    Args:
        score: Its score so far, of which `whole` is a part.
        whole: The cosine similarity of the whole passage.
        sentence: That of its nearest sentence.
    """
    return score + BEST_SENTENCE * (sentence - whole)
