"""The reading page: both layers of a talk, its marks, its anchors and its links to the sound."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from datasette.app import Datasette
from sqlite_utils import Database

from tests.web.checks import Page, words


async def page_of(ds: Datasette, path: str) -> str:
    response = await ds.client.get(path)
    assert response.status_code == 200
    return str(response.text)


async def test_turns_stand_in_order_with_names_roles_and_times(
    ds: Datasette, ids: dict[str, int], rows: Database
) -> None:
    text = await page_of(ds, f"/-/kb/talk/{ids['talk']}")
    turns = [
        row["id"]
        for row in rows.query(
            "select id from turns where talk_id = ? order by position", [ids["talk"]]
        )
    ]
    assert re.findall(r'id="t-(\d+)"', text) == [str(turn) for turn in turns]
    assert "Lena Marsh" in text
    assert 'href="https://example.org/night-shift.mp3#t=20"' in text
    assert ">0:20</a>" in text
    assert "A lock keeper on what the river sounds like" in text


async def test_every_passage_and_quote_has_its_anchor(
    ds: Datasette, ids: dict[str, int], rows: Database
) -> None:
    for talk in [row["id"] for row in rows.query("select id from talks")]:
        page = Page(await page_of(ds, f"/-/kb/talk/{talk}"))
        for letter, table in (("p", "passages"), ("q", "quotes")):
            wanted = {
                f"{letter}-{r['id']}"
                for r in rows.query(f"select id from {table} where talk_id = ?", [talk])
            }
            assert wanted <= set(page.ids), (talk, table)


async def test_the_clean_layer_is_there_word_for_word(ds: Datasette, rows: Database) -> None:
    for talk in [row["id"] for row in rows.query("select id from talks")]:
        page = await page_of(ds, f"/-/kb/talk/{talk}")
        own = re.sub(r'<small class="heard">.*?</small>', "", page)
        text = words(Page(own)).replace("❞", "")
        shown = re.sub(r"\s+", "", text)
        for turn in rows.query("select text from turns where talk_id = ? and marks = '[]'", [talk]):
            assert re.sub(r"\s+", "", turn["text"]) in shown


async def test_quotes_are_marked_with_exactly_their_words(
    ds: Datasette, ids: dict[str, int], rows: Database
) -> None:
    text = await page_of(ds, f"/-/kb/talk/{ids['talk']}")
    quotes = dict(
        rows.execute("select id, text from quotes where talk_id = ?", [ids["talk"]]).fetchall()
    )
    assert quotes
    for quote_id, said in quotes.items():
        shown = text.split(f'<q class="quoted" id="q-{quote_id}">')[1].split("</q>")[0]
        # A quote that leaves out its turn's opening "So," begins with a capital of its own.
        assert unescape(shown)[1:] == said[1:]
        assert unescape(shown)[0].lower() == said[0].lower()
        assert f'href="/-/kb/quote/{quote_id}"' in text


async def test_inventions_are_greyed_with_a_reason(ds: Datasette, ids: dict[str, int]) -> None:
    text = await page_of(ds, f"/-/kb/talk/{ids['talk']}")
    assert '<span class="not-talk">Thanks for watching!</span>' in text
    assert "made up by the speech recogniser" in text


async def test_words_asked_for_are_marked_and_can_be_unmarked(
    ds: Datasette, ids: dict[str, int]
) -> None:
    text = await page_of(ds, f"/-/kb/talk/{ids['talk']}?q=noise")
    assert text.count("<mark>noise</mark>") == 2
    assert "Clear the marks" in text


async def test_the_source_layer_has_every_character_and_shows_the_edits(
    ds: Datasette, rows: Database
) -> None:
    changed = 0
    for talk in rows.query(
        "select talks.id, sources.text from talks join sources on talk_id = talks.id"
    ):
        text = await page_of(ds, f"/-/kb/talk/{talk['id']}?source=1")
        shown = [
            unescape(re.sub(r"<ins[^>]*>.*?</ins>|</?del[^>]*>", "", part, flags=re.S))
            for part in re.findall(r'<p class="source-text">(.*?)</p>', text, re.S)
        ]
        spans = rows.query(
            "select start_char, end_char, edits from turns where talk_id = ? order by position",
            [talk["id"]],
        )
        for turn, own in zip(spans, shown, strict=True):
            source = talk["text"][turn["start_char"] : turn["end_char"]]
            assert "".join(own.split()) == "".join(source.split())
            changed += len(json.loads(turn["edits"]))
    assert changed, "the talks of this test should have some edits"
    assert "<del title=" in text


async def test_where_sources_may_not_be_seen_there_is_no_source_layer(
    serve: Callable[..., Datasette], master: Path, ids: dict[str, int]
) -> None:
    hidden = {"databases": {"kb": {"tables": {"sources": {"allow": False}}}}}
    text = await page_of(serve(master, metadata=hidden), f"/-/kb/talk/{ids['talk']}?source=1")
    assert "source-text" not in text
    assert "SHA-256" not in text
    assert "Show the source" not in text


async def test_search_stays_in_the_talk(ds: Datasette, ids: dict[str, int]) -> None:
    text = await page_of(ds, f"/-/kb/talk/{ids['talk']}")
    assert f'<input type="hidden" name="talk" value="{ids["talk"]}">' in text


async def test_a_thousand_turns_are_read_on_one_page(
    serve: Callable[..., Datasette], own: Path, ids: dict[str, int]
) -> None:
    db = Database(own)
    text = " ".join(f"Word {n}." for n in range(5000))
    db["sources"].update(ids["talk"], {"text": text})
    db.execute("delete from turns where talk_id = ?", [ids["talk"]])
    db["turns"].insert_all(
        {"id": n, "talk_id": ids["talk"], "position": n, "chapter_id": None, "speaker_id": ids["speaker"],
         "text": text[n * 10 : n * 10 + 60], "start_char": n * 10, "end_char": n * 10 + 60, "start_ms": n * 1000,
         "end_ms": None, "edits": "[]", "marks": "[]", "anchors": "[]"}
        for n in range(1000)
    )  # fmt: skip
    db.close()
    shown = await page_of(serve(own), f"/-/kb/talk/{ids['talk']}")
    assert shown.count('class="turn ') == 1000
