"""Making collections in the browser: what works, who may, and which forms are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.utils.sqlite import sqlite3
from sqlite_utils import Database

from kb import collections, exports
from tests.web.checks import Page


class Visitor:
    """A browser without JavaScript: keeps cookies, and fills in the token of the form it sees."""

    def __init__(self, ds: Datasette, host: str = "localhost") -> None:
        self.ds, self.host = ds, host
        self.cookies: dict[str, str] = {}

    async def get(self, path: str) -> str:
        response = await self.ds.client.get(path, cookies=self.cookies, headers={"host": self.host})
        assert response.status_code == 200, path
        self.cookies |= dict(response.cookies)
        assert Page(response.text).problems == []
        return str(response.text)

    async def post(self, path: str, form: dict[str, object], **headers: str) -> tuple[int, str]:
        response = await self.ds.client.post(
            path, data=form, cookies=self.cookies, headers={"host": self.host, **headers}
        )
        self.cookies |= dict(response.cookies)
        return response.status_code, response.headers.get("location", "")

    async def send(self, page: str, path: str, **form: object) -> str:
        token = re.search(r'name="csrftoken" value="([^"]+)"', await self.get(page))
        assert token, page
        status, location = await self.post(path, {"csrftoken": token[1], **form})
        assert status == 303
        return location


@pytest.fixture
def visitor(serve: Callable[..., Datasette], own: Path) -> Visitor:
    return Visitor(serve(own, editing=True))


def kept(own: Path, slug: str = "for-the-piece") -> list[collections.CollectedQuote]:
    db = Database(own)
    try:
        return collections.items(db, slug)
    finally:
        db.close()


async def made(visitor: Visitor) -> str:
    return await visitor.send("/-/kb/collections", "/-/kb/collections", name="For the piece")


async def test_a_collection_is_made_and_shown(visitor: Visitor) -> None:
    assert await made(visitor) == "/-/kb/collection/for-the-piece"
    assert "For the piece" in await visitor.get("/-/kb/collections")
    assert "Nothing kept yet" in await visitor.get("/-/kb/collection/for-the-piece")


async def test_a_quote_is_kept_with_note_and_tags(
    visitor: Visitor, own: Path, ids: dict[str, int]
) -> None:
    await made(visitor)
    page = f"/-/kb/keep?quote={ids['quote']}"
    location = await visitor.send(
        page,
        "/-/kb/keep",
        quote=ids["quote"],
        collection="for-the-piece",
        note="Opens it.\r\nGood.",
        tags="a, b b",
    )
    (item,) = kept(own)
    assert location == f"/-/kb/collection/for-the-piece#q-{item.id}"
    assert (item.quote_id, item.note, item.tags) == (ids["quote"], "Opens it.\nGood.", ("a", "b b"))
    text = await visitor.get("/-/kb/collection/for-the-piece")
    assert item.sha256 in text
    assert "Kept, with its receipt." in text


async def test_sentences_of_a_turn_are_kept_into_a_new_collection(
    visitor: Visitor, own: Path, rows: Database
) -> None:
    turn = next(rows.query("select id, text from turns where text like 'The gates talk%'"))
    page = await visitor.get(f"/-/kb/keep?turn={turn['id']}&start=0&end=10")
    assert re.search(r'name="sentence-0" value="1" checked', page)
    form = {"turn": turn["id"], "name": "For the piece", "sentence-0": "1", "sentence-1": "1"}
    await visitor.send(f"/-/kb/keep?turn={turn['id']}", "/-/kb/keep", **form)
    (item,) = kept(own)
    assert item.text == " ".join(re.split(r"(?<=\.) ", turn["text"])[:2])
    assert item.speaker == "Viktor Olsen"
    assert item.start_ms == 20_500


async def test_the_best_sentence_of_a_hit_is_ticked(visitor: Visitor) -> None:
    text = await visitor.get("/-/kb/search?q=who+reads+the+log+book")
    best = re.sub(r"</?mark>", "", text.split('<strong class="best">')[1].split("</strong>")[0])
    link = re.search(r'href="(/-/kb/keep\?turn=[^"]+)"', text)
    assert link
    page = await visitor.get(link[1].replace("&amp;", "&"))
    ticked = re.findall(r"checked> <span>(.*?)</span>", page)
    assert ticked == [best]


async def test_quotes_are_ordered_noted_and_taken_out(
    visitor: Visitor, own: Path, rows: Database
) -> None:
    await made(visitor)
    for row in rows.query("select id from quotes limit 3"):
        await visitor.send(
            f"/-/kb/keep?quote={row['id']}",
            "/-/kb/keep",
            quote=row["id"],
            collection="for-the-piece",
        )
    first, second, third = (item.id for item in kept(own))
    page = "/-/kb/collection/for-the-piece"
    await visitor.send(page, page, action="move", item=third, position=1)
    assert [item.id for item in kept(own)] == [third, first, second]
    await visitor.send(page, page, action="note", item=first, note="New", tags="x")
    assert [(i.note, i.tags) for i in kept(own) if i.id == first] == [("New", ("x",))]
    await visitor.send(page, page, action="remove", item=second)
    assert [item.id for item in kept(own)] == [third, first]
    assert await visitor.send(page, page, action="delete") == "/-/kb/collections"
    assert (await visitor.ds.client.get(page)).status_code == 404
    db = Database(own)
    assert db["collection_quotes"].count == 0
    db.close()


@pytest.mark.parametrize("name", exports.EXPORTS.names())
async def test_every_export_comes_as_a_file(
    visitor: Visitor, own: Path, ids: dict[str, int], name: str
) -> None:
    await made(visitor)
    await visitor.send(
        f"/-/kb/keep?quote={ids['quote']}",
        "/-/kb/keep",
        quote=ids["quote"],
        collection="for-the-piece",
    )
    response = await visitor.ds.client.get(f"/-/kb/collection/for-the-piece/export/{name}")
    assert response.status_code == 200
    kind = exports.EXPORTS.get(name)
    assert response.headers["content-type"] == f"{kind.media_type}; charset=utf-8"
    disposition = response.headers["content-disposition"]
    assert disposition == f'attachment; filename="for-the-piece{kind.suffix}"'
    assert exports.load(response.text, name) == kept(own)
    page = await visitor.get("/-/kb/collection/for-the-piece")
    assert f"/-/kb/collection/for-the-piece/export/{name}" in page


async def test_an_unknown_export_is_a_404_that_lists_those_there_are(visitor: Visitor) -> None:
    await made(visitor)
    response = await visitor.ds.client.get("/-/kb/collection/for-the-piece/export/docx")
    assert response.status_code == 404
    assert "md" in response.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"quote": "1", "name": "x"}, 404),
        ({"turn": "1", "name": "x"}, 404),
        ({"quote": "{quote}"}, 400),
        ({"quote": "{quote}", "collection": "none"}, 404),
        ({"turn": "{turn}", "name": "x"}, 400),
        ({"name": "x"}, 404),
    ],
)
async def test_forms_that_say_too_little_are_refused_in_words(
    visitor: Visitor, own: Path, ids: dict[str, int], form: dict[str, str], status: int
) -> None:
    page = await visitor.get(f"/-/kb/keep?quote={ids['quote']}")
    token = re.search(r'name="csrftoken" value="([^"]+)"', page)
    assert token
    said = {name: value.format(**ids) for name, value in form.items()}
    answered, _ = await visitor.post("/-/kb/keep", {"csrftoken": token[1], **said})
    assert answered == status
    db = Database(own)
    assert db["collection_quotes"].count == 0
    db.close()


@pytest.mark.parametrize(
    ("token", "cookie", "headers"),
    [
        ("right", False, {}),
        ("", True, {}),
        ("wrong", True, {}),
        ("", False, {}),
        ("right", True, {"sec-fetch-site": "cross-site"}),
        ("right", True, {"sec-fetch-site": "same-site"}),
        ("right", True, {"origin": "https://evil.example"}),
        ("right", True, {"origin": "null"}),
        ("right", False, {"authorization": "Bearer x"}),
    ],
)
async def test_forms_from_elsewhere_change_nothing(
    visitor: Visitor, own: Path, token: str, cookie: object, headers: dict[str, str]
) -> None:
    page = await visitor.get("/-/kb/collections")
    right = re.search(r'name="csrftoken" value="([^"]+)"', page)
    assert right
    if not cookie:
        visitor.cookies = {}
    form = {"csrftoken": right[1] if token == "right" else token, "name": "Bad"}
    status, _ = await visitor.post("/-/kb/collections", form, **headers)
    assert status == 403
    db = Database(own)
    assert db["collections"].count == 0
    db.close()


async def test_forms_of_ours_pass_with_the_headers_that_browsers_send(
    visitor: Visitor, own: Path
) -> None:
    page = await visitor.get("/-/kb/collections")
    token = re.search(r'name="csrftoken" value="([^"]+)"', page)
    assert token
    headers = {"sec-fetch-site": "same-origin", "origin": "http://localhost"}
    status, _ = await visitor.post(
        "/-/kb/collections", {"csrftoken": token[1], "name": "Good"}, **headers
    )
    assert status == 303


async def _may(ds: Datasette, host: str = "localhost", **cookies: str) -> bool:
    response = await ds.client.get("/-/kb/collections", headers={"host": host}, cookies=cookies)
    offered = "<form" in response.text.split("<main")[1]
    visitor = Visitor(ds, host)
    visitor.cookies = {"ds_csrftoken": response.cookies.get("ds_csrftoken", "x"), **cookies}
    form = {"csrftoken": visitor.cookies["ds_csrftoken"], "name": "New"}
    status, _ = await visitor.post("/-/kb/collections", form)
    keep = (
        await ds.client.get("/-/kb/keep?turn=1", headers={"host": host}, cookies=cookies)
    ).status_code
    assert offered == (status == 303) == (keep != 403)
    return offered


async def test_who_may_edit(serve: Callable[..., Datasette], own: Path) -> None:
    assert not await _may(serve(own))
    assert not await _may(serve(own, editing=False))
    assert await _may(serve(own, editing=True))
    assert await _may(serve(own, editing=True), host="kb.example.org")


@pytest.mark.parametrize(
    ("host", "may"),
    [
        ("localhost:8001", True),
        ("127.0.0.1:8001", True),
        ("[::1]:8001", True),
        ("rebound.example:8001", False),
        ("127.0.0.1.example", False),
    ],
)
async def test_local_editing_is_for_this_machines_names_only(
    serve: Callable[..., Datasette], own: Path, host: str, may: object
) -> None:
    assert await _may(serve(own, editing="local"), host=host) is may


async def test_root_may_edit_anywhere(serve: Callable[..., Datasette], own: Path) -> None:
    ds = serve(own)
    assert await _may(ds, host="kb.example.org", ds_actor=ds.sign({"a": {"id": "root"}}, "actor"))


async def test_an_immutable_database_offers_no_forms(
    serve: Callable[..., Datasette], own: Path
) -> None:
    db = Database(own)
    db.execute("pragma journal_mode = delete")
    db.close()
    ds = serve(immutables=[str(own)], editing=True)
    assert not await _may(ds)


async def test_made_on_the_command_line_it_is_there_in_the_browser(
    visitor: Visitor, own: Path, ids: dict[str, int]
) -> None:
    await visitor.get("/-/kb/collections")
    db = Database(own)
    slug = collections.create(db, "From the shell").slug
    collections.add(db, slug, ids["quote"])
    exported = exports.export(db, slug, "json")
    db.close()
    assert "From the shell" in await visitor.get("/-/kb/collections")
    shown = await visitor.get(f"/-/kb/collection/{slug}")
    assert json.loads(exported)["quotes"][0]["sha256"] in shown


async def test_what_is_kept_outlives_its_talk(
    visitor: Visitor, own: Path, ids: dict[str, int]
) -> None:
    await made(visitor)
    await visitor.send(
        f"/-/kb/keep?quote={ids['quote']}",
        "/-/kb/keep",
        quote=ids["quote"],
        collection="for-the-piece",
    )
    from kb import store

    db = store.open_database(own)
    store.remove(db, ids["talk"])
    db.close()
    text = await visitor.get("/-/kb/collection/for-the-piece")
    assert "no longer here" in text
    assert kept(own)[0].sha256 in text


@pytest.mark.parametrize("form", [{"name": " "}, {}])
async def test_a_collection_without_a_name_is_not_made(
    visitor: Visitor, own: Path, form: dict[str, object]
) -> None:
    token = re.search(r'name="csrftoken" value="([^"]+)"', await visitor.get("/-/kb/collections"))
    assert token
    status, _ = await visitor.post("/-/kb/collections", {"csrftoken": token[1], **form})
    assert status == 400


async def test_while_another_program_writes_the_visitor_is_told(
    visitor: Visitor, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await visitor.get("/-/kb/collections")
    token = re.search(r'name="csrftoken" value="([^"]+)"', page)
    assert token

    def busy(*_: object, **__: object) -> None:
        message = "database is locked"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(collections, "create", busy)
    response = await visitor.ds.client.post(
        "/-/kb/collections", data={"csrftoken": token[1], "name": "x"}, cookies=visitor.cookies
    )
    assert response.status_code == 503
    assert "Another program is writing" in response.text
