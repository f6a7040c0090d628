"""Titles, names and texts may hold HTML and SQL: they are shown as the text that they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import collections
from tests.web.checks import Page
from tests.web.talks import SCRIPT

DANGERS = ("<script", "<img", "<svg", "<b>bold", "<i>tag", "<b>Tables")
PATHS = (
    "/",
    "/-/kb",
    "/-/kb/talks",
    "/-/kb/talk/{talk}",
    "/-/kb/talk/{talk}?source=1",
    "/-/kb/talk/{talk}?q=%3Cscript%3Ealert%281%29%3C/script%3E",
    "/-/kb/search?q=%3Cscript%3Ealert%281%29%3C/script%3E&mode=keyword",
    "/-/kb/search?q=form&talk={talk}&speaker=%3Cscript%3E&topic=%22%3E%3Cimg+src=x%3E",
    "/-/kb/search?q=form&%3Cscript%3E=1&sort=%22%3E%3Cscript%3E",
    "/-/kb/search?q=form&since=%22%3E%3Csvg%3E",
    "/-/kb/passage/{passage}",
    "/-/kb/speakers?q=%3Cimg+src%3Dx%3E",
    "/-/kb/speakers",
    "/-/kb/speaker/{speaker}",
    "/-/kb/quotes?talk={talk}",
    "/-/kb/talks?show=%3Cscript%3E&q=%22%3E%3Cscript%3E",
    "/-/kb/topics?q=%3Cscript%3E",
    "/-/kb/collections",
    "/-/kb/collection/script-alert-1-script",
    "/-/kb/collection/%3Cscript%3E",
    "/-/kb/keep?turn={turn}",
)


@pytest.fixture
def hostile(own: Path, serve: Callable[..., Datasette]) -> tuple[Datasette, dict[str, int]]:
    db = Database(own)
    talk = db.execute("select id from talks where path = 'hostile.json'").fetchone()[0]
    ids = {"talk": talk}
    for name, sql in {
        "turn": "select id from turns where talk_id = ? order by position",
        "passage": "select id from passages where talk_id = ?",
        "speaker": "select speaker_id from talk_speakers where talk_id = ?",
    }.items():
        ids[name] = db.execute(sql, [talk]).fetchone()[0]
    kept = collections.create(db, SCRIPT, '"><img src=x onerror=alert(6)>')
    collections.add_span(db, kept.slug, ids["turn"], 0, 60, SCRIPT, [SCRIPT])
    db.close()
    return serve(own, editing=True), ids


@pytest.mark.parametrize("path", PATHS)
async def test_no_markup_of_others_becomes_ours(
    hostile: tuple[Datasette, dict[str, int]], path: str
) -> None:
    ds, ids = hostile
    response = await ds.client.get(path.format(**ids))
    assert response.status_code in (200, 404)
    assert [danger for danger in DANGERS if danger in response.text] == []
    page = Page(response.text)
    assert page.problems == []
    assert "script" not in page.tags
    assert "img" not in page.tags


async def test_it_is_all_there_to_read(hostile: tuple[Datasette, dict[str, int]]) -> None:
    ds, ids = hostile
    text = unescape((await ds.client.get(f"/-/kb/talk/{ids['talk']}")).text)
    for words in (
        SCRIPT,
        '<script>alert("said")</script>',
        "DROP TABLE passages; --",
        "{{ 7*7 }}",
        "O'Malley & Sons",
    ):
        assert words in text
    assert "Robert <b>Tables</b>" in text


async def test_addresses_that_would_run_a_script_are_no_links(
    hostile: tuple[Datasette, dict[str, int]],
) -> None:
    ds, ids = hostile
    for path in (
        "talk/{talk}",
        "search?q=form&talk={talk}",
        "passage/{passage}",
        "collection/script-alert-1-script",
    ):
        links = Page((await ds.client.get("/-/kb/" + path.format(**ids))).text).links
        assert [link for link in links if not re.match(r"[/?#]|https://datasette\.io/", link)] == []


async def test_sql_in_an_argument_is_a_value(ds: Datasette, rows: Database) -> None:
    for page in (
        "search?q=x&speaker=",
        "talks?show=",
        "quotes?q=",
        "talks?q=",
        "speakers?q=",
        "talks?sort=",
    ):
        attack = "'); drop table talks; --"
        assert (await ds.client.get(f"/-/kb/{page}{attack}")).status_code == 200
    assert rows["talks"].count == 4
