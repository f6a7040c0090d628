"""MRR@10, hit@1, hit@10 and nDCG@10 over queries with known answers."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypedDict

from kb.evaluate.bootstrap import interval
from kb.evaluate.queries import Query, answers, first_right
from kb.filters import Filters
from kb.hits import Hit
from kb.search import MODES, Mode

DEPTH = 10
NAMES = ("mrr@10", "hit@1", "hit@10", "ndcg@10")

Searcher: TypeAlias = Callable[[str, Mode, Filters, int], Sequence[Hit]]
Figures: TypeAlias = dict[str, float]


class Intervals(TypedDict):
    """The 95% interval of each figure, over all queries and over each kind."""

    all: dict[str, list[float]]
    by_kind: dict[str, dict[str, list[float]]]


class Summary(TypedDict):
    """Means over all queries and over each kind, with their intervals."""

    all: Figures
    by_kind: dict[str, Figures]
    intervals: Intervals


class Result(TypedDict):
    """How many queries there were, and the figures of each mode."""

    queries: int
    modes: dict[str, Summary]


class Measured(NamedTuple):
    """What a search made of a query; `rank` is that of its first right hit, None without one."""

    query: Query
    rank: int | None
    figures: Figures


def evaluate(queries: Sequence[Query], search: Searcher, modes: Iterable[Mode] = MODES) -> Result:
    """Return the figures of each mode, in all and by kind of query, with their intervals."""
    return {
        "queries": len(queries),
        "modes": {mode: summary(measure(queries, search, mode)) for mode in modes},
    }


def measure(queries: Sequence[Query], search: Searcher, mode: Mode) -> list[Measured]:
    """Return what a search makes of each query."""
    out = []
    for query in queries:
        filters = Filters(talk=(query.talk,)) if query.within else Filters()
        out.append(_measured(query, search(query.query, mode, filters, DEPTH)))
    return out


def summary(measured: Sequence[Measured]) -> Summary:
    """Return means over all queries and over each kind, and the 95% intervals of the means."""
    by_kind: dict[str, list[Figures]] = defaultdict(list)
    for one in measured:
        by_kind[one.query.kind].append(one.figures)
    every = [one.figures for one in measured]
    return {
        "all": mean(every),
        "by_kind": {kind: mean(found) for kind, found in sorted(by_kind.items())},
        "intervals": {
            "all": _intervals(every),
            "by_kind": {kind: _intervals(found) for kind, found in sorted(by_kind.items())},
        },
    }


def mean(found: Sequence[Figures]) -> Figures:
    """Return the mean of each figure."""
    return {n: round(sum(f[n] for f in found) / max(1, len(found)), 4) for n in NAMES}


def table(result: Result) -> list[dict[str, object]]:
    """Return the result as rows for reading: a mode and a kind of query each."""
    rows: list[dict[str, object]] = []
    for mode, found in result["modes"].items():
        kinds = {"all": found["all"], **found["by_kind"]}
        bounds = {"all": found["intervals"]["all"], **found["intervals"]["by_kind"]}
        for kind, figures in kinds.items():
            low, high = bounds[kind]["mrr@10"]
            interval_of_mrr = {"95% of mrr": f"{low:.3f} to {high:.3f}"}
            rows.append({"mode": mode, "queries": kind, **figures, **interval_of_mrr})
    return rows


def _measured(query: Query, hits: Sequence[Hit]) -> Measured:
    right = first_right(query, hits)
    rank = right.index(True) + 1 if True in right else None
    gain = sum(1 / math.log2(place + 1) for place, ok in enumerate(right, start=1) if ok)
    possible = max(1, min(DEPTH, max(answers(query), sum(right))))
    ideal = sum(1 / math.log2(place + 1) for place in range(1, possible + 1))
    return Measured(
        query,
        rank,
        {
            "mrr@10": 1 / rank if rank else 0.0,
            "hit@1": float(rank == 1),
            "hit@10": float(rank is not None),
            "ndcg@10": gain / ideal,
        },
    )


def _intervals(found: Sequence[Figures]) -> dict[str, list[float]]:
    return {name: list(interval([figures[name] for figures in found])) for name in NAMES}
