"""Asking in the browser: what was typed as chips, saved searches, thumbs, examples, people."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import calibration
from kb.asking import judgements
from kb.calibration import Curve
from tests.web.checks import Page, words
from tests.web.visitor import Visitor

SEARCH = "/-/kb/search?q=who+reads+the+log+book"


async def get(ds: Datasette, path: str) -> str:
    response = await ds.client.get(path)
    assert response.status_code == 200
    assert Page(response.text).problems == []
    return str(response.text)


def hits(text: str) -> str:
    return text.split('<ol class="hits">')[1].split("</ol>", maxsplit=1)[0]


async def test_what_narrows_the_search_stands_as_chips_that_can_be_removed(ds: Datasette) -> None:
    text = await get(ds, '/-/kb/search?q=noise+speaker:olsen+-winter+"log+book"+after:2020')
    chosen = text.split('class="chosen"')[1].split("</ul>")[0]
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', chosen)]
    for label in ("speaker: Viktor Olsen", "-winter", "&#34;log book&#34;", "after:2020"):
        assert label in chosen
    assert links[0] == "?q=noise+-winter+%22log+book%22+after%3A2020"
    assert 'value="noise speaker:olsen -winter &#34;log book&#34; after:2020"' in text
    assert "Viktor Olsen" in hits(text)
    said = re.findall(r'<div class="said">(.*?)</div>', hits(text), re.DOTALL)
    assert said
    assert not any("winter" in words for words in said)
    for link in links:
        assert "chosen" in await get(ds, "/-/kb/search" + link)


async def test_facets_count_what_passes_the_typed_filters(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=the+-show:harbour&mode=semantic&n=100")
    kinds = dict(re.findall(r'<span class="label">(\w+)</span> <span class="count">(\d+)<', text))
    assert int(kinds["post"]) > 0
    assert "Harbour Voices" not in hits(text)
    only = await get(ds, "/-/kb/search?q=the+-show:harbour&mode=semantic&n=100&kind=post")
    assert only.count('<li class="hit">') == int(kinds["post"])


async def test_a_misspelt_name_is_found_and_can_be_taken_as_typed(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=speaker:viktr+olson+noise")
    said = words(Page(text))
    assert "Searched for Viktor Olsen instead of “viktr olson”. Search exactly as typed." in said
    link = re.search(r'href="([^"]+)">Search exactly as typed', text)
    assert link
    exact = words(Page(await get(ds, "/-/kb/search" + html.unescape(link[1]))))
    assert "Nobody here is called “viktr”" in exact
    assert "Names exactly as typed" in exact


async def test_a_speaker_among_the_words_is_offered_as_a_filter(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=olsen+on+hinges")
    assert "Viktor Olsen speaks here" in text
    link = re.search(r'href="([^"]+)">search only what', text)
    assert link
    assert "speaker: Viktor Olsen" in await get(ds, "/-/kb/search" + html.unescape(link[1]))


async def test_what_cannot_be_understood_is_said_and_hits_are_shown(ds: Datasette) -> None:
    text = await get(ds, '/-/kb/search?q=genre:jazz+"log+after:never')
    said = words(Page(text))
    assert "There is no field “genre:”, so it was searched as words" in said
    assert "A quote mark without its partner was left out." in said
    assert "“after:never” was left out" in said
    assert '<li class="hit">' in text


async def test_filters_alone_list_what_passes(ds: Datasette) -> None:
    text = await get(ds, '/-/kb/search?q=speaker:"viktor olsen"&n=100')
    assert hits(text).count("Viktor Olsen") >= 3
    assert "Score <b>" not in text


async def test_nothing_close_stands_above_what_is_nearest(
    ds: Datasette, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves = {"hybrid": Curve(-20.0, 9.0, 0.0, 0.0), "semantic": Curve(-20.0, 9.0, 0.0, 0.0)}
    monkeypatch.setitem(calibration.FITTED, "hashing-64", curves)
    path = "/-/kb/search?q=sourdough+starters+summer+heat"
    text = await get(ds, path)
    assert "<h2>Nothing close</h2>" in text
    assert '<li class="hit">' in text
    assert "Who talks about it" not in text
    found = (await ds.client.get(path.replace("?", ".json?") + "&shape=object")).json()
    assert found["nothing_close"] is True
    assert found["hits"][0]["score"] < calibration.NOTHING_CLOSE


async def test_json_may_say_how_it_was_understood(ds: Datasette) -> None:
    path = "/-/kb/search.json?q=speaker:olsn+noise+foo:x&shape=object"
    found = (await ds.client.get(path)).json()
    assert found["filters"] == {"speaker": ["Viktor Olsen"]}
    assert found["words"] == "noise foo:x"
    assert len(found["notes"]) == 2
    assert {hit["speaker"] for hit in found["hits"]} == {"Viktor Olsen"}
    assert isinstance((await ds.client.get(path.removesuffix("&shape=object"))).json(), list)


async def test_the_sql_function_understands_the_same(ds: Datasette) -> None:
    sql = "select kb_search('speaker:olsn \"log book\"', 20)"
    response = await ds.client.get("/kb.json", params={"sql": sql, "_shape": "arrays"})
    found = json.loads(response.json()["rows"][0][0])
    page = (await ds.client.get('/-/kb/search.json?q=speaker:olsn+"log+book"&n=20')).json()
    assert [hit["id"] for hit in found] == [hit["passage_id"] for hit in page] != []


async def test_who_talks_about_it(ds: Datasette) -> None:
    text = await get(ds, "/-/kb/search?q=a+noise+that+nobody+could+explain")
    assert "Who talks about it" in text
    link = re.search(r'href="([^"]+/who[^"]+)"', text)
    assert link
    page = await get(ds, html.unescape(link[1]))
    assert re.search(r'/speaker/\d+">Viktor Olsen</a> <span class="count">\d+%', page)
    assert "What about?" in await get(ds, "/-/kb/who")
    assert "Nobody" in await get(ds, '/-/kb/who?q=x+"no such phrase"')


async def test_examples_add_up_and_can_be_left_out(ds: Datasette, ids: dict[str, int]) -> None:
    text = await get(ds, f"/-/kb/similar?like={ids['passage']}")
    more = re.search(r'href="([^"]+)">More like this, too', text)
    less = re.search(r'href="([^"]+)">Less like this', text)
    assert more
    assert less
    both = await get(ds, "/-/kb/similar" + html.unescape(more[1]))
    assert both.count("Leave it out") == 2
    other = re.search(r"like=\d+&like=(\d+)", html.unescape(more[1]))
    assert other
    assert f'id="h-{other[1]}"' not in both
    away = await get(ds, "/-/kb/similar" + html.unescape(less[1]))
    assert ">Unlike<" in away
    quote = await get(ds, f"/-/kb/quote/{ids['quote']}")
    assert f'href="/-/kb/similar?like={ids["quote"]}"' in quote
    assert '<li class="hit">' in await get(ds, f"/-/kb/similar?like={ids['quote']}")
    for nothing in ("", "?like=1", "?like=x&unlike=2", "?like=" + "9" * 40):
        assert "Nothing to be like" in await get(ds, "/-/kb/similar" + nothing)


async def test_a_search_is_saved_and_tells_what_is_new(visitor: Visitor, own: Path) -> None:
    search = SEARCH + "&kind=podcast"
    text = await visitor.get(search)
    carried = re.search(r'name="search" value="([^"]+)"', text)
    assert carried
    location = await visitor.send(
        search, "/-/kb/searches", name="Log books", search=html.unescape(carried[1])
    )
    page = await visitor.get(location)
    assert '<span class="badge">New</span>' in page
    assert "Three years of" not in page
    assert '<span class="badge">New</span>' in await visitor.get(location)
    assert await visitor.send(location, location, action="seen") == location
    page = await visitor.get(location)
    assert "Nothing new" in page
    assert "Seen before" in page
    assert "Log books" in await visitor.get("/-/kb/searches")
    assert await visitor.send(location, location, action="remove") == "/-/kb/searches"
    assert "None yet" in await visitor.get("/-/kb/searches")
    with closing(Database(own)) as db:
        assert db.table("saved_searches").count == db.table("saved_search_hits").count == 0


async def test_a_thumb_is_kept_shown_and_taken_back(visitor: Visitor, own: Path) -> None:
    text = await visitor.get(SEARCH)
    passage = re.search(r'name="passage" value="(\d+)"', text)
    carried = re.search(r'name="search" value="([^"]+)"', text)
    assert passage
    assert carried
    form = {"passage": passage[1], "search": html.unescape(carried[1])}
    location = await visitor.send(SEARCH, "/-/kb/judge", verdict="right", **form)
    assert location == f"{SEARCH}#h-{passage[1]}"
    page = await visitor.get(SEARCH)
    assert page.count('aria-pressed="true"') == 1
    assert '<button class="quiet" name="verdict" value="none" aria-pressed="true"' in page
    with closing(Database(own)) as db:
        (line,) = judgements.export(db).lines
        assert json.loads(line)["query"] == "who reads the log book"
        assert json.loads(line)["talk"] == "night-shift.vtt"
    await visitor.send(SEARCH, "/-/kb/judge", verdict="none", **form)
    assert 'aria-pressed="true"' not in await visitor.get(SEARCH)


async def test_a_thumb_leads_nowhere_else(visitor: Visitor) -> None:
    text = await visitor.get(SEARCH)
    passage = re.search(r'name="passage" value="(\d+)"', text)
    assert passage
    location = await visitor.send(
        SEARCH,
        "/-/kb/judge",
        verdict="right",
        passage=passage[1],
        search="q=x&next=https://evil.example/%0d%0aSet-Cookie: a=b",
    )
    assert location == f"/-/kb/search?q=x#h-{passage[1]}"


async def test_who_may_not_edit_gets_no_forms_and_no_way_around(
    ds: Datasette, serve: Callable[..., Datasette], own: Path
) -> None:
    text = await get(ds, SEARCH)
    assert "Save this search" not in text
    assert "aria-pressed" not in text
    assert "Saved searches" in text
    for path, form in (
        ("/-/kb/searches", {"name": "x", "search": "q=x"}),
        ("/-/kb/searches/1", {"action": "remove"}),
        ("/-/kb/judge", {"passage": "1", "search": "q=x", "verdict": "right"}),
    ):
        for server in (ds, serve(own)):
            token = {"csrftoken": "x"}
            response = await server.client.post(
                path, data=form | token, cookies={"ds_csrftoken": "x"}
            )
            assert response.status_code == 403, path


async def test_whoever_may_not_see_the_tables_sees_no_saved_searches(
    serve: Callable[..., Datasette], own: Path
) -> None:
    closed = {"databases": {"kb": {"tables": {"saved_searches": {"allow": {"id": "root"}}}}}}
    ds = serve(own, metadata=closed, editing=True)
    assert "Saved searches" not in await get(ds, SEARCH)
    assert (await ds.client.get("/-/kb/searches")).status_code == 403


@pytest.mark.parametrize(
    "form", [{}, {"name": "x"}, {"search": "q=x"}, {"name": " ", "search": "q=x"}]
)
async def test_a_form_that_says_too_little_is_refused(
    visitor: Visitor, form: dict[str, str]
) -> None:
    text = await visitor.get(SEARCH)
    token = re.search(r'name="csrftoken" value="([^"]+)"', text)
    assert token
    status, _ = await visitor.post("/-/kb/searches", {"csrftoken": token[1], **form})
    assert status == 400
    status, _ = await visitor.post("/-/kb/judge", {"csrftoken": token[1], **form})
    assert status == 404
