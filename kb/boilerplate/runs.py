"""Runs of words as hashes: what is remembered of a talk to see what it shares with others. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint32]

LENGTH = 8  # words; people hardly ever say eight in a row that others said, but by heart
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Word(NamedTuple):
    """A word at `[start, end)` of a text."""

    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text."""
    return [Word(*match.span()) for match in _WORD.finditer(text)]


def hashes(texts: Sequence[str]) -> Hashes:
    """Return a hash for each run of words inside one of the texts, in order.

    Case, punctuation and the kind of apostrophe make no difference. A text of n words has
    n - 7 runs, none where it has fewer than eight words.
    """
    found = [_of_text(text) for text in texts]
    return np.concatenate(found) if found else np.zeros(0, dtype=np.uint32)


def _of_text(text: str) -> Hashes:
    said = [_hash(word.lower().replace("’", "'")) for word in _WORD.findall(text)]
    count = len(said) - LENGTH + 1
    if count < 1:
        return np.zeros(0, dtype=np.uint32)
    each = np.array(said, dtype=np.uint64)
    runs = each[:count].copy()
    for place in range(1, LENGTH):
        runs = runs * _MULTIPLIER + each[place : place + count]
    runs ^= runs >> _HALF
    runs *= _MIXER
    return (runs >> _HALF).astype(np.uint32)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")
