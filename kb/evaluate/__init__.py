"""How good a search is, on queries whose answers are known."""

from __future__ import annotations

from kb.evaluate.compare import compare
from kb.evaluate.figures import evaluate, measure, summary, table
from kb.evaluate.queries import Query, first_right, read_queries

__all__ = [
    "Query",
    "compare",
    "evaluate",
    "first_right",
    "measure",
    "read_queries",
    "summary",
    "table",
]
