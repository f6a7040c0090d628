"""Who may change collections in the browser, and which forms are refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette
from datasette.utils.sqlite import sqlite3
from sqlite_utils import Database

from kb import collections
from tests.web.visitor import Visitor


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
