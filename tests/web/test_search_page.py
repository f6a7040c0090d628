"""The search page: what it finds, says, marks and counts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import hits
from kb.web import models
from tests.web.checks import Page, words

QUESTION = "/-/kb/search?q=who+reads+the+log+book"


async def get(ds: Datasette, path: str) -> str:
    response = await ds.client.get(path)
    assert response.status_code == 200
    return str(response.text)


async def test_a_hit_says_who_where_when_and_why(ds: Datasette, ids: dict[str, int]) -> None:
    text = await get(ds, QUESTION)
    first = text.split('<li class="hit">')[1]
    assert "The night shift" in first
    assert "Harbour Voices" in first
    assert "4 November 2021" in first
    assert re.search(r"Score <b>\d\.\d\d</b>", first)
    assert re.search(
        r"by meaning <b>#1</b> \(\d\.\d\d near\), by words <b>#1</b> \(\d+% of what", first
    )
    assert ": has reads, log, book" in first
    assert re.search(r'href="https://example.org/night-shift.mp3#t=\d+"', first)
    assert f'href="/-/kb/talk/{ids["talk"]}?q=reads+log+book#p-' in first


async def test_words_are_marked_and_the_best_sentence_stands_out(ds: Datasette) -> None:
    text = await get(ds, QUESTION)
    assert "<mark>log</mark>" in text
    assert '<strong class="best">' in text
    best = text.split('<strong class="best">')[1].split("</strong>")[0]
    assert "log" in best


async def test_a_passage_of_two_speakers_names_each(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=lock+keeper+hear+at+night&n=20")
    assert re.search(r'<span class="who">Lena Marsh</span> .*<span class="who">Viktor', text, re.S)


async def test_neighbours_unfold(ds: Datasette) -> None:
    text = await get(ds, QUESTION)
    assert "<summary>Before and after</summary>" in text


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("speaker=Viktor+Olsen", "Viktor Olsen", "Three years of"),
        ("role=author", "Ines Falk", "Viktor Olsen"),
        ("kind=post", "Ines Falk", "Viktor Olsen"),
        ("show=Harbour+Voices", "The night shift", "Three years of"),
        ("since=2023", "Three years of", "The night shift"),
        ("until=2021", "The night shift", "Three years of"),
    ],
)
async def test_filters_limit_what_is_found(
    ds: Datasette, query: str, there: str, not_there: str
) -> None:
    text = await get(ds, f"/-/kb/search?q=the&n=50&{query}")
    hits = text.split('<ol class="hits">')[1].split("</ol>")[0]
    assert there in hits
    assert not_there not in hits
    assert 'class="chosen"' in text


async def test_the_talk_filter_is_named_by_its_title(ds: Datasette, ids: dict[str, int]) -> None:
    text = await get(ds, f"/-/kb/search?q=noise&talk={ids['talk']}")
    assert "In: The night shift" in text


async def test_a_facet_keeps_its_promise(ds: Datasette, rows: Database) -> None:
    text = await get(ds, "/-/kb/search?q=the&kind=podcast")
    facets = re.findall(
        r'<a href="(\?[^"]+)"><span class="label">([^<]+)</span> <span class="count">(\d+)<', text
    )
    assert len(facets) > 4
    for link, value, count in facets:
        # A second value of the filter that is on already widens it; the number is the value's own.
        query = link.replace("&amp;", "&").replace("kind=podcast&kind=", "kind=")
        text = await get(ds, f"/-/kb/search{query}&n=100&mode=semantic")
        assert text.count('<li class="hit">') == int(count), value


async def test_more_is_offered_until_there_is_no_more(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=the&n=1&mode=semantic")
    assert "Show more, up to 10" in text
    text = await get(ds, "/-/kb/search?q=the&n=100&mode=semantic")
    assert "Show more" not in text


async def test_nothing_found_says_what_to_do(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=zebra&mode=keyword&kind=post")
    assert "Nothing found" in text
    assert 'href="/-/kb/search?q=zebra&amp;mode=keyword"' in text


async def test_without_a_question_there_is_help(ds: Datasette) -> None:
    assert "Ask for what was said" in await get(ds, "/-/kb/search")


async def test_as_json_it_has_the_rows_of_the_command_line(ds: Datasette) -> None:
    response = await ds.client.get("/-/kb/search.json?q=who+reads+the+log+book&n=3")
    rows = response.json()
    assert len(rows) == 3
    assert list(rows[0]) == [*hits._ROW, "neighbours"]
    assert rows[0]["best_sentence"] in rows[0]["text"]


async def test_json_is_for_other_sites_only_where_datasette_says_so(
    serve: Callable[..., Datasette], master: Path
) -> None:
    path = "/-/kb/search.json?q=river"
    open_to_all = await serve(master, cors=True).client.get(path)
    assert open_to_all.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in (await serve(master).client.get(path)).headers


async def test_without_the_model_it_goes_by_words_and_says_so(
    serve: Callable[..., Datasette], own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "ENCODERS", models.Encoders(make=_never))
    text = await get(serve(own), QUESTION)
    assert "Found by words only: " in text
    assert "The night shift" in text
    assert "By meaning" not in text
    page = Page(await get(serve(own), QUESTION + "&mode=keyword"))
    assert page.problems == []
    assert "Found by words only" not in words(page)


def _never(name: str) -> models.Encoder:
    message = f"there is no {name}"
    raise models.VerbatimError(message)
