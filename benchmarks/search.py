"""Search over passages with known answers: FTS5, MiniLM, rank fusion, two rivals, and ours by mode.

All over the same passages and in one run. The queries are `queries.jsonl` in the folder; those with
`within` are asked in their talk only. Rivals that are not installed are left out; `pip install
txtai llm` brings them.
"""

from __future__ import annotations

import argparse
import runpy
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from ingest import embedding
from ingest.embedding import STOCK_MODEL, Encoder
from kb import build, evaluate, lexical, search, store, vectors
from kb.evaluate import Query
from kb.evaluate.figures import Searcher
from kb.filters import Filters, passage_ids
from kb.hits import Hit
from kb.search import Mode

RIVALS = runpy.run_path(str(Path(__file__).with_name("parts") / "rivals.py"))

_RANK_CONSTANT = 60  # of reciprocal rank fusion, as published
_COLUMNS = ("mrr@10", "hit@1", "hit@5", "hit@10", "ndcg@10")

Way = tuple[str, Searcher, Mode]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="a folder of talks with queries.jsonl"
    )
    parser.add_argument("--database", type=Path, help="keep databases here, to run again sooner")
    args = parser.parse_args()
    queries = evaluate.read_queries(args.data / "queries.jsonl")
    table = Table("search", "queries", *_COLUMNS, "s/query")
    with tempfile.TemporaryDirectory() as folder:
        base = args.database or Path(folder) / "kb.db"
        ours = ingested(base, embedding.DEFAULT_MODEL, args.data)
        stock = ingested(base, STOCK_MODEL, args.data, like=ours)
        for name, find, mode in ways(stock, ours):
            add(table, name, find, mode, queries)
        for db in (ours, stock):
            db.close()
    Console().print(table)
    if RIVALS["missing"]():
        print(f"{' and '.join(RIVALS['missing']())} left out: {RIVALS['HOW']} brings them")


def ingested(base: Path, model: str, data: Path, *, like: Database | None = None) -> Database:
    """Return the knowledge base of a folder by a model: of what another has, only vectors are made."""
    path = base.with_suffix(f".{model}.db")
    if like is not None and not path.exists():
        like.execute("vacuum into ?", [str(path)])
    db = store.open_database(path)
    build.ingest(db, [data], encoder=lambda: embedding.load(model), model=model)
    return db


def ways(stock: Database, ours: Database) -> Iterator[Way]:
    """Yield each way to search: others', then ours."""
    published, tuned = embedding.load(STOCK_MODEL), embedding.load()
    yield "FTS5's BM25", by_mode(ours, tuned), "keyword"
    yield f"{STOCK_MODEL}, cosine", cosine(stock, published), "semantic"
    yield f"{STOCK_MODEL} and BM25, rank fusion", fused(stock, published), "hybrid"
    for name, find in RIVALS["rivals"](stock, published):
        yield f"{name} ({STOCK_MODEL})", find, "hybrid"
    yield f"hybrid, {STOCK_MODEL}", by_mode(stock, published), "hybrid"
    yield f"{tuned.name}, cosine", cosine(ours, tuned), "semantic"
    yield f"{tuned.name} and BM25, rank fusion", fused(ours, tuned), "hybrid"
    yield f"semantic, {tuned.name}", by_mode(ours, tuned), "semantic"
    yield f"hybrid, {tuned.name}", by_mode(ours, tuned), "hybrid"


def by_mode(db: Database, encoder: Encoder) -> Searcher:
    """Return our search, by whatever mode."""
    index = vectors.load(db)

    def find(query: str, mode: Mode, filters: Filters, limit: int) -> list[Hit]:
        return search.search(
            db, query, index=index, encoder=encoder, mode=mode, filters=filters, limit=limit
        )

    return find


def cosine(db: Database, encoder: Encoder) -> Searcher:
    """Return search by the cosine of passages alone."""

    def find(query: str, _mode: Mode, filters: Filters, limit: int) -> list[Hit]:
        return search.hits_of(db, nearest(db, encoder, query, filters, limit))

    return find


def fused(db: Database, encoder: Encoder) -> Searcher:
    """Return reciprocal rank fusion of BM25 and the cosine, 200 passages of each."""

    def find(query: str, _mode: Mode, filters: Filters, limit: int) -> list[Hit]:
        words = lexical.ranked(db, query, limit=200, within=passage_ids(db, filters))
        best = fusion(list(words), nearest(db, encoder, query, filters, 200))
        return search.hits_of(db, best[:limit])

    return find


def nearest(db: Database, encoder: Encoder, query: str, filters: Filters, count: int) -> list[int]:
    """Return the passages nearest to a query, best first."""
    vector, index = encoder.encode([query])[0], vectors.load(db)
    near = index.nearest(db, vector, count, within=passage_ids(db, filters)).similarity
    return sorted(near, key=lambda passage: -near[passage])[:count]


def add(table: Table, name: str, find: Searcher, mode: Mode, queries: Sequence[Query]) -> None:
    """Add one way's lines: of all queries, and of each kind where there are several."""
    start = time.perf_counter()
    measured = evaluate.measure(queries, find, mode)
    took = (time.perf_counter() - start) / max(1, len(queries))
    kinds = sorted({query.kind for query in queries})
    for kind in ("all", *(kinds if len(kinds) > 1 else [])):
        own = [one for one in measured if kind in ("all", one.query.kind)]
        figures = [one.figures | {"hit@5": float((one.rank or 99) <= 5)} for one in own]
        means = [f"{sum(f[column] for f in figures) / max(1, len(own)):.3f}" for column in _COLUMNS]
        lead = (name, "all", *means, f"{took:.3f}") if kind == "all" else ("", kind, *means, "")
        table.add_row(*lead)
    table.add_section()


def fusion(*rankings: Sequence[int]) -> list[int]:
    """Return passages by reciprocal rank fusion (Cormack, Clarke and Buettcher 2009)."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking, start=1):
            scores[passage] = scores.get(passage, 0.0) + 1 / (_RANK_CONSTANT + rank)
    return sorted(scores, key=lambda passage: -scores[passage])


if __name__ == "__main__":
    main()
