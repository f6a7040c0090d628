from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from ingest.textmap import Edit
from kb import collections, exports, store
from kb.collections import CollectedQuote, Collection
from kb.errors import DatabaseError, NotFoundError
from kb.receipts import proves


def a_quote(db: Database) -> int:
    return int(db.execute("select id from quotes order by score desc").fetchone()[0])


def test_make_fill_note_and_delete(filled: Database) -> None:
    made = collections.create(filled, "Doppelte  Arbeit", "What was done twice")
    assert (made.slug, made.name, made.quotes) == ("doppelte-arbeit", "Doppelte Arbeit", 0)
    assert collections.create(filled, "Doppelte Arbeit").id == made.id
    first = collections.add(filled, made.slug, a_quote(filled), note="Nice", tags=["a b", " "])
    assert (first.position, first.note, first.tags) == (1, "Nice", ("a b",))
    assert collections.add(filled, made.slug, a_quote(filled)).id == first.id
    noted = collections.note(filled, made.slug, first.id, "Nicer", tags=["x"])
    assert (noted.note, noted.tags) == ("Nicer", ("x",))
    collections.remove(filled, made.slug, first.id)
    assert collections.items(filled, made.slug) == []
    collections.delete(filled, made.slug)
    assert collections.collections(filled) == []


def test_another_name_and_description_keep_the_link(filled: Database) -> None:
    made = collections.create(filled, "Duplicate work", "First thoughts")
    collections.add(filled, made.slug, a_quote(filled))
    changed = collections.edit(filled, "Duplicate work", name=" Work  done twice ")
    assert (changed.slug, changed.name) == (made.slug, "Work done twice")
    assert (changed.description, changed.quotes) == ("First thoughts", 1)
    assert collections.edit(filled, made.slug, description="").description == ""
    with pytest.raises(NotFoundError, match="needs a name"):
        collections.edit(filled, made.slug, name=" ")
    assert collections.get(filled, made.slug).name == "Work done twice"


def test_any_words_of_a_turn_can_be_collected_with_a_receipt(filled: Database) -> None:
    collections.create(filled, "C")
    turn = next(filled.query("select * from turns where text like 'By accident%'"))
    start = turn["text"].index("Two archives")
    end = turn["text"].index(" Nobody")
    item = collections.add_span(filled, "c", turn["id"], start, end)
    assert item.text == "Two archives had both paid for the same scanner."
    assert item.source_text == "Two archives had both, had both paid for the same scanner."
    source = filled.execute(
        "select text from sources where talk_id = ?", [item.talk_id]
    ).fetchone()[0]
    assert proves(source, item.start_char, item.end_char, item.edits, item.text, item.sha256)


def test_order(filled: Database) -> None:
    collections.create(filled, "C")
    ids = [row["id"] for row in filled.query("select id from quotes limit 3")]
    items = [collections.add(filled, "c", i) for i in ids]
    collections.move(filled, "c", items[-1].id, 1)
    order = [item.id for item in collections.items(filled, "c")]
    assert order == [items[-1].id, *(item.id for item in items[:-1])]
    assert [item.position for item in collections.items(filled, "c")] == list(
        range(1, len(items) + 1)
    )


def test_what_is_collected_outlives_its_talk(filled: Database) -> None:
    collections.create(filled, "C")
    item = collections.add(filled, "c", a_quote(filled))
    store.remove(filled, item.talk_id or 0)
    assert [kept.text for kept in collections.items(filled, "c")] == [item.text]


def test_what_is_not_there_is_said_in_one_line(filled: Database) -> None:
    with pytest.raises(NotFoundError, match="make it with"):
        collections.get(filled, "none")
    collections.create(filled, "Some")
    with pytest.raises(NotFoundError, match="there are: some"):
        collections.get(filled, "none")
    with pytest.raises(NotFoundError, match="no quote 7"):
        collections.add(filled, "some", 7)
    with pytest.raises(NotFoundError):
        collections.note(filled, "some", 7, "x")


@pytest.mark.parametrize("format_", exports.EXPORTS.names())
def test_an_export_comes_back_whole(filled: Database, format_: str) -> None:
    collections.create(filled, "Out", "About *this* <b>")
    for row in list(filled.query("select id from quotes")):
        collections.add(
            filled, "out", row["id"], note="A note: =1+1, <i>*x*</i>", tags=["t", "u,v"]
        )
    items = collections.items(filled, "out")
    assert exports.load(exports.export(filled, "out", format_), format_) == items
    collections.create(filled, "In")
    assert collections.restore(filled, "in", items) == len(items)
    assert collections.restore(filled, "in", items) == 0
    again = collections.items(filled, "in")
    assert [(q.text, q.note, q.edits, q.sha256) for q in again] == [
        (q.text, q.note, q.edits, q.sha256) for q in items
    ]


texts = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00\r"), max_size=40
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    said=texts.filter(bool),
    note=texts,
    tag=texts.filter(bool),
    speaker=st.none() | texts.filter(bool),
)
@pytest.mark.parametrize("format_", exports.EXPORTS.names())
def test_any_words_survive_every_format(
    format_: str, said: str, note: str, tag: str, speaker: str | None
) -> None:
    quote = CollectedQuote(
        id=1, collection_id=1, position=1, quote_id=None, talk_id=None, talk="a.txt", title=said,
        show=None, date=None, speaker=speaker, role=None, text=said, source_text=said, start_char=0,
        end_char=len(said), start_ms=None, end_ms=1, url=None, edits=(Edit(0, 1, said, "x"),),
        source_sha256="0", sha256="0", note=note, tags=(tag,), added_at="2026-01-01",
    )  # fmt: skip
    collection = Collection(id=1, slug="c", name="C", description="", created_at="", quotes=1)
    writer = exports.EXPORTS.get(format_)
    assert writer.read(writer.write(collection, [quote])) == [quote]


@pytest.mark.parametrize(
    ("format_", "text"),
    [("json", "{}"), ("json", "no"), ("csv", "a,b\n1,2\n"), ("md", "<!-- receipt {x} -->")],
)
def test_a_damaged_export_is_refused_in_one_line(format_: str, text: str) -> None:
    with pytest.raises(DatabaseError):
        exports.load(text, format_)


def test_a_cell_is_never_a_formula(filled: Database) -> None:
    collections.create(filled, "C")
    collections.add(filled, "c", a_quote(filled), note="=HYPERLINK(1)")
    assert ',"=HYP' not in exports.export(filled, "c", "csv")
    assert ",'=HYP" in exports.export(filled, "c", "csv")
