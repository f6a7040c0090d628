"""The talk page's summary, and the files that it offers."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import pairing, summaries
from tests.web.checks import Page

DENIED = {"databases": {"kb": {"tables": {"sources": {"allow": False}}}}}


async def test_the_talk_page_begins_with_the_talks_own_sentences(
    ds: Datasette, rows: Database, ids: dict[str, int]
) -> None:
    found = summaries.summary(rows, ids["talk"]).talk
    assert found
    response = await ds.client.get(f"/-/kb/talk/{ids['talk']}")
    page = Page(response.text)
    assert page.problems == []
    for sentence in found:
        assert sentence.text in page.text
        assert f"#t-{sentence.turn_id}" in page.links
    assert page.text.index(found[0].text) < page.text.index("Search this talk")
    source = await ds.client.get(f"/-/kb/talk/{ids['talk']}?source=1")
    assert "Word for word from the talk" not in source.text


async def test_the_summary_is_a_file(ds: Datasette, rows: Database, ids: dict[str, int]) -> None:
    response = await ds.client.get(f"/-/kb/talk/{ids['talk']}/summary.md")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-disposition"].startswith("attachment")
    assert response.text.count("<!-- receipt {") == len(summaries.summary(rows, ids["talk"]).talk)


async def test_chapters_are_a_file_where_they_have_times(
    serve: Callable[..., Datasette], own: Path, ids: dict[str, int]
) -> None:
    db = Database(own)
    with db.atomic():
        for number, (title, start_ms) in enumerate(
            (("The gates", 1_000), ("The log book", 47_500))
        ):
            row = {"id": number, "talk_id": ids["talk"], "position": number, "title": title}
            db["chapters"].insert(
                {**row, "start_char": 0, "start_ms": start_ms, "origin": "heading"}
            )
    db.close()
    ds = serve(own)
    assert (
        f"/-/kb/talk/{ids['talk']}/chapters.json"
        in Page((await ds.client.get(f"/-/kb/talk/{ids['talk']}")).text).links
    )
    response = await ds.client.get(f"/-/kb/talk/{ids['talk']}/chapters.json")
    assert response.headers["content-type"] == "application/json+chapters; charset=utf-8"
    assert json.loads(response.text)["title"] == "The night shift"
    found = pairing.read_chapters(response.text)
    assert [(c.title, c.start_ms) for c in found] == [
        ("The gates", 1_000),
        ("The log book", 47_500),
    ]


@pytest.mark.parametrize("file", ["chapters.json", "summary.md"])
async def test_what_is_not_there_is_no_file(ds: Datasette, file: str) -> None:
    assert (await ds.client.get(f"/-/kb/talk/1/{file}")).status_code == 404


async def test_receipts_are_for_who_may_see_sources(
    serve: Callable[..., Datasette], master: Path, ids: dict[str, int]
) -> None:
    ds = serve(master, metadata=DENIED)
    assert (await ds.client.get(f"/-/kb/talk/{ids['talk']}/summary.md")).status_code == 403
    assert "summary.md" not in (await ds.client.get(f"/-/kb/talk/{ids['talk']}")).text
