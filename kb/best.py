"""The sentence of a passage that answers best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.embedding import Tokens, Vectors
from kb import embeddings, lexical

_SHORT = 3  # letters; shorter words have no forms to speak of


class Best(NamedTuple):
    """A sentence at `[start, end)` of a passage's text."""

    start: int
    end: int


class Asked(NamedTuple):
    """A query's vectors: of all its words, and without the names that stand everywhere.

    `tokens` are those of the latter; None where the model has none.
    """

    whole: Vectors
    telling: Vectors
    tokens: Tokens | None = None


def nearest_sentences(vectors: Mapping[int, Vectors], asked: Asked) -> dict[int, float]:
    """Return how near in meaning each passage's nearest sentence is to what a query tells.

    Args:
        vectors: By passage, those of its sentences.
        asked: The query's vectors.
    """
    return {passage: float((own @ asked.telling).max()) for passage, own in vectors.items()}


def best_sentences(
    texts: Mapping[int, str],
    keywords: Sequence[str],
    asked: Asked | None = None,
    vectors: Mapping[int, Vectors] | None = None,
) -> dict[int, Best]:
    """Return each passage's best sentence: by meaning where vectors are given, else by words.

    The sentence shown is nearest to the whole query, names and all.

    Args:
        texts: By passage, its text.
        keywords: The query's words that carry meaning.
        asked: The query's vectors.
        vectors: By passage, those of its sentences, in order.
    """
    out: dict[int, Best] = {}
    for passage, text in texts.items():
        spans, known = embeddings.spans(text), (vectors or {}).get(passage)
        if asked is None or known is None or len(known) != len(spans):
            out[passage] = _by_words(text, spans, keywords)
        else:
            out[passage] = Best(*spans[int((known @ asked.whole).argmax())])
    return out


def _by_words(text: str, spans: Sequence[tuple[int, int]], keywords: Sequence[str]) -> Best:
    counts = [len(words_in(text[start:end], keywords)) for start, end in spans]
    return Best(*spans[counts.index(max(counts))])


def words_in(text: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return those words that a text has, in any of their forms."""
    lower = text.lower()
    # Most words are not in most texts, and that is soon seen.
    perhaps = [word for word in words if _stem(word) in lower]
    tokens = lexical.tokens(lower) if perhaps else []
    return tuple(word for word in perhaps if _has(tokens, word))


def _has(tokens: Sequence[str], word: str) -> bool:
    stem = _stem(word)
    if len(stem) <= _SHORT:  # "AI" is not in "aims"
        return any(token.rstrip("s’'") == stem for token in tokens)
    return any(token.startswith(stem) for token in tokens)


def _stem(word: str) -> str:
    """Return what all forms of a word begin with."""
    lower = word.lower()
    return lower[: max(_SHORT + 1, len(lower) - 3)]
