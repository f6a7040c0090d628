"""The sentence of a passage that answers best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ingest.embedding import Encoder, Vectors
from ingest.sentences import sentences
from kb import lexical


class Best(NamedTuple):
    """A sentence at `[start, end)` of a passage's text, and how well it answers."""

    start: int
    end: int
    score: float


def best_sentences(
    texts: Mapping[int, str],
    keywords: Sequence[str],
    encoder: Encoder | None,
    vector: Vectors | None,
) -> dict[int, Best]:
    """Return each passage's best sentence: by meaning where there is an encoder, else by words."""
    spans = {key: sentences(text) or [(0, len(text))] for key, text in texts.items()}
    flat = [(key, start, end) for key, found in spans.items() for start, end in found]
    said = [texts[key][start:end] for key, start, end in flat]
    if encoder is not None and vector is not None:
        scores = (encoder.encode(said) @ vector).tolist()
    else:
        scores = [float(sum(has_word(text, word) for word in keywords)) for text in said]
    out: dict[int, Best] = {}
    for (key, start, end), score in zip(flat, scores, strict=True):
        if key not in out or score > out[key].score:
            out[key] = Best(start, end, score)
    return out


def has_word(text: str, word: str) -> bool:
    """Return whether a text has a word, in any of its forms that share a stem of it."""
    stem = word.lower()[: max(4, len(word) - 3)]
    return any(token.lower().startswith(stem) for token in lexical.tokens(text))
