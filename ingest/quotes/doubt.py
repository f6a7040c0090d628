"""How much speaks against a quote: that it is torn, or that it points at what was said before it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest.quotes.grammar import Signs
from ingest.quotes.pointing import pointing
from ingest.quotes.torn import torn
from ingest.quotes.trees import parsed
from ingest.sentences import sentences

FILE = Path(__file__).parent.parent / "data" / "quotes" / "standing.json"
MOST = 3  # times that a sign counts


class Doubt(NamedTuple):
    """Log odds above the limit that was set: a quote with more than 0 of either is doubtful."""

    torn: float = 0.0
    points: float = 0.0


class Weights(NamedTuple):
    """What a sign says, and how much is too much.

    Args:
        weights: For each sign its share of the log odds.
        limit: The sum above which a quote is doubtful.
    """

    weights: Mapping[str, float]
    limit: float

    def over(self, signs: Signs) -> float:
        """Return by how much the signs of a quote exceed the limit."""
        said = sum(self.weights.get(sign, 0.0) * min(n, MOST) for sign, n in signs.items())
        return round(said - self.limit, 4)


def doubts(texts: Sequence[str]) -> list[Doubt]:
    """Return how doubtful each quote is, in order."""
    learnt = load()
    return [
        Doubt(learnt["torn"].over(broken), learnt["points"].over(back))
        for broken, back in signs_of(texts)
    ]


def signs_of(texts: Sequence[str]) -> list[tuple[Signs, Signs]]:
    """Return for each quote its signs of being torn and of pointing back, all its sentences together."""
    cut = [[text[start:end] for start, end in sentences(text)] for text in texts]
    trees = parsed(sentence for group in cut for sentence in group)
    out = []
    for group in cut:
        broken, back = Signs(), Signs()
        for _ in group:
            tree = next(trees)
            broken.update(torn(tree))
            back.update(pointing(tree))
        out.append((broken, back))
    return out


@lru_cache(maxsize=1)
def load(file: Path = FILE) -> dict[str, Weights]:
    """Return the weights that ship, or those of another file."""
    found = json.loads(file.read_text("utf-8"))
    return {name: Weights(one["weights"], one["limit"]) for name, one in found.items()}
