"""Topics: the noun phrases and names that a talk is about, found in its passages and ranked.

A phrase scores by how often it is said on its own (C-value: Frantzi, Ananiadou and Mima 2000,
doi:10.1007/s007999900023), how rare it is in talk at large, and over how much of the talk it is
said. Its `key` folds spelling, hyphens, plural and explained acronyms, so that talks share it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ingest.models import Topic
from ingest.topics.candidates import Candidate, candidates
from ingest.topics.keys import canonical
from ingest.topics.ranking import Weights, scores
from ingest.topics.rarity import background

if TYPE_CHECKING:
    from spacy.tokens import Doc

MOST = 20  # topics a talk
LONGER = 0.15


def topics(
    docs: Iterable[Doc],
    *,
    leave_out: Sequence[str] = (),
    show: str = "",
    title: str = "",
    headings: Sequence[str] = (),
    weights: Weights | None = None,
) -> tuple[Topic, ...]:
    """Return a talk's topics, best first."""
    passages = list(docs)
    found = candidates(passages, people=leave_out, show=show)
    ranked = scores(found, background(), len(passages), weights=weights, title=runs(title),
        headings=frozenset().union(*(runs(h) for h in headings)))
    best = chosen(ranked, found, (weights or Weights()).hidden)
    highest = ranked[best[0]] if best else 1.0
    return tuple(_topic(key, found[key], ranked[key] / highest) for key in best)


def chosen(ranked, found, hidden) -> list[str]:
    out: list[str] = []
    for key in sorted(ranked, key=lambda k: (-ranked[k], k)):
        if not any(same(found[key], found[o], hidden, key, o) for o in out):
            out.append(key)
            if len(out)==MOST: break
    return out

def same(c, o, hidden, key, other):
    a, b = c.words, o.words
    if len(a) == len(b): return False
    short, long = (a, b) if len(a) < len(b) else (b, a)
    if not any(long[i:i+len(short)] == short for i in range(len(long)-len(short)+1)): return False
    few, many = (c, o) if len(a) < len(b) else (o, c)
    # the shorter is said mostly inside the longer, or the longer adds too little
    share = many.count / few.count
    if len(a) < len(b): return share > hidden
    return share < LONGER

def runs(text: str) -> frozenset[str]:
    words = text.replace("/", " ").split()
    words = [w.strip(".,;:!?\"'“”‘’()[]") for w in words]
    return frozenset(canonical(" ".join(words[i:i+n])) for n in range(1,5) for i in range(len(words)-n+1))


def _topic(key: str, candidate: Candidate, score: float) -> Topic:
    return Topic(key=key, name=candidate.name, score=round(score, 4), mentions=tuple(candidate.mentions))
