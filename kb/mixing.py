"""How the score of words and the score of meaning become one.

Both are mixed as scores, not as ranks: a rank forgets how far apart two passages are, so rank
fusion throws away what meaning found whenever the words differ.
"""

from __future__ import annotations

from collections.abc import Mapping

KEYWORD_SHARE = 0.1


def mix(
    keyword: Mapping[int, float], semantic: Mapping[int, float], share: float = KEYWORD_SHARE
) -> dict[int, float]:
    """Return {passage: mixed score}.

    Args:
        keyword: BM25 scores; passages without any of the words are missing.
        semantic: Cosine similarities of all candidates.
        share: The weight of the words, 0 to 1.
    """
    words = scaled(keyword)
    meaning = scaled(semantic)
    return {
        passage: share * words.get(passage, 0.0) + (1 - share) * meaning.get(passage, 0.0)
        for passage in {*words, *meaning}
    }


def scaled(scores: Mapping[int, float]) -> dict[int, float]:
    """Return scores stretched to 0..1."""
    if not scores:
        return {}
    low, high = min(scores.values()), max(scores.values())
    return {k: (v - low) / (high - low) if high > low else 1.0 for k, v in scores.items()}
