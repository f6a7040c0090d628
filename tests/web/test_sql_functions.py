"""Search in SQL, on Datasette's own connections: it answers, and it never raises."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb.web import models
from tests.conftest import HashingEncoder


async def value(ds: Datasette, sql: str, **values: object) -> Any:  # noqa: ANN401
    response = await ds.client.get("/kb.json", params={"sql": sql, "_shape": "arrays", **values})
    assert response.status_code == 200, response.text
    return response.json()["rows"][0][0]


async def test_search_joins_the_tables(ds: Datasette) -> None:
    sql = """
        select p.text, hit.value ->> 'best_sentence' as best from json_each(kb_search(:q, 20)) hit
        join passages p on p.id = hit.value ->> 'id' order by hit.key
    """
    response = await ds.client.get(
        "/kb.json", params={"sql": sql, "q": "who reads the log book", "_shape": "array"}
    )
    rows = response.json()
    assert len(rows) > 5
    assert rows[0]["best"] in rows[0]["text"]
    assert "log book" in rows[0]["text"]


async def test_it_finds_what_the_page_finds(ds: Datasette) -> None:
    found = json.loads(await value(ds, "select kb_search('the river', 5, 'semantic')"))
    page = (await ds.client.get("/-/kb/search.json?q=the+river&n=5&mode=semantic")).json()
    assert [hit["id"] for hit in found] == [hit["passage_id"] for hit in page]
    assert [hit["score"] for hit in found] == [hit["score"] for hit in page]


async def test_similar_leaves_the_passage_itself_out(ds: Datasette, ids: dict[str, int]) -> None:
    found = json.loads(await value(ds, f"select kb_similar({ids['passage']}, 3)"))
    assert len(found) == 3
    assert ids["passage"] not in [hit["id"] for hit in found]


@pytest.mark.parametrize(
    "call",
    [
        "kb_search(null)", "kb_search('')", "kb_search('x', -1)", "kb_search(x'00ff')", "kb_search('\"(')",
        "kb_search('x', 5, 'nonsense')", "kb_search(zeroblob(100000), 5)", "kb_search(1.5, 2.5)",
    ],
)  # fmt: skip
async def test_strange_questions_get_an_array(ds: Datasette, call: str) -> None:
    assert isinstance(json.loads(await value(ds, f"select {call}")), list)


@pytest.mark.parametrize(
    "call",
    [
        "kb_search('x', 'many')",
        "kb_search()",
        "kb_search(1,2,3,4)",
        "kb_similar(1)",
        "kb_similar('x')",
        "kb_similar(null, null)",
    ],
)
async def test_what_went_wrong_comes_back_as_an_error_that_joins_nothing(
    ds: Datasette, call: str
) -> None:
    (only,) = json.loads(await value(ds, f"select {call}"))
    assert list(only) == ["error"]
    assert (
        await value(
            ds,
            f"select count(*) from json_each({call}) h join passages p on p.id = h.value ->> 'id'",
        )
        == 0
    )


@pytest.mark.parametrize(
    ("call", "shown"),
    [
        ("3723000", "1:02:03"),
        ("0", "0:00"),
        ("null", None),
        ("'x'", None),
        ("-1", None),
        ("9223372036854775807", "2562047788015:12:55"),
    ],
)
async def test_times_are_clocks(ds: Datasette, call: str, shown: str | None) -> None:
    assert await value(ds, f"select kb_time({call})") == shown


async def test_a_database_that_is_no_knowledge_base_gets_an_error_not_a_fault(
    serve: Callable[..., Datasette], tmp_path: Path
) -> None:
    db = Database(tmp_path / "other.db")
    db["things"].insert({"id": 1})
    db.close()
    ds = serve(tmp_path / "other.db")
    response = await ds.client.get("/other.json?sql=select+kb_search('x')&_shape=arrays")
    assert "error" in json.loads(response.json()["rows"][0][0])[0]


async def test_without_the_model_it_goes_by_words(
    serve: Callable[..., Datasette], own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(name: str) -> models.Encoder:
        message = f"there is no {name}"
        raise models.VerbatimError(message)

    monkeypatch.setattr(models, "ENCODERS", models.Encoders(make=never))
    found = json.loads(await value(serve(own), "select kb_search('log book', 5)"))
    assert found
    assert "log book" in found[0]["best_sentence"]


async def test_what_is_added_while_serving_is_found(
    serve: Callable[..., Datasette], own: Path, tmp_path: Path, encoder: HashingEncoder
) -> None:
    from kb import build, store

    ds = serve(own)
    assert "paraglider" not in await value(ds, "select kb_search('paraglider', 5, 'keyword')")
    file = tmp_path / "new.txt"
    file.write_text(
        "Ada Wing:\nA paraglider reads the clouds for an hour before she opens her bag.\nBo Reed:\nAnd then?\nAda Wing:\nThen she goes home, mostly.\n"
    )
    db = store.open_database(own)
    build.ingest(db, [file], encoder=lambda: encoder, workers=1)
    db.close()
    for mode in ("keyword", "semantic", "hybrid"):
        assert "paraglider" in await value(
            ds, f"select kb_search('a paraglider reads the clouds', 5, '{mode}')"
        )


async def test_the_canned_queries_work(serve: Callable[..., Datasette], master: Path) -> None:
    import yaml

    metadata = yaml.safe_load((Path(__file__).parents[2] / "metadata.yml").read_text("utf-8"))
    ds = serve(master, metadata=metadata)
    for name in metadata["databases"]["kb"]["queries"]:
        for arguments in ("", "?q=log+book&speaker=Viktor&topic=log"):
            response = await ds.client.get(f"/kb/{name}{arguments}")
            assert response.status_code == 200, name
