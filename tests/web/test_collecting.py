"""Making collections in the browser: keep, order, note, take out, export, delete."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import collections, exports
from tests.web.visitor import Visitor


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


async def test_a_collection_gets_another_name_on_its_page(visitor: Visitor) -> None:
    await made(visitor)
    page = "/-/kb/collection/for-the-piece"
    await visitor.send(page, page, action="edit", name="For the book", description="Chapter 2")
    text = await visitor.get(page)
    assert "<h1>For the book</h1>" in text
    assert '<p class="description">Chapter 2</p>' in text
    await visitor.send(page, page, action="edit", name="For the book", description="")
    assert '<p class="description">' not in await visitor.get(page)


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
