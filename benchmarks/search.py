"""Search over an archive with known answers: FTS5, MiniLM, rank fusion, and hybrid search.

All over the same passages and in one run. The queries are `queries.jsonl` in the folder.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from ingest import embedding
from ingest.embedding import Encoder
from kb import build, evaluate, lexical, search, store, vectors
from kb.evaluate import Query
from kb.filters import Filters, passage_ids
from kb.search import Hit, Mode

STOCK = "all-MiniLM-L6-v2"
_RANK_CONSTANT = 60  # of reciprocal rank fusion, as published


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="a folder of talks with queries.jsonl"
    )
    parser.add_argument("--database", type=Path, help="keep the database here, to run again sooner")
    args = parser.parse_args()
    queries = evaluate.read_queries(args.data / "queries.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        base = args.database or Path(folder) / "kb.db"
        table = Table("search", "queries", "MRR@10", "hit@1", "hit@10", "nDCG@10", "s/query")
        for model in (STOCK, embedding.DEFAULT_MODEL):
            path = base.with_suffix(f".{model}.db")
            db = store.open_database(path)
            build.ingest(db, [args.data], encoder=lambda name=model: embedding.load(name))  # type: ignore[misc]
            rows(table, db, embedding.load(model), queries, model)
            db.close()
    Console().print(table)


def rows(
    table: Table, db: Database, encoder: Encoder, queries: Sequence[Query], model: str
) -> None:
    """Add the figures of each way to search with one model."""
    index = vectors.load(db)

    def ours(query: str, mode: Mode, filters: Filters, limit: int) -> list[Hit]:
        return search.search(
            db, query, index=index, encoder=encoder, mode=mode, filters=filters, limit=limit
        )

    def fused(query: str, _mode: Mode, filters: Filters, limit: int) -> list[Hit]:
        within = passage_ids(db, filters)
        words = lexical.ranked(db, query, limit=200, within=within)
        near = index.nearest(db, encoder.encode([query])[0], 200, within=within).similarity
        best = fusion(list(words), sorted(near, key=lambda p: -near[p])[:200])[:limit]
        return search.hits_of(db, best)

    for name, find, mode in (
        ("FTS5 BM25", ours, "keyword"),
        (f"{model}", ours, "semantic"),
        (f"rank fusion, {model}", fused, "hybrid"),
        (f"hybrid, {model}", ours, "hybrid"),
    ):
        start = time.perf_counter()
        result = evaluate.evaluate(queries, find, [mode])  # type: ignore[list-item]
        took = (time.perf_counter() - start) / max(1, len(queries))
        for row in evaluate.table(result):
            add(table, name, row, took)


def add(table: Table, name: str, row: Mapping[str, object], took: float) -> None:
    """Add one line."""
    whole = row["queries"] == "all"
    figures = [f"{row[key]:.3f}" for key in ("mrr@10", "hit@1", "hit@10", "ndcg@10")]
    table.add_row(
        name if whole else "", str(row["queries"]), *figures, f"{took:.3f}" if whole else ""
    )


def fusion(*rankings: Sequence[int]) -> list[int]:
    """Return passages by reciprocal rank fusion (Cormack, Clarke and Buettcher 2009)."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return sorted(scores, key=lambda passage: -scores[passage])


if __name__ == "__main__":
    main()
