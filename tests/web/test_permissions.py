"""Nobody sees on our pages what Datasette would not show them on its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from kb.web import permissions
from tests.web.test_pages import PAGES

NOBODY: dict[str, Any] = {"allow": False}
ROOT: dict[str, Any] = {"allow": {"id": "root"}}
# Words that are nowhere but in the talks.
SECRETS = (
    "night shift",
    "Viktor Olsen",
    "Paper Trails",
    "Ines Falk",
    "Tables",
    "harbour",
    "catalogue",
)
OURS = (
    *PAGES,
    "/-/kb/search.json?q=river",
    "/-/kb/collection/x",
    "/-/kb/collection/x/export/md",
    "/-/kb/keep?quote=1",
)
SOME = ("/", "/-/kb/search?q=river", "/-/kb/talk/{talk}", "/-/kb/topics")


def table(name: str, allow: dict[str, Any] = NOBODY) -> dict[str, Any]:
    return {"databases": {"kb": {"tables": {name: allow}}}}


EVERYTHING = [
    pytest.param(NOBODY, OURS, id="instance"),
    pytest.param({"databases": {"kb": NOBODY}}, OURS, id="database"),
    pytest.param(table("talks"), OURS, id="table"),
    *(pytest.param(table(name), SOME, id=name) for name in permissions.READING),
]


def cookie(ds: Datasette) -> dict[str, str]:
    return {"ds_actor": ds.sign({"a": {"id": "root"}}, "actor")}


@pytest.mark.parametrize(("metadata", "paths"), EVERYTHING)
async def test_what_is_denied_is_denied_on_every_page(
    serve: Callable[..., Datasette],
    master: Path,
    ids: dict[str, int],
    metadata: dict[str, Any],
    paths: tuple[str, ...],
) -> None:
    ds = serve(master, metadata=metadata)
    for path in paths:
        response = await ds.client.get(path.format(**ids))
        if path == "/" and "allow" not in metadata:
            assert response.status_code == 200  # Datasette's own list of what may be seen
        else:
            assert response.status_code == 403, path
        assert [word for word in SECRETS if word in response.text] == [], path


@pytest.mark.parametrize("metadata", [ROOT, table("talks", ROOT)])
async def test_who_is_allowed_sees_the_pages(
    serve: Callable[..., Datasette], master: Path, ids: dict[str, int], metadata: dict[str, Any]
) -> None:
    ds = serve(master, metadata=metadata)
    for path in PAGES:
        address = path.format(**ids)
        assert (await ds.client.get(address, cookies=cookie(ds))).status_code == 200, path
        if path != "/":
            assert (await ds.client.get(address)).status_code == 403, path


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("quotes", ["/-/kb/quotes", "/-/kb/quote/{quote}"]),
        (
            "collections",
            ["/-/kb/collections", "/-/kb/collection/x", "/-/kb/collection/x/export/md"],
        ),
        ("collection_quotes", ["/-/kb/collections", "/-/kb/collection/x"]),
    ],
)
async def test_the_rest_stays_where_only_some_tables_are_denied(
    serve: Callable[..., Datasette], master: Path, ids: dict[str, int], name: str, paths: list[str]
) -> None:
    ds = serve(master, metadata=table(name), editing=True)
    for path in paths:
        assert (await ds.client.get(path.format(**ids))).status_code == 403
    for path in ("/", "/-/kb/talk/{talk}", "/-/kb/speaker/{speaker}", "/-/kb/search?q=river"):
        response = await ds.client.get(path.format(**ids))
        assert response.status_code == 200
        assert f'href="/-/kb/{paths[0].split("/")[-1]}"' not in response.text


async def test_denied_quotes_are_nowhere(
    serve: Callable[..., Datasette], master: Path, ids: dict[str, int]
) -> None:
    ds = serve(master, metadata=table("quotes"))
    talk = (await ds.client.get(f"/-/kb/talk/{ids['talk']}")).text
    assert "quoted" not in talk
    for path in ("/", "/-/kb", "/-/kb/speaker/{speaker}"):
        text = (await ds.client.get(path.format(**ids))).text
        assert "/-/kb/quote/" not in text
        assert "Quotes" not in text


@pytest.mark.parametrize("metadata", [NOBODY, {"databases": {"kb": NOBODY}}, table("talks")])
async def test_the_menu_has_no_link_to_what_is_denied(
    serve: Callable[..., Datasette], master: Path, metadata: dict[str, Any]
) -> None:
    ds = serve(master, metadata=metadata)
    text = (await ds.client.get("/-/versions")).text + (await ds.client.get("/-/allow-debug")).text
    assert "/-/kb" not in text
    allowed = await serve(master).client.get("/-/allow-debug")
    assert 'href="/-/kb"' in allowed.text


async def test_actions_lead_from_datasettes_pages_to_ours(ds: Datasette) -> None:
    assert 'href="/-/kb"' in (await ds.client.get("/kb")).text
    assert 'href="/-/kb/quotes"' in (await ds.client.get("/kb/quotes")).text
    assert "Read the talks" in (await ds.client.get("/kb/talks")).text


async def test_of_several_the_first_that_may_be_seen_answers(
    serve: Callable[..., Datasette], master: Path, own: Path
) -> None:
    other = own.rename(own.with_name("open.db"))
    ds = serve(master, other, metadata={"databases": {"kb": NOBODY}})
    assert 'href="/-/kb/open/talks"' in (await ds.client.get("/-/kb")).text
    assert (await ds.client.get("/-/kb/kb/talks")).status_code == 403


async def test_sql_functions_are_for_those_who_may_write_sql(
    serve: Callable[..., Datasette], master: Path
) -> None:
    ds = serve(master, metadata={"allow_sql": False})
    response = await ds.client.get("/kb.json?sql=select+kb_search('river')")
    assert response.status_code == 403
