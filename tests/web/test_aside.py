"""Boilerplate and back-channels on the pages: greyed with a reason, light, and found when asked for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import build, store
from tests.conftest import PODCAST, HashingEncoder
from tests.kb.test_boilerplate import READ, TALKS, episode


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aside")
    show = folder / "salt-roads"
    show.mkdir()
    for topic in TALKS:
        (show / f"{topic}.txt").write_text(episode(topic), "utf-8")
    (show / "torn.txt").write_text(PODCAST, "utf-8")
    path = folder / "kb.db"
    with closing(store.open_database(path)) as db:
        build.ingest(db, [show], encoder=HashingEncoder, workers=1)
    return path


def talk_id(base: Path, name: str) -> int:
    with closing(Database(base)) as db:
        return int(db.execute("select id from talks where path like ?", [f"%{name}"]).fetchone()[0])


async def text_of(ds: Datasette, path: str) -> str:
    response = await ds.client.get(path)
    assert response.status_code == 200
    return str(response.text)


async def test_what_recurs_is_greyed_with_its_reason(
    serve: Callable[..., Datasette], base: Path
) -> None:
    text = await text_of(serve(base), f"/-/kb/talk/{talk_id(base, 'ropes.txt')}")
    begin = text.index('<span class="not-talk">Before we go on')
    shown = text[begin : begin + len(READ) + 200]
    assert "burns for a hundred nights.</span>" in shown
    assert '<small class="reason">in 4 talks of this show</small>' in shown


async def test_who_listens_is_shown_lightly_where_they_do(
    serve: Callable[..., Datasette], base: Path
) -> None:
    text = await text_of(serve(base), f"/-/kb/talk/{talk_id(base, 'torn.txt')}")
    light = '<small class="heard"><span class="who">Tomas Reyes:</span> Mm-hmm.</small>'
    before, _, after = text.partition(light)
    assert before.rstrip().endswith("How did you find out that two teams were")
    assert after.lstrip().startswith("building the same thing?")


async def test_search_has_a_box_for_it(serve: Callable[..., Datasette], base: Path) -> None:
    ds = serve(base)
    asked = "/-/kb/search?q=Brightwater+Lanterns&mode=keyword"
    without = await text_of(ds, asked)
    assert '<input type="checkbox" name="boilerplate" value="1">' in without
    assert "hundred nights" not in without
    given = await text_of(ds, f"{asked}&boilerplate=1")
    assert '<input type="checkbox" name="boilerplate" value="1" checked>' in given
    assert "hundred nights" in given
    assert "search.json" in given
    assert "boilerplate=1" in given


async def test_the_same_in_json(serve: Callable[..., Datasette], base: Path) -> None:
    ds = serve(base)
    asked = "/-/kb/search.json?q=Brightwater+Lanterns&mode=keyword"
    without = (await ds.client.get(asked)).json()
    given = (await ds.client.get(f"{asked}&boilerplate=1")).json()
    assert not [hit for hit in without if "Brightwater" in hit["text"]]
    assert len([hit for hit in given if "Brightwater" in hit["text"]]) == len(TALKS)
