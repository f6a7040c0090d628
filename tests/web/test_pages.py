"""Every page is there, is sound HTML, and leads nowhere that is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import store
from tests.web.checks import Page, words

PAGES = (
    "/",
    "/-/kb",
    "/-/kb/search",
    "/-/kb/search?q=who+reads+the+log+book",
    "/-/kb/search?q=nobody&mode=keyword&role=guest&speaker=Viktor+Olsen&since=2020&until=2022",
    "/-/kb/search?q=zzzz&mode=keyword",
    "/-/kb/talks",
    "/-/kb/talks?show=Harbour+Voices&kind=podcast&year=2021&q=night&sort=title",
    "/-/kb/talks?q=nothing-like-it",
    "/-/kb/talk/{talk}",
    "/-/kb/talk/{talk}?q=noise",
    "/-/kb/talk/{talk}?source=1",
    "/-/kb/passage/{passage}",
    "/-/kb/passage/{passage}?where=other+talks",
    "/-/kb/passage/{passage}?where=other+speakers",
    "/-/kb/speakers",
    "/-/kb/speakers?q=len&sort=name&all=1",
    "/-/kb/speakers?q=nobody",
    "/-/kb/speaker/{speaker}",
    "/-/kb/topics",
    "/-/kb/topics?q=zzzz",
    "/-/kb/topic/{topic}",
    "/-/kb/quotes",
    "/-/kb/quotes?talk={talk}&speaker={speaker}&topic={topic}&q=river&sort=talk",
    "/-/kb/quote/{quote}",
    "/-/kb/collections",
)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_is_sound(ds: Datasette, ids: dict[str, int], path: str) -> None:
    response = await ds.client.get(path.format(**ids))
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(response.text)
    assert page.problems == []
    assert '<html lang="en">' in response.text
    assert "main" in page.ids, "the skip link needs somewhere to lead"


@pytest.mark.parametrize(
    "path",
    [
        "talk/1",
        "passage/1",
        "speaker/1",
        "topic/1",
        "quote/1",
        "collection/none",
        "talk/999999999999999999",
        "quotes?talk=1",
    ],
)
async def test_what_is_not_there_is_a_404_that_says_so(ds: Datasette, path: str) -> None:
    response = await ds.client.get(f"/-/kb/{path}")
    assert response.status_code == 404
    page = Page(response.text)
    assert page.problems == []
    assert "Not here" in page.text


@pytest.mark.parametrize("path", ["talk/x", "nowhere", "talk/12345678901234567890"])
async def test_addresses_that_mean_nothing_are_404(ds: Datasette, path: str) -> None:
    assert (await ds.client.get(f"/-/kb/{path}")).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "n=-1", "n=abc", "page=0", "page=999999", "sort=drop", "mode=x", "since=%00", "talk=%ff",
        "speaker=" + "x" * 5000, "q=%22%27%28%2A%00", "q=" + "word+" * 3000, "n=99999999999999999999",
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["search", "talks", "speakers", "topics", "quotes"])
async def test_wrong_arguments_count_as_none(ds: Datasette, page: str, query: str) -> None:
    response = await ds.client.get(f"/-/kb/{page}?{query}")
    assert response.status_code == 200
    assert Page(response.text).problems == []


async def test_posting_to_a_page_that_only_shows_is_405(ds: Datasette) -> None:
    assert (await ds.client.post("/-/kb/search", data={"q": "x"})).status_code == 405


@pytest.mark.parametrize("base", ["/", "/under/here/"])
async def test_no_link_is_broken(serve: Callable[..., Datasette], master: Path, base: str) -> None:
    ds = serve(master, settings={"base_url": base})
    seen: set[str] = set()
    alike: Counter[str] = Counter()
    waiting = [base, f"{base}-/kb/search?q=the+river&n=1"]
    while waiting:
        path = waiting.pop()
        shape = re.sub(r"\d+|=[^&]*", "", path)
        if path in seen or alike[shape] >= 3:
            continue
        alike[shape] += 1
        seen.add(path)
        response = await ds.client.get(path.removeprefix(base) if base != "/" else path)
        assert response.status_code == 200, path
        if f"{base}-/kb" not in path and path != base:
            continue  # Datasette's own pages are Datasette's to test
        for link in Page(response.text).links if ".json" not in path else []:
            parts = urlsplit(urljoin(path, link))
            if not parts.netloc and len(parts.query) < 60:
                assert parts.path.startswith(base), link
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    assert len(alike) > 30


async def test_home_has_a_search_box_counts_recent_talks_and_the_tables(ds: Datasette) -> None:
    response = await ds.client.get("/")
    page = Page(response.text)
    text = words(page)
    assert 'action="/-/kb/search"' in response.text
    assert "Talks" in text
    assert "The night shift" in text
    assert "Harbour Voices" in text
    assert "/kb/talks" in page.links
    assert text.index("Three years of a shared catalogue") < text.index("The night shift")


async def test_without_a_knowledge_base_home_is_datasettes_own(
    serve: Callable[..., Datasette], tmp_path: Path
) -> None:
    path = tmp_path / "other.db"
    db = Database(path)
    db["things"].insert({"id": 1})
    db.close()
    ds = serve(path)
    response = await ds.client.get("/")
    assert response.status_code == 200
    assert "Verbatim" not in response.text
    assert (await ds.client.get("/-/kb")).status_code == 404
    assert (await ds.client.get("/other/things")).status_code == 200


async def test_the_title_of_the_metadata_is_the_name_of_the_site(
    serve: Callable[..., Datasette], master: Path
) -> None:
    ds = serve(master, metadata={"title": "Harbour archive"})
    assert "<title>Home · Harbour archive</title>" in (await ds.client.get("/")).text


async def test_pages_cannot_run_scripts_of_others_or_be_framed(ds: Datasette) -> None:
    policy = (await ds.client.get("/-/kb/search")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'self'" in policy


async def test_the_style_sheets_are_served(ds: Datasette) -> None:
    text = (await ds.client.get("/-/kb")).text
    sheets = [part.split('"')[0] for part in text.split('href="') if ".css" in part.split('"')[0]]
    assert len(sheets) == 2
    for sheet in sheets:
        response = await ds.client.get(sheet)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/css"
        assert "://" not in response.text, "nothing is fetched from elsewhere"


async def test_several_knowledge_bases_have_addresses_of_their_own(
    serve: Callable[..., Datasette], master: Path, own: Path
) -> None:
    other = own.rename(own.with_name("second one.db"))
    ds = serve(master, other)
    name = "second+one"
    page = Page((await ds.client.get(f"/-/kb/{name}/")).text)
    assert page.problems == []
    assert f"/-/kb/{name}/talks" in page.links
    talks = await ds.client.get(f"/-/kb/{name}/talks")
    assert talks.status_code == 200
    assert f'href="/-/kb/{name}/talk/' in talks.text
    assert 'href="/-/kb/kb/talk/' in (await ds.client.get("/-/kb/kb/talks")).text
    assert (await ds.client.get("/-/kb/third/talks")).status_code == 404


async def test_a_knowledge_base_of_another_version_says_so(
    serve: Callable[..., Datasette], own: Path
) -> None:
    db = Database(own)
    db.execute("alter table talks rename column duration_ms to minutes")
    db.close()
    ds = serve(own)
    response = await ds.client.get("/-/kb/talks")
    assert response.status_code == 503
    assert "another version of Verbatim" in response.text
    assert (await ds.client.get("/")).status_code == 200
    assert (await ds.client.get("/-/kb/search.json?q=x")).status_code in (200, 503)


async def test_an_empty_knowledge_base_has_its_pages_too(
    serve: Callable[..., Datasette], tmp_path: Path
) -> None:
    store.open_database(tmp_path / "empty.db").close()
    ds = serve(tmp_path / "empty.db")
    for path in (
        "/",
        *(f"/-/kb/{page}" for page in ("search?q=x", "talks", "speakers", "topics", "quotes")),
    ):
        response = await ds.client.get(path)
        assert response.status_code == 200, path
        assert Page(response.text).problems == []
    assert (await ds.client.get("/-/kb/search.json?q=x")).json() == []
