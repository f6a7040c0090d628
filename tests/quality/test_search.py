"""Search finds what was meant: floors under what docs/search.md says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ingest import embedding
from kb import build, evaluate, search, store, vectors
from kb.evaluate.figures import Measured
from kb.filters import Filters
from kb.hits import Hit
from kb.search import Mode

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(1800)]


_BELOW = 0.02  # what hybrid search may lose, in a kind of question, against its better part


def measured(folder: Path, kept: Path, *modes: Mode) -> list[list[Measured]]:
    """Return what search makes of a folder's queries, for each mode."""
    encoder = embedding.load()
    queries = evaluate.read_queries(folder / "queries.jsonl")
    with closing(store.open_database(kept / "kb.db")) as db:
        build.ingest(db, [folder], encoder=lambda: encoder)
        index = vectors.load(db)

        def find(query: str, mode: Mode, filters: Filters, limit: int) -> list[Hit]:
            return search.search(
                db, query, index=index, encoder=encoder, mode=mode, filters=filters, limit=limit
            )

        return [evaluate.measure(queries, find, mode) for mode in modes]


def test_an_archive_of_podcasts(shared: Path, tmp_path: Path) -> None:
    folder = shared / "changelog"
    hybrid, *parts = map(evaluate.summary, measured(folder, tmp_path, *search.MODES))
    assert hybrid["all"]["mrr@10"] >= 0.55
    assert hybrid["all"]["hit@10"] >= 0.70
    assert hybrid["by_kind"]["paraphrase"]["mrr@10"] >= 0.29
    assert hybrid["by_kind"]["entity"]["mrr@10"] >= 0.93
    for kind, own in hybrid["by_kind"].items():
        best = max(part["by_kind"][kind]["mrr@10"] for part in parts)
        assert own["mrr@10"] >= best - _BELOW, kind


def test_within_meetings(shared: Path, tmp_path: Path) -> None:
    [found] = measured(shared / "qmsum-val", tmp_path, "hybrid")
    figures = evaluate.summary(found)["all"]
    assert figures["mrr@10"] >= 0.56
    assert figures["hit@10"] >= 0.85
    among_five = sum(one.rank is not None and one.rank <= 5 for one in found) / len(found)
    assert among_five >= 0.76  # rank fusion of stock MiniLM and BM25: .747
