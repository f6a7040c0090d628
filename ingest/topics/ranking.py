"""Ranking: what a talk says often, all through, and what talk at large does not say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ingest.topics.candidates import Candidate
from ingest.topics.rarity import Background


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; chosen on one half of tagged talks (training/topics)."""

    count: float = 0.7
    rarity: float = 3.0
    spread: float = 0.3
    length: float = 0.5
    name: float = 1.2
    early: float = 0.3
    title: float = 1.5
    heading: float = 1.3
    least: int = 3
    unknown: float = 0.5
    hidden: float = 0.6


def scores(
    found: Mapping[str, Candidate],
    table: Background,
    passages: int,
    *,
    title: frozenset[str] = frozenset(),
    headings: frozenset[str] = frozenset(),
    weights: Weights | None = None,
) -> dict[str, float]:
    """Return a score for every candidate that is said often enough."""
    w = weights or Weights()
    out = {}
    for key, c in found.items():
        least = w.least if len(c.words) == 1 or not c.names else w.least - 1
        if key in title:
            least = 1
        if c.count < least:
            continue
        own = c.count - (sum(c.inside.values()) / len(c.inside) if c.inside else 0)
        if own <= 0:
            continue
        rare = rarity(key, c.words, table, w.unknown)
        spread = len({m.passage for m in c.mentions}) / max(1, passages)
        score = own**w.count * rare**w.rarity * (spread**w.spread)
        score *= len(c.words) ** w.length
        if c.names * 2 > c.count:
            score *= w.name
        score *= 1 + w.early * (1 - c.mentions[0].passage / max(1, passages))
        if key in title:
            score *= w.title
        if key in headings:
            score *= w.heading
        out[key] = score
    return out


def rarity(key: str, words: Sequence[str], table: Background, unknown: float) -> float:
    """Return how rare a phrase is: as it is known, or as its words make it."""
    if len(words) == 1:
        return table.rarity(key)
    mean = sum(table.rarity(word) for word in words) / len(words)
    if table.count(key):
        return min(table.rarity(key), (1 + unknown) * mean)
    return min(1.0, mean * (1 + unknown * 0.3))
