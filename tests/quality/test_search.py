"""Search finds what was meant: floors under what docs/search.md says."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from ingest import embedding
from kb import build, evaluate, search, store, vectors
from kb.evaluate.figures import Measured
from kb.filters import Filters
from kb.search import Hit, Mode

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(1800)]


def measured(folder: Path, kept: Path, mode: Mode) -> list[Measured]:
    """Return what search makes of a folder's queries."""
    encoder = embedding.load()
    with closing(store.open_database(kept / "kb.db")) as db:
        build.ingest(db, [folder], encoder=lambda: encoder)
        index = vectors.load(db)

        def find(query: str, mode: Mode, filters: Filters, limit: int) -> list[Hit]:
            return search.search(
                db, query, index=index, encoder=encoder, mode=mode, filters=filters, limit=limit
            )

        return evaluate.measure(evaluate.read_queries(folder / "queries.jsonl"), find, mode)


def test_an_archive_of_podcasts(shared: Path, tmp_path: Path) -> None:
    found = evaluate.summary(measured(shared / "changelog", tmp_path, "hybrid"))
    assert found["all"]["mrr@10"] >= 0.50
    assert found["all"]["hit@10"] >= 0.66
    assert found["by_kind"]["paraphrase"]["mrr@10"] >= 0.22
    assert found["by_kind"]["entity"]["mrr@10"] >= 0.85


def test_within_meetings(shared: Path, tmp_path: Path) -> None:
    found = evaluate.summary(measured(shared / "qmsum-val", tmp_path, "hybrid"))
    assert found["all"]["mrr@10"] >= 0.52
    assert found["all"]["hit@10"] >= 0.82
