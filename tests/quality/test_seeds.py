"""The owner's five documents must be right: who speaks, what kind, what is torn, what is invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from ingest import embedding, textmap
from ingest.textmap import Edit
from kb import build, listings, search, store, vectors
from kb.receipts import proves

pytestmark = pytest.mark.model

GOLD = ("this other team is doing exactly", "redundancy between two teams", "duplication of work")


@pytest.fixture(scope="module")
def seeds(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = store.open_database(tmp_path_factory.mktemp("seeds") / "kb.db")
    report = build.ingest(db, [shared / "seeds"], encoder=embedding.load, workers=1)
    assert report.failed == []
    yield db
    db.close()


@pytest.fixture(scope="module")
def talks(seeds: Database) -> dict[str, dict[str, object]]:
    return {str(row["talk"])[:3]: row for row in listings.talks(seeds)}


def test_kinds(talks: dict[str, dict[str, object]]) -> None:
    kinds = {number: row["kind"] for number, row in talks.items()}
    assert kinds == {
        "000": "post",
        "001": "interview",
        "002": "article",
        "003": "notes",
        "004": "podcast",
    }


def test_speakers(talks: dict[str, dict[str, object]]) -> None:
    found = {n: [(s["name"], s["role"]) for s in row["speakers"]] for n, row in talks.items()}  # type: ignore[attr-defined]
    assert sorted(found["004"]) == [
        ("Amir", "guest"),
        ("Ben Wilson", "host"),
        ("Michael Berk", "host"),
    ]
    assert sorted(found["001"]) == [("Eli Bressert", "guest"), ("Interviewer", "interviewer")]
    assert found["000"] == [("Sean Barnes", "author")]
    assert found["002"] == []
    assert found["003"] == []


def test_metadata(talks: dict[str, dict[str, object]]) -> None:
    assert talks["000"]["title"] == "My (Seemingly) Random Walk to Netflix"
    assert talks["000"]["url"] == (
        "https://netflixtechblog.com/my-seemingly-random-walk-to-netflix-293d952953fa"
    )
    assert talks["001"]["date"] == "2017-04-28"


def test_the_misspelt_host_is_an_alias(seeds: Database) -> None:
    people = {row["name"]: row["aliases"] for row in listings.speakers(seeds)}
    assert people["Michael Berk"] == ["Michael Burke"]


@pytest.mark.parametrize(
    ("speaker", "sentence"),
    [
        ("Michael Berk", "Can you explain what that means?"),
        ("Amir", "That's a mouthful."),
        ("Amir", "And then I'm like, Oh, like this little thing now clicked for me."),
        (
            "Ben Wilson",
            "I've got a potentially controversial question for you related to what you just said",
        ),
    ],
)
def test_torn_sentences_are_whole(seeds: Database, speaker: str, sentence: str) -> None:
    rows = seeds.query(
        "select text from turn_view where speaker = ? and talk like '004%'", [speaker]
    )
    assert any(sentence in row["text"] for row in rows)


def test_the_invention_is_marked_and_left_out(seeds: Database) -> None:
    (row,) = seeds.query("select text, marks from turns where text like 'Thanks for%watching!'")
    assert [mark[2] for mark in json.loads(row["marks"])] == ["invention"]
    for table in ("passages", "quotes"):
        assert seeds.table(table).count_where("text like '%Thanks for watching%'") == 0


def test_the_source_has_every_character(seeds: Database, shared: Path) -> None:
    for row in seeds.query("select path, text from sources join talks on talks.id = talk_id"):
        assert row["text"] == (shared / "seeds" / row["path"]).read_bytes().decode("utf-8")


def test_every_quote_and_passage_is_proved_by_its_source(seeds: Database) -> None:
    sources = dict(seeds.execute("select talk_id, text from sources").fetchall())
    quotes = list(seeds.query("select * from quotes"))
    assert len(quotes) > 40
    for row in quotes:
        edits = [Edit(*edit) for edit in json.loads(row["edits"])]
        source = sources[row["talk_id"]]
        assert proves(source, row["start_char"], row["end_char"], edits, row["text"], row["sha256"])
        assert source[row["start_char"] : row["end_char"]] == row["source_text"]


def test_every_passage_is_its_turns_and_every_turn_its_source(seeds: Database) -> None:
    sources = dict(seeds.execute("select talk_id, text from sources").fetchall())
    turns = {row["id"]: row for row in seeds.query("select * from turns")}
    for row in turns.values():
        edits = [Edit(*edit) for edit in json.loads(row["edits"])]
        text = textmap.rebuild(sources[row["talk_id"]], row["start_char"], row["end_char"], edits)
        assert textmap.plain(text) == row["text"]
    for passage in seeds.query("select * from passages"):
        parts = seeds.query(
            "select * from passage_turns where passage_id = ? order by position", [passage["id"]]
        )
        said = "\n".join(turns[p["turn_id"]]["text"][p["start"] : p["end"]] for p in parts)
        assert said == passage["text"]


def test_the_owners_search(seeds: Database) -> None:
    hits = search.search(
        seeds,
        "how Netflix teams avoid duplicate work",
        index=vectors.load(seeds),
        encoder=embedding.load(),
        limit=10,
    )
    ranks = sorted(
        next((n for n, hit in enumerate(hits, start=1) if gold in hit.text), 99) for gold in GOLD
    )
    assert ranks[1] <= 3
    assert ranks[2] <= 5
