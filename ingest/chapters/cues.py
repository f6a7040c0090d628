"""Cues: how people speak when they turn to something else, learnt from where they did.

A turn's first words, its length and who goes on speaking, and how the turns before it end, each
add a weight. The weights ship as data; training/chapters says what they were learnt from.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

from ingest.models import Turn

FILE = Path(__file__).parent.parent / "data" / "chapters" / "cues.json"

_HEAD = 20  # words of a turn that can say that something begins
_FIRST = 3  # ... of which these count twice, as its very first
_TAIL = 30  # words of a turn that can say that something has ended
_BEFORE = 3  # turns before it that are listened to
_LENGTHS = (3, 8, 20, 50, 100, 200)  # words
_HOLDS = (0.5, 0.7, 0.85)  # share of what follows that is the same speaker's
_FOLLOWING, _FOLLOWING_TURNS = 300, 40  # words, turns
_WORD = re.compile(r"[a-z']+")
_THANKS = re.compile(r"\b(?:thank you|thanks)\b")
_DONE = re.compile(r"\b(?:okay|ok|alright|all right)\b")

_OPENING, _CLOSING = 1.0, 0.6  # how much each counts
_LEAST, _MOST = -1.0, 4.0  # nothing odd may decide alone


class Weights(NamedTuple):
    """What each sign adds; the sum for a turn that is like most is about 0."""

    opening: dict[str, float]
    closing: dict[str, float]
    shift: float


def strength(turns: Sequence[Turn], index: int, weights: Weights | None = None) -> float:
    """Return how much a turn, and the end of what stands before it, sound like a new beginning.

    From -1 to 4. Most turns are below 0: answers, agreements, what goes on.
    """
    known = weights or load()
    opens = sum(known.opening.get(sign, 0.0) for sign in sorted(opening(turns, index)))
    closes = sum(known.closing.get(sign, 0.0) for sign in sorted(closing(turns, index)))
    return max(_LEAST, min(_MOST, _OPENING * opens + _CLOSING * closes + known.shift))


def opening(turns: Sequence[Turn], index: int) -> set[str]:
    """Return the signs of a turn itself: words, pairs and triples of words, length, who goes on."""
    said = _WORD.findall(turns[index].text.lower().replace("’", "'"))
    signs = _grams(said[:_HEAD]) | {f"^{gram}" for gram in _grams(said[:_FIRST])}
    signs |= {f"words {least}" for least in _LENGTHS if len(said) >= least}
    if "?" in turns[index].text:
        signs.add("asks")
    share = _share(turns, index)
    return signs | {f"holds {least}" for least in _HOLDS if share >= least}


def closing(turns: Sequence[Turn], index: int) -> set[str]:
    """Return the signs of the turns before one: how they end, and how long the last is."""
    before = [turn.text for turn in turns[max(0, index - _BEFORE) : index]]
    if not before:
        return set()
    tails = " ".join(" ".join(text.split()[-_TAIL:]).lower() for text in before)
    sizes = [len(text.split()) for text in before]
    signs = {f"words {least}" for least in _LENGTHS if sizes[-1] >= least}
    found = {
        "thanks": _THANKS.search(tails),
        "done": _DONE.search(tails),
        "asks": "?" in before[-1][-3:],
        "asked": any("?" in text[-3:] for text in before),
        "long": max(sizes) >= _LENGTHS[-2],
    }
    return signs | {name for name, is_so in found.items() if is_so}


@lru_cache(maxsize=1)
def load(file: Path = FILE) -> Weights:
    """Return the weights that ship, or those of another file."""
    return Weights(**json.loads(file.read_text("utf-8")))


def _grams(words: Sequence[str]) -> set[str]:
    """Return the words, and the pairs and triples of words that stand together."""
    pairs = {" ".join(pair) for pair in pairwise(words)}
    triples = zip(words, islice(words, 1, None), islice(words, 2, None), strict=False)
    return {*words, *pairs, *(" ".join(triple) for triple in triples)}


def _share(turns: Sequence[Turn], index: int) -> float:
    """Return how much of what is said from a turn on is its speaker's."""
    own = total = 0
    for turn in turns[index : index + _FOLLOWING_TURNS]:
        size = len(turn.text.split())
        total += size
        own += size if turn.speaker == turns[index].speaker else 0
        if total > _FOLLOWING:
            break
    return own / total if total else 0.0
