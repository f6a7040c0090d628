"""Texts that are nearly the same, or one an excerpt of the other, found by sketches. Pure.

A sketch keeps an eighth of a text's five-word runs, chosen by hash and so the same eighth in
every text (FracMinHash; Irber et al. 2022, "Lightweight compositional analysis of metagenomes").
Unlike the lowest two hundred (MinHash), it also tells how much of a short text is in a long one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Hashes: TypeAlias = NDArray[np.uint64]

RUN = 5  # words; two talks share some runs of four by chance, and hardly ever one of five
_KEPT = 8  # one run in so many
_BELOW = np.uint64(2**64 // _KEPT)
_FEWEST = 8  # hashes of a text; fewer say nothing
SHORTEST = 150  # words; a shorter text may have too few hashes
# Of the shorter text's runs. Two recognisers who each get a word in ten wrong share .39; other
# talks of the same people up to .02, and answers to the same questionnaire up to .09.
SAME = 0.25
_AS_LONG = 0.6  # of the longer one; shorter than this is a part of it
_NEIGHBOURS = 32  # of texts that share a run; more share it only where it is boilerplate
_WORD = re.compile(r"\w+(?:'\w+)*")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xD6E8FEB86659FD93)
_HALF = np.uint64(32)


class Sketch(NamedTuple):
    """What is remembered of a text.

    Args:
        runs: How many runs of five words it has.
        distinct: How many of them differ; far fewer where the text is there twice.
        hashes: The runs that are kept, sorted.
    """

    runs: int
    distinct: int
    hashes: Hashes


class Pair(NamedTuple):
    """Two texts, by their places in the sequence, and what they share, each from 0 to 1.

    Args:
        overlap: Of all that is in either.
        contained: Of the shorter one.
    """

    first: int
    second: int
    overlap: float
    contained: float


def sketch(text: str) -> Sketch:
    """Return a text's sketch, in time linear in its length.

    Case, punctuation and the kind of apostrophe make no difference.
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    if len(words) < RUN:
        return Sketch(0, 0, np.empty(0, dtype=np.uint64))
    runs = _runs(np.fromiter(map(_hash, words), dtype=np.uint64, count=len(words)))
    distinct = np.unique(runs)
    return Sketch(len(runs), len(distinct), distinct[distinct < _BELOW].copy())


def compare(one: Sketch, other: Sketch) -> tuple[float, float]:
    """Return the overlap of two texts and how much of the shorter is in the longer."""
    fewest = min(len(one.hashes), len(other.hashes))
    if fewest < _FEWEST:
        return 0.0, 0.0
    shared = len(np.intersect1d(one.hashes, other.hashes, assume_unique=True))
    return shared / (len(one.hashes) + len(other.hashes) - shared), shared / fewest


def as_long(one: Sketch, other: Sketch) -> bool:
    """Return whether two texts are about as long: one of them is no mere part of the other."""
    shorter, longer = sorted((one.distinct, other.distinct))
    return shorter >= _AS_LONG * longer


def pairs(sketches: Sequence[Sketch], *, least: float = 0.3) -> list[Pair]:
    """Return the pairs of which at least this much of the shorter is in the longer.

    Those that share most come first. Only texts that share something are compared, so the time
    goes by what is shared, not by the square of their number.
    """
    sizes = [len(each.hashes) for each in sketches]
    found = []
    for (first, second), shared in _shared(sketches).items():
        fewest = min(sizes[first], sizes[second])
        if fewest >= _FEWEST and shared >= least * fewest:
            overlap = shared / (sizes[first] + sizes[second] - shared)
            found.append(Pair(first, second, overlap, shared / fewest))
    return sorted(found, key=lambda pair: (-pair.overlap, -pair.contained, pair.first, pair.second))


@lru_cache(maxsize=1 << 17)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "little")


def _runs(words: Hashes) -> Hashes:
    """Return a well mixed hash of each run of words."""
    count = len(words) - RUN + 1
    runs = words[:count].copy()
    for place in range(1, RUN):
        runs = runs * _MULTIPLIER + words[place : place + count]
    runs ^= runs >> _HALF
    runs *= _MIXER
    runs ^= runs >> _HALF
    return runs


def _shared(sketches: Sequence[Sketch]) -> dict[tuple[int, int], int]:
    """Return how many hashes the texts share that share any."""
    if not sketches:
        return {}
    hashes = np.concatenate([each.hashes for each in sketches])
    owners = np.repeat(np.arange(len(sketches)), [len(each.hashes) for each in sketches])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    codes = []
    for distance in range(1, _NEIGHBOURS + 1):
        same = hashes[:-distance] == hashes[distance:]
        if not same.any():
            break
        codes.append(owners[:-distance][same] * len(sketches) + owners[distance:][same])
    if not codes:
        return {}
    found, counts = np.unique(np.concatenate(codes), return_counts=True)
    return {
        divmod(code, len(sketches)): count
        for code, count in zip(found.tolist(), counts.tolist(), strict=True)
    }
