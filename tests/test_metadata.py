"""metadata.yml and the schema describe each other: nothing missing, nothing left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from datasette.app import Datasette
from datasette.utils import escape_fts
from sqlite_utils import Database

from kb.schema import migrate

METADATA = yaml.safe_load((Path(__file__).parents[1] / "metadata.yml").read_text("utf-8"))
ABOUT = METADATA["databases"]["kb"]
DESCRIBED: dict[str, dict[str, Any]] = ABOUT["tables"]


@pytest.fixture(scope="module")
def db() -> Iterator[Database]:
    database = Database(memory=True)
    migrate(database)
    yield database
    database.close()


def columns(db: Database, name: str) -> list[str]:
    return [row[1] for row in db.execute(f"pragma table_xinfo([{name}])")]


def test_every_table_and_view_is_described_and_exists(db: Database) -> None:
    ours = {
        name
        for name in [*db.table_names(), *db.view_names()]
        if "_fts" not in name and not name.startswith(("sqlite_", "_sqlite_"))
    }
    assert set(DESCRIBED) == ours


@pytest.mark.parametrize("name", DESCRIBED)
def test_every_column_is_described_and_exists(db: Database, name: str) -> None:
    assert list(DESCRIBED[name]["columns"]) == columns(db, name)
    assert all(DESCRIBED[name]["columns"].values())
    assert DESCRIBED[name]["description"]


@pytest.mark.parametrize("name", DESCRIBED)
def test_layout_names_columns_that_exist(db: Database, name: str) -> None:
    about = DESCRIBED[name]
    facets = [
        column
        for facet in about.get("facets", [])
        for column in (facet.values() if isinstance(facet, dict) else [facet])
    ]
    layout = [about.get(key) for key in ("label_column", "sort", "sort_desc", "fts_pk")]
    assert {*facets, *filter(None, layout)} <= set(columns(db, name))
    assert about.get("fts_table") in {None, *db.table_names()}


def test_hiding_a_table_hides_no_other(db: Database) -> None:
    # Datasette hides every table whose name begins with a hidden one's.
    hidden = {name for name, about in DESCRIBED.items() if about.get("hidden")}
    taken = {
        name
        for name in [*db.table_names(), *db.view_names()]
        if any(name.startswith(prefix) for prefix in hidden)
    }
    assert taken == hidden


@pytest.mark.parametrize("value", ["", "tape", "\"don't", "a OR -b* NEAR("])
@pytest.mark.parametrize("name", ABOUT["queries"])
def test_queries_run_whatever_is_typed(db: Database, name: str, value: str) -> None:
    query = ABOUT["queries"][name]
    db.conn.create_function("escape_fts", 1, escape_fts)
    db.conn.create_function("kb_search", 2, lambda question, n: '[{"id": 1, "score": 0.5}]')
    rows = db.execute(query["sql"], dict.fromkeys(query["params"], value)).fetchall()
    assert rows == []
    assert query["title"]
    assert query["description"]


async def test_datasette_serves_every_table_with_it(tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    database = Database(path)
    migrate(database)
    database.close()
    datasette = Datasette([str(path)], metadata=METADATA)
    for name in DESCRIBED:
        response = await datasette.client.get(f"/kb/{name}")
        assert response.status_code == 200, name
        assert DESCRIBED[name]["description"].split("'")[0] in response.text
    for each in datasette.databases.values():
        each.close()
