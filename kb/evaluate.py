"""How good a search is: MRR@10, hit@1, hit@10 and nDCG@10 over queries with known answers."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.errors import DatabaseError
from kb.filters import Filters
from kb.search import MODES, Hit, Mode

DEPTH = 10
Searcher: TypeAlias = Callable[[str, Mode, Filters, int], Sequence[Hit]]
Figures: TypeAlias = dict[str, float]


class Query(BaseModel):
    """A query with the places that answer it.

    Args:
        talk: The path of the talk that has the answer.
        spans: `[start, end)` in characters of its decoded source.
        within: Search in that talk only.
    """

    model_config = ConfigDict(frozen=True)

    id: str = ""
    query: str
    kind: str = "all"
    talk: str
    spans: tuple[tuple[int, int], ...]
    within: bool = False


def read_queries(path: Path) -> list[Query]:
    """Return the queries of a file of JSON lines.

    Raises:
        DatabaseError: A line is not a query; the message says which.
    """
    out = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                out.append(Query.model_validate_json(line))
            except ValidationError as error:
                reason = error.errors()[0]
                field = ".".join(map(str, reason["loc"])) or "line"
                message = f"{path}:{number}: no query ({field}: {reason['msg']})"
                raise DatabaseError(message) from None
    return out


def evaluate(
    queries: Sequence[Query], search: Searcher, modes: Iterable[Mode] = MODES
) -> dict[str, object]:
    """Return the figures of each mode, in all and by kind of query."""
    return {
        "queries": len(queries),
        "modes": {mode: _mode(queries, search, mode) for mode in modes},
    }


def first_right(query: Query, hits: Sequence[Hit]) -> list[bool]:
    """Return for each hit whether it is right: it covers half of a gold span, or half lies in one."""
    return [hit.talk == query.talk and _overlaps(query, hit) for hit in hits]


def _mode(queries: Sequence[Query], search: Searcher, mode: Mode) -> dict[str, object]:
    by_kind: dict[str, list[Figures]] = defaultdict(list)
    for query in queries:
        filters = Filters(talk=(query.talk,)) if query.within else Filters()
        hits = search(query.query, mode, filters, DEPTH)
        by_kind[query.kind].append(_figures(query, hits))
    every = [figures for found in by_kind.values() for figures in found]
    return {
        "all": _mean(every),
        "by_kind": {kind: _mean(found) for kind, found in sorted(by_kind.items())},
    }


def _figures(query: Query, hits: Sequence[Hit]) -> Figures:
    right = first_right(query, hits)
    rank = right.index(True) + 1 if True in right else 0
    gain = sum(1 / math.log2(place + 1) for place, ok in enumerate(right, start=1) if ok)
    possible = max(1, min(DEPTH, max(len(query.spans), sum(right))))
    ideal = sum(1 / math.log2(place + 1) for place in range(1, possible + 1))
    return {
        "mrr@10": 1 / rank if rank else 0.0,
        "hit@1": float(rank == 1),
        "hit@10": float(rank > 0),
        "ndcg@10": gain / ideal,
    }


def _mean(found: Sequence[Figures]) -> Figures:
    names = ("mrr@10", "hit@1", "hit@10", "ndcg@10")
    return {n: round(sum(f[n] for f in found) / max(1, len(found)), 4) for n in names}


def _overlaps(query: Query, hit: Hit) -> bool:
    """Return whether the hit and a gold span share at least half of the shorter of the two."""
    for start, end in query.spans:
        shared = min(end, hit.end_char) - max(start, hit.start_char)
        if shared > 0 and shared * 2 >= min(end - start, hit.end_char - hit.start_char):
            return True
    return False


def as_json(result: dict[str, object]) -> str:
    """Return the result for machines."""
    return json.dumps(result, indent=2)


def table(result: dict[str, object]) -> list[dict[str, object]]:
    """Return the result as rows for reading: a mode and a kind of query each."""
    modes = cast("dict[str, dict[str, object]]", result["modes"])
    rows: list[dict[str, object]] = []
    for mode, found in modes.items():
        kinds = {"all": found["all"], **cast("dict[str, object]", found["by_kind"])}
        for kind, figures in kinds.items():
            rows.append({"mode": mode, "queries": kind, **cast("Figures", figures)})
    return rows
