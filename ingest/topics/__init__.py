"""Topics: the noun phrases and names that a talk is about, found in its passages and ranked.

A phrase scores by how often it is said on its own (C-value: Frantzi, Ananiadou and Mima 2000,
doi:10.1007/s007999900023), how rare it is in talk at large, and where it stands. Its `key` folds
spelling, hyphens, plural and explained acronyms, and is made from the phrase alone, so that talks
share it and a later ingest gives it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ingest.models import Topic
from ingest.topics.candidates import Candidate, candidates
from ingest.topics.choice import chosen
from ingest.topics.keys import canonical
from ingest.topics.ranking import Place, Weights, scores
from ingest.topics.rarity import background

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["MOST", "Weights", "canonical", "topics"]

MOST = 20  # topics a talk
_LONGEST = 4  # words of a title that are looked up as one
_EDGES = ".,;:!?\"'“”‘’()[]"


def topics(
    docs: Iterable[Doc],
    *,
    leave_out: Sequence[str] = (),
    show: str = "",
    title: str = "",
    headings: Sequence[str] = (),
    most: int = MOST,
    weights: Weights | None = None,
) -> tuple[Topic, ...]:
    """Return a talk's topics, best first.

    Args:
        docs: Its passages, tagged, in order.
        leave_out: Names of people that are no topics here: those of its speakers.
        show: The show's name, which is none either; its single words may be.
        title: The talk's title: what it names and the talk says is likely a topic.
        headings: The titles of its chapters, where the file has some.
        most: How many to return.
        weights: How much each sign counts.
    """
    passages = list(docs)
    found = candidates(passages, people=leave_out, show=show)
    named = frozenset().union(*(runs(heading) for heading in headings))
    place = Place(len(passages), runs(title), named)
    ranked = scores(found, background(), place, weights or Weights())
    best = chosen(ranked, found, most)
    highest = ranked[best[0]] if best else 1.0
    return tuple(_topic(key, found[key], ranked[key] / highest) for key in best)


def runs(text: str) -> frozenset[str]:
    """Return the keys of all runs of up to four words of a title."""
    words = [word.strip(_EDGES) for word in text.split()]
    return frozenset(
        canonical(" ".join(words[first : first + size]))
        for size in range(1, _LONGEST + 1)
        for first in range(len(words) - size + 1)
    )


def _topic(key: str, candidate: Candidate, score: float) -> Topic:
    mentions = tuple(candidate.mentions)
    return Topic(key=key, name=candidate.name, score=round(score, 4), mentions=mentions)
