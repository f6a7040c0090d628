"""With the real model: the page, its JSON and SQL all answer the example question, and alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from ingest import embedding
from kb import build, search, store, vectors
from kb.web import models

pytestmark = pytest.mark.model

TRANSCRIPTS = Path(__file__).parents[2] / "transcripts"
QUESTION = "how Netflix teams avoid duplicate work"


@pytest.fixture(scope="module")
def real() -> embedding.Encoder:
    return embedding.load()


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory, real: embedding.Encoder) -> Path:
    path = tmp_path_factory.mktemp("samples") / "kb.db"
    folders = [TRANSCRIPTS / name for name in ("writing", "signal-and-noise")]
    with closing(store.open_database(path)) as db:
        report = build.ingest(db, folders, encoder=lambda: real, workers=1)
    assert report.failed == []
    return path


@pytest.fixture
def served(samples: Path, real: embedding.Encoder) -> Iterator[Datasette]:
    models.ENCODERS.add(real)
    found = Datasette([str(samples)])
    yield found
    for database in found.databases.values():
        database.close()
    found.executor.shutdown()


@pytest.mark.parametrize("mode", search.MODES)
async def test_everywhere_the_same_passages_in_the_same_order(
    served: Datasette, samples: Path, real: embedding.Encoder, mode: search.Mode
) -> None:
    with closing(store.open_database(samples)) as db:
        index = vectors.load(db)
        hits = search.search(db, QUESTION, index=index, encoder=real, mode=mode, limit=8)
    wanted = [hit.passage_id for hit in hits]
    assert "Netflix" in hits[0].text
    params = {"q": QUESTION, "mode": mode}
    listed = await served.client.get("/-/kb/search.json", params={**params, "n": 8})
    assert [row["passage_id"] for row in listed.json()] == wanted
    sql = "select kb_search(:q, 8, :mode)"
    response = await served.client.get(
        "/kb.json", params={**params, "sql": sql, "_shape": "arrays"}
    )
    assert [hit["id"] for hit in json.loads(response.json()["rows"][0][0])] == wanted
    page = (await served.client.get("/-/kb/search", params=params)).text
    places = [page.index(f'id="h-{passage}"') for passage in wanted]
    assert places == sorted(places)
    assert "Found by words only" not in page
