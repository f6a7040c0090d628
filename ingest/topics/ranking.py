"""Ranking: what a talk says often, all through, and what talk at large does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.topics.candidates import Candidate
from ingest.topics.choice import holds
from ingest.topics.rarity import Background

_LEAST_RARE = 0.42  # a word in more than one in fifty of all passages is no topic
_PASSAGES_EACH = 25  # in so many passages a topic is said once at least
_EMPTY = 0.25  # a word in more than one in ten says nothing about the next


@dataclass(frozen=True)
class Weights:
    """How much each sign counts; chosen on one half of tagged talks, see training/topics.

    Args:
        count: Exponent of how often a phrase is said on its own.
        rarity: Exponent of how rare it is in talk at large.
        spread: Exponent of the share of passages that say it.
        length: Exponent of its number of words.
        name: Factor for a name.
        person: Factor for what is only somebody's first or last name.
        early: What is added for being said at the very beginning.
        title: Factor for standing in the talk's title.
        heading: Factor for standing in a heading.
        unknown: How much rarer than its words a phrase may be.
        least: How often a phrase must be said, where it is in no title.
    """

    count: float = 0.6
    rarity: float = 2.5
    spread: float = 0.5
    length: float = 0.3
    name: float = 1.1
    person: float = 0.4
    early: float = 0.3
    title: float = 4.0
    heading: float = 1.3
    unknown: float = 0.25
    least: int = 3


@dataclass(frozen=True)
class Place:
    """What is known of a talk besides its words.

    Args:
        passages: How many it has.
        title: The keys of all runs of words in its title.
        headings: The same of its headings.
    """

    passages: int
    title: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()


def scores(
    found: Mapping[str, Candidate], table: Background, place: Place, weights: Weights
) -> dict[str, float]:
    """Return a score for every candidate that is said often enough, and is not said everywhere."""
    out = {}
    place = replace(place, title=place.title - _worn(found, place))
    for key, candidate in found.items():
        if key not in place.title and candidate.count < _least(candidate, place, weights):
            continue
        own = on_its_own(candidate)
        rare = rarity(key, candidate.words, table, weights.unknown)
        least = _LEAST_RARE - (0.1 if len(candidate.words) > 1 else 0)
        if own > 0 and rare > least and not _padded(key, candidate.words, table):
            said = own**weights.count * rare**weights.rarity
            out[key] = said * _bearing(key, candidate, place, weights)
    return out


def _worn(found: Mapping[str, Candidate], place: Place) -> set[str]:
    """Return the words of a title that only make up a longer phrase of it.

    "Random Walk" is what a talk of that title is about; "random" and "walk" are not.
    """
    titled = [key for key in place.title if key in found]
    return {
        key
        for key in titled
        if len(found[key].words) == 1
        and not found[key].names
        and any(holds(found[other].words, found[key].words) for other in titled)
    }


def on_its_own(candidate: Candidate) -> float:
    """Return how often a phrase is said, less the mean count of the phrases that hold it."""
    inside = candidate.inside
    return candidate.count - (sum(inside.values()) / len(inside) if inside else 0.0)


def rarity(key: str, words: Sequence[str], table: Background, unknown: float) -> float:
    """Return how rare a phrase is, 0 to 1: as it is known itself, or as its words make it."""
    if len(words) == 1:
        return table.rarity(key)
    known = table.rarity(key)
    mean = sum(table.rarity(word) for word in words) / len(words)
    return min(known, (1 + (unknown if table.count(key) else unknown / 3)) * mean)


def _padded(key: str, words: Sequence[str], table: Background) -> bool:
    """Return whether a phrase is a word with any small word before it: "much privacy"."""
    return len(words) > 1 and not table.count(key) and table.rarity(words[0]) < _EMPTY


def _least(candidate: Candidate, place: Place, weights: Weights) -> int:
    """Return how often a candidate must be said: more in a long talk, less if it is a full name."""
    least = max(weights.least, place.passages // _PASSAGES_EACH)
    return least - (1 if candidate.names and len(candidate.words) > 1 else 0)


def _bearing(key: str, candidate: Candidate, place: Place, weights: Weights) -> float:
    """Return what a phrase's place and shape make of it."""
    passages = max(1, place.passages)
    spread = len({mention.passage for mention in candidate.mentions}) / passages
    first = candidate.mentions[0].passage / passages
    out: float = spread**weights.spread * len(candidate.words) ** weights.length
    out *= 1 + weights.early * (1 - first)
    if candidate.names * 2 > candidate.count:
        out *= weights.name
    if len(candidate.words) == 1 and candidate.persons * 2 > candidate.count:
        out *= weights.person
    if key in place.title:
        out *= weights.title
    return out * weights.heading if key in place.headings else out
