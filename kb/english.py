"""Whether something typed is an English word, so that nobody takes it for a misspelt name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ingest.embedding.sources import default_folder

_ENDINGS = ("'s", "s", "es", "ed", "d", "ing", "er", "r", "est", "ly", "ness", "able", "ies", "ied")


def is_word(word: str) -> bool:
    """Return whether a word, or what it is a form of, is in the language model's vocabulary.

    That has the thirty thousand commonest words and parts of words: enough to tell most words
    from names. It knows common names, too, which are then taken as they are typed.
    """
    return any(form in _words() for form in _forms(word.lower().replace("’", "'")))


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (stem, stem + "e", stem + "y")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


@lru_cache(maxsize=1)
def _words() -> frozenset[str]:
    lines = (default_folder() / "vocab.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())
