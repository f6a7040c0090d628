"""Summaries without inventing: the sentences of a talk that carry it, in their speakers' words.

Five sentences for a talk, one for each chapter; each is a quote with its receipt. They are chosen
by what they say, greedily and so that each adds what those before it do not (maximal marginal
relevance: Carbonell and Goldstein 1998, doi:10.1145/290941.291025). What a sentence says is the
talk's topics it names, the rare words it shares with the talk, and how near its passage is to the
middle of all passages' vectors (centroid: Radev et al. 2004, doi:10.1016/j.ipm.2003.10.006), which
are there for search anyway: no sentence is embedded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models import Analysis, Point
from ingest.quotes import quote_of
from ingest.summaries.candidates import Candidate, candidates
from ingest.summaries.choice import Weights, chosen

__all__ = ["MOST", "Weights", "summarised"]

MOST = 5  # sentences a talk
_EACH = 4  # sentences of a talk for each that stands for it
_FEWEST = 6  # sentences; fewer are read as soon as summed up


def summarised(
    analysis: Analysis, vectors: NDArray[np.float32], weights: Weights | None = None
) -> Analysis:
    """Return the analysis with its summary.

    Args:
        analysis: All that was found in a talk.
        vectors: A unit vector for each of its passages.
        weights: How much each sign counts.
    """
    if vectors.shape[0] != len(analysis.passages) or not analysis.sayings:
        return analysis
    found = candidates(analysis)
    weights = weights or Weights()
    points = [
        *_points(analysis, found, vectors, weights, None),
        *(
            point
            for chapter in range(len(analysis.chapters))
            if len(analysis.chapters) > 1
            for point in _points(analysis, found, vectors, weights, chapter)
        ),
    ]
    return analysis.model_copy(update={"summary": tuple(points)})


def _points(
    analysis: Analysis,
    found: Sequence[Candidate],
    vectors: NDArray[np.float32],
    weights: Weights,
    chapter: int | None,
) -> Iterator[Point]:
    """Yield the sentences for a chapter, or for the whole talk, in the order of the talk."""
    there = [c for c in found if chapter is None or c.chapter == chapter]
    if len(there) < _FEWEST:
        return
    most = min(MOST if chapter is None else 1, len(there) // _EACH)
    picked = chosen(there, vectors, analysis.topics, most, weights)
    for candidate, score in sorted(picked, key=lambda pair: (pair[0].turn, pair[0].start)):
        turn = analysis.turns[candidate.turn]
        span = (candidate.start, candidate.end)
        quote = quote_of(turn, candidate.turn, turn.speaker, span, score, "summary")
        yield Point(chapter=chapter, quote=quote)
