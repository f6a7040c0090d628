"""Two databases, or two settings, query by query."""

from __future__ import annotations

from collections.abc import Sequence

from kb.evaluate.bootstrap import interval, paired_p
from kb.evaluate.figures import NAMES, Measured


def compare(here: Sequence[Measured], there: Sequence[Measured]) -> dict[str, object]:
    """Return what is better here than there, and how likely that is chance.

    Args:
        here: What one search made of some queries.
        there: What another made of the same, in the same order.
    """
    pairs = list(zip(here, there, strict=True))
    better = [_pair(a, b) for a, b in pairs if _worth(a) > _worth(b)]
    worse = [_pair(a, b) for a, b in pairs if _worth(a) < _worth(b)]
    return {
        "queries": len(pairs),
        "figures": {name: _figure(name, pairs) for name in NAMES},
        "wins": better,
        "losses": worse,
        "ties": len(pairs) - len(better) - len(worse),
    }


def _figure(name: str, pairs: Sequence[tuple[Measured, Measured]]) -> dict[str, object]:
    differences = [a.figures[name] - b.figures[name] for a, b in pairs]
    count = max(1, len(pairs))
    return {
        "here": round(sum(a.figures[name] for a, _ in pairs) / count, 4),
        "there": round(sum(b.figures[name] for _, b in pairs) / count, 4),
        "difference": round(sum(differences) / count, 4),
        "interval": list(interval(differences)),
        "p": paired_p(differences),
    }


def _pair(here: Measured, there: Measured) -> dict[str, object]:
    query = here.query
    return {
        "id": query.id,
        "kind": query.kind,
        "query": query.query,
        "here": here.rank,
        "there": there.rank,
    }


def _worth(measured: Measured) -> float:
    return measured.figures["mrr@10"]
