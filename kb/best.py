"""The sentence of a passage that answers best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.embedding import Encoder, Vectors
from ingest.sentences import sentences
from kb import lexical

_SHORT = 3  # letters; shorter words have no forms to speak of


class Best(NamedTuple):
    """A sentence at `[start, end)` of a passage's text; `score` is the best that any of it has."""

    start: int
    end: int
    score: float


class Asked(NamedTuple):
    """A query's vectors: of all its words, and without the names that stand everywhere."""

    encoder: Encoder
    whole: Vectors
    telling: Vectors


def best_sentences(
    texts: Mapping[int, str],
    keywords: Sequence[str],
    asked: Asked | None,
) -> dict[int, Best]:
    """Return each passage's best sentence: by meaning where vectors are given, else by words.

    The sentence shown is nearest to the whole query; the score, which ranks passages, is the
    nearness of any sentence to what the query tells beside names.
    """
    spans = {key: sentences(text) or [(0, len(text))] for key, text in texts.items()}
    flat = [(key, start, end) for key, found in spans.items() for start, end in found]
    said = [texts[key][start:end] for key, start, end in flat]
    if asked is not None:
        vectors = asked.encoder.encode(said)
        shown, telling = (vectors @ asked.whole).tolist(), (vectors @ asked.telling).tolist()
    else:
        shown = [float(sum(has_word(text, word) for word in keywords)) for text in said]
        telling = shown
    out: dict[int, Best] = {}
    nearest: dict[int, float] = {}
    for (key, start, end), near, tells in zip(flat, shown, telling, strict=True):
        best = out.get(key, Best(start, end, tells))
        if key not in nearest or near > nearest[key]:
            nearest[key], best = near, Best(start, end, best.score)
        out[key] = best._replace(score=max(best.score, tells))
    return out


def has_word(text: str, word: str) -> bool:
    """Return whether a text has a word, in any of its forms that share a stem of it."""
    word = word.lower()
    if len(word) <= _SHORT:  # "AI" is not in "aims"
        return any(token.lower().rstrip("s’'") == word for token in lexical.tokens(text))
    stem = word[: max(_SHORT + 1, len(word) - 3)]
    return any(token.lower().startswith(stem) for token in lexical.tokens(text))
