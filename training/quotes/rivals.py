"""Other ways to rank a talk's sentences: chance, length, TextRank, and rules made by hand."""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np

from training.quotes.highlights import Labelled

_DAMPING, _ROUNDS = 0.85, 40
_LEANS = re.compile(
    r"(?:and|but|so|or|because|that's why|that's|this is|these are|those are|it's|it is|it was|which|also|then"
    r"|he|she|they|his|her|their|him|them|yeah|yes|no|right|exactly|okay|ok|sure|well|like|oh|plus|anyway"
    r"|the (?:other|same|first|second|former|latter)|another|for example|for instance|again|similarly"
    r"|i think so|i agree|good question|great question)\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:i guess|i don't know|you know|kind of|sort of|or whatever|or something|i mean|and stuff|blah)\b|\.\.\.|…|--",
    re.IGNORECASE,
)
_SIGNS = (
    (0.16, r"\b(?:not|isn't|aren't|don't|rather than|instead of)\b[^.]{3,80}\b(?:but|it's|they're|it is|rather|instead)\b|\brather than\b|\binstead of\b|\bmore than\b|\bless than\b"),
    (0.15, r"\b(?:you (?:should|need to|have to|must|can't|want to)|never|always|don't (?:ever|just)|the (?:key|trick|secret|best way|hardest part|biggest|most important|real|whole point)|make sure|try to)\b"),
    (0.13, r"\b(?:every|everyone|everybody|nobody|no one|people|most|all|the only|the more|any|anyone)\b"),
    (0.14, r"\b(?:i(?:'ve)? (?:learn|realiz|realis|discover|believe|came to|found out)\w*|taught me|lesson|turns? out|the truth is|what matters|changed (?:my|how))\b"),
    (0.06, r"\b(?:\d[\d,.]*%?|million|billion|hundred|thousand|percent|half of|twice)\b"),
)  # fmt: skip
_PATTERNS = [(weight, re.compile(pattern, re.IGNORECASE)) for weight, pattern in _SIGNS]


def chance(talk: Labelled, seed: int) -> list[int]:
    """Return the candidates in any order."""
    return np.random.RandomState(seed).permutation(np.flatnonzero(talk.candidates)).tolist()


def longest(talk: Labelled) -> list[int]:
    """Return the candidates with the most words first."""
    return sorted(np.flatnonzero(talk.candidates), key=lambda i: -len(talk.said[i].tokens))


def textrank(talk: Labelled) -> list[int]:
    """Return the candidates by their rank in the graph of shared words (Mihalcea and Tarau 2004)."""
    ours = np.flatnonzero(talk.candidates)
    bags = [Counter(talk.said[i].content) for i in ours]
    held = Counter(word for bag in bags for word in bag)
    column = {word: n for n, word in enumerate(held)}
    rows = np.zeros((len(bags), len(column)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            rows[row, column[word]] = count * math.log(len(bags) / held[word])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return _ranked(ours, rows @ rows.T)


def by_hand(talk: Labelled) -> list[int]:
    """Return the candidates by rules: claims, contrasts, advice, lessons, numbers; nothing that leans."""
    ours = np.flatnonzero(talk.candidates)
    scores = [_rule(talk.said[i].text, len(talk.said[i].tokens)) for i in ours]
    return [int(ours[i]) for i in np.argsort(-np.array(scores), kind="stable")]


def _rule(text: str, words: int) -> float:
    if not 8 <= words <= 45 or _LEANS.match(text) or text.rstrip('"”').endswith("?"):
        return -1.0
    score = 0.35 + 0.1 * (1 - abs(words - 22) / 24) - 0.15 * len(_HEDGES.findall(text))
    return score + sum(weight for weight, pattern in _PATTERNS if pattern.search(text))


def _ranked(ours: np.ndarray, near: np.ndarray) -> list[int]:
    np.fill_diagonal(near, 0)
    near = near / (near.sum(axis=0, keepdims=True) + 1e-9)
    rank = np.full(len(ours), 1 / max(1, len(ours)))
    for _ in range(_ROUNDS):
        rank = (1 - _DAMPING) / len(ours) + _DAMPING * near @ rank
    return ours[np.argsort(-rank, kind="stable")].tolist()
