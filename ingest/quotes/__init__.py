"""Quotes: spans worth keeping, that stand alone, in their speaker's own words.

What is worth keeping was learnt from what editors of a podcast chose (training/quotes). A sentence
is judged by how it reads and by where in the talk it stands; where the passages' vectors are
known, also by what is talked about around it. Rules then see to it that a quote is complete,
leans on nothing before it, and is neither a host's question nor an advertisement; a judge reads
the likeliest closely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.models import WRITTEN, Analysis, Quote, Saying, Speaker, Turn
from ingest.quotes.choice import chosen, quote_of
from ingest.quotes.features import HOSTS
from ingest.quotes.places import place
from ingest.quotes.scoring import sayings

__all__ = ["quote_of", "quotes", "sayings", "with_quotes"]


def quotes(
    turns: Sequence[Turn],
    speakers: Sequence[int | None],
    cast: Sequence[Speaker],
    said: Sequence[Saying] | None = None,
    *,
    written: bool = False,
) -> tuple[Quote, ...]:
    """Return a talk's quotes, best first.

    Args:
        turns: The talk's turns.
        speakers: For each turn its speaker's index into `cast`.
        cast: The talk's speakers.
        said: Its sentences, judged, where they are known already.
        written: Whether to look for reported speech too: “…” said somebody.
    """
    said = sayings(turns, speakers, cast) if said is None else said
    return chosen(turns, speakers, cast, said, written=written)


def with_quotes(
    analysis: Analysis, vectors: NDArray[np.float32] | None = None, model: str = ""
) -> Analysis:
    """Return the analysis of a talk with its quotes.

    Args:
        analysis: What else was found in it.
        vectors: A unit vector for each passage, where they are known: quotes are better then.
        model: The encoder's name; of those that do not ship nothing was learnt, and quotes are
            chosen as without one.
    """
    cast = analysis.speakers
    said = None
    if vectors is not None:
        guests = [t.speaker is None or cast[t.speaker].role not in HOSTS for t in analysis.turns]
        talked = [number for number, p in enumerate(analysis.passages) if not p.boilerplate]
        passages = [analysis.passages[number] for number in talked]
        said = place(analysis.sayings, passages, vectors[talked], model, guests)
    found = quotes(
        analysis.turns,
        [turn.speaker for turn in analysis.turns],
        cast,
        analysis.sayings if said is None else said,
        written=analysis.metadata.kind in WRITTEN,
    )
    return analysis.model_copy(update={"quotes": found})
