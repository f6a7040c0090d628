"""What users decide about topics: it holds, for talks that come later too, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import build, listings, store, topics
from kb.errors import DecisionError, NotFoundError
from kb.filters import Filters, passage_ids
from kb.rows import id_of

WALL = """\
---
title: {title}
date: {date}
---

Ada Brook: The sea wall was the first thing I saw. A sea wall is a promise, and the sea wall here was broken in two places. The harbour pays for the sea wall.

Tom Hale: And who reads the tide tables? A keeper without tide tables is blind. The tide tables hang beside the door.

Ada Brook: The seawall needs stone. In this village the tide tables decide when the sea wall can be mended, and the stone quarry is closed.

Tom Hale: The stone quarry closed in spring. A stone quarry with no road is a pond. Every tide table says when the stone quarry boats can land.
"""
BREAKWATER = """\
---
title: The breakwater
date: 2022-05-01
---

Ada Brook: The breakwater is what we call it. A breakwater takes the first wave. Nobody paints a breakwater.

Cleo Marsh: Our breakwater stood for a century. The breakwater and the lighthouse keeper belong together. A lighthouse keeper counts waves.

Ada Brook: The lighthouse keeper wrote to me. I never met another lighthouse keeper who drew the breakwater.
"""


@pytest.fixture
def shore(tmp_path: Path) -> Path:
    """A folder of two talks about a sea wall."""
    folder = tmp_path / "shore"
    folder.mkdir()
    for number, date in ((1, "2020-03-10"), (2, "2021-08-20")):
        text = WALL.format(title=f"Shore {number}", date=date)
        (folder / f"wall-{number}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture
def coast(
    ingest: Callable[..., build.Report], shore: Path, db: Database
) -> Callable[..., build.Report]:
    """The function that ingests; it has ingested the two talks."""
    assert ingest(shore).failed == []
    return ingest


def contents(db: Database) -> list[list[tuple[object, ...]]]:
    """Return everything that pages, filters and SQL know of topics."""
    tables = ("topics", "talk_topics", "passage_topics", "topic_view")
    return [sorted(db.execute(f"select * from {table}"), key=repr) for table in tables]


def names(db: Database) -> set[str]:
    return {str(row["topic"]) for row in listings.topics(db)}


def again(coast: Callable[..., build.Report], shore: Path) -> None:
    """Ingest a talk anew, changed."""
    file = shore / "wall-1.md"
    file.write_text(file.read_text("utf-8") + "\nTom Hale: That is all.\n", "utf-8")
    assert coast(shore).changed == ["wall-1.md"]


def test_the_talks_have_the_topics_that_these_tests_are_about(
    coast: Callable[..., build.Report], db: Database
) -> None:
    assert {"sea wall", "tide tables", "stone quarry"} <= names(db)


def test_ids_stay_between_ingests_and_come_from_keys_alone(
    coast: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    before = {row["key"]: row["id"] for row in db.query("select id, key from topics")}
    assert before["seawall"] == id_of("topic", "seawall")
    again(coast, shore)
    (shore / "breakwater.md").write_text(BREAKWATER, "utf-8")
    coast(shore)
    after = {row["key"]: row["id"] for row in db.query("select id, key from topics")}
    assert before.items() <= after.items()


def test_everything_that_is_decided_can_be_undone(
    coast: Callable[..., build.Report], db: Database
) -> None:
    before = contents(db)
    topics.merge(db, ["tide tables"], "sea wall")
    topics.rename(db, "sea wall", "Coastal defence")
    topics.hide(db, ["stone quarry"])
    topics.pin(db, ["Coastal defence"])
    assert contents(db) != before
    assert len(topics.undo(db, ["Coastal defence", "tide tables", "stone quarry"])) == 3
    assert contents(db) == before
    assert topics.decisions(db) == []
    assert db["found_talk_topics"].count == db["found_passage_topics"].count == 0


def test_a_new_name_stands_everywhere_and_old_ones_still_lead_there(
    coast: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    topics.rename(db, "sea wall", "Coastal defence")
    again(coast, shore)
    assert "Coastal defence" in names(db)
    assert "sea wall" not in names(db)
    rows = db.query(
        "select distinct talk from topic_view where name = 'Coastal defence' order by talk"
    )
    assert [row["talk"] for row in rows] == ["wall-1.md", "wall-2.md"]
    found = {
        name: passage_ids(db, Filters(topic=(name,))) for name in ("coastal defence", "seawall")
    }
    assert found["coastal defence"] == found["seawall"]
    assert found["seawall"]


def test_a_merged_topic_lives_on_in_the_other(
    coast: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    both = set(passage_ids(db, Filters(topic=("sea wall", "tide tables"))) or ())
    topics.merge(db, ["tide tables"], "sea wall")
    assert set(passage_ids(db, Filters(topic=("sea wall",))) or ()) == both
    assert set(passage_ids(db, Filters(topic=("tide table",))) or ()) == both
    again(coast, shore)
    assert "tide tables" not in names(db)
    own = topics.find(db, "tide tables")
    assert topics.moved_to(db, own.id) == topics.find(db, "sea wall")
    assert listings.quotes(db, topic="tide tables") == listings.quotes(db, topic="sea wall")


def test_merges_follow_each_other_and_counts_add_up(
    coast: Callable[..., build.Report], db: Database
) -> None:
    counted = {row["topic"]: row["mentions"] for row in listings.topics(db)}
    topics.merge(db, ["stone quarry"], "tide tables")
    topics.merge(db, ["tide tables"], "sea wall")
    rows = {row["topic"]: row["mentions"] for row in listings.topics(db)}
    three = ("sea wall", "tide tables", "stone quarry")
    assert rows["sea wall"] == sum(int(str(counted[name])) for name in three)
    talks = db.query(
        "select sum(mentions) as n from talk_topics where topic_id = ?", [id_of("topic", "seawall")]
    )
    assert next(talks)["n"] == rows["sea wall"]
    topics.undo(db, ["tide tables"])
    rows = {row["topic"]: row["mentions"] for row in listings.topics(db)}
    assert rows["sea wall"] == counted["sea wall"]
    assert "stone quarry" not in rows


def test_a_phrase_inside_another_is_not_counted_twice(
    coast: Callable[..., build.Report], db: Database
) -> None:
    # Each "stone quarry" is a mention of a quarry already.
    short, long = id_of("topic", "quarry"), id_of("topic", "stonequarry")
    talk = next(db.query("select talk_id from talk_topics where topic_id = ?", [long]))["talk_id"]
    passages = list(db.query("select * from passage_topics where topic_id = ?", [long]))
    with db.atomic():
        db["topics"].insert({"id": short, "key": "quarry", "name": "quarry"})
        db["talk_topics"].insert({"talk_id": talk, "topic_id": short, "score": 0.1, "mentions": 4})
        db["passage_topics"].insert_all({**row, "topic_id": short} for row in passages)
    before = [row["mentions"] for row in passages]
    topics.merge(db, ["quarry"], "stone quarry")
    rows = db.query("select mentions from passage_topics where topic_id = ?", [long])
    assert [row["mentions"] for row in rows] == before


def test_a_hidden_topic_is_nowhere_whatever_comes(
    coast: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    topics.hide(db, ["sea wall"])
    again(coast, shore)
    (shore / "wall-3.md").write_text(WALL.format(title="Third", date="2023-01-01"), "utf-8")
    coast(shore)
    assert "sea wall" not in names(db)
    assert list(db.query("select * from topic_view where name = 'sea wall'")) == []
    assert passage_ids(db, Filters(topic=("sea wall",))) == []
    topics.undo(db, ["sea wall"])
    own = next(row for row in listings.topics(db) if row["topic"] == "sea wall")
    assert own["talks"] == 3


def test_a_pinned_topic_stands_first(coast: Callable[..., build.Report], db: Database) -> None:
    last = str(listings.topics(db)[-1]["topic"])
    topics.pin(db, [last])
    assert listings.topics(db)[0]["topic"] == last
    first = listings.topics(db, talk="wall-1.md")
    assert first[0]["topic"] == last


def test_decisions_hold_for_talks_that_come_later(
    ingest: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    wanted = topics.load(
        "topics:\n- topic: Breakwaters\n  merge: sea wall\n- topic: lighthouse keeper\n  name: Keeper\n"
    )
    topics.adopt(db, wanted)
    ingest(shore)
    (shore / "breakwater.md").write_text(BREAKWATER, "utf-8")
    ingest(shore)
    assert not {"breakwater", "lighthouse keeper"} & names(db)
    assert "Keeper" in names(db)
    rows = db.query("select talk from topic_view where name = 'sea wall' order by talk")
    assert [row["talk"] for row in rows] == ["breakwater.md", "wall-1.md", "wall-2.md"]


def test_a_topic_can_be_part_of_one_that_no_talk_names(
    ingest: Callable[..., build.Report], shore: Path, db: Database
) -> None:
    topics.adopt(db, topics.load("topics:\n- topic: sea wall\n  merge: Coastal Defence\n"))
    ingest(shore)
    assert "Coastal Defence" in names(db)
    topics.undo(db, ["sea wall"])
    assert "Coastal Defence" not in names(db)


def test_removing_a_talk_leaves_nothing_of_it(
    coast: Callable[..., build.Report], db: Database
) -> None:
    topics.merge(db, ["tide tables"], "sea wall")
    topics.hide(db, ["stone quarry"])
    for known in store.known(db).values():
        store.remove(db, known.talk_id)
    for table in ("topics", "talk_topics", "found_talk_topics", "found_passage_topics"):
        assert db[table].count == 0
    assert len(topics.decisions(db)) == 2


def test_a_file_of_decisions_comes_back_as_it_was(
    coast: Callable[..., build.Report], db: Database
) -> None:
    topics.merge(db, ["tide tables"], "sea wall")
    topics.rename(db, "sea wall", "Coastal: “defence” #1")
    topics.hide(db, ["stone quarry"])
    text, made = topics.dump(topics.decisions(db)), contents(db)
    topics.adopt(db, [], replace=True)
    assert contents(db) != made
    topics.adopt(db, topics.load(text))
    assert contents(db) == made
    assert topics.dump(topics.decisions(db)) == text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1: there is no list `topics:`"),
        ("- x\n", "line 1: there is no list"),
        ("topics: 3\n", "line 1: there is no list"),
        ("topics:\n- a: [\n", "line 3: this is not valid YAML"),
        ("topics:\n- topic: a\n  hide: true\n- topic: b\n", "line 4: nothing is decided about 'b'"),
        ("topics:\n- hide: true\n", "line 2: an entry names no `topic`"),
        ("topics:\n- topic: a\n  hide: maybe\n", "line 2: `hide` is true or false"),
        ("topics:\n- topic: 2020\n  hide: true\n", "line 2: `topic` is text"),
        ("topics:\n- topic: a\n  colour: red\n", "line 2: an entry has no `colour`"),
        ("topics:\n- just words\n", "line 2: an entry is `topic: …`"),
        ("topics:\n- topic: Sea walls\n  merge: seawall\n", "line 2: 'Sea walls' cannot become"),
        (
            "topics:\n- topic: sea wall\n  pin: true\n- topic: Seawalls\n  hide: true\n",
            "line 4: 'Seawalls' is decided about twice",
        ),
    ],
)
def test_a_bad_file_says_where(text: str, says: str) -> None:
    with pytest.raises(DecisionError) as error:
        topics.load(text)
    assert str(error.value).startswith(says)


def test_what_cannot_be_decided_says_why(coast: Callable[..., build.Report], db: Database) -> None:
    before = contents(db)
    with pytest.raises(NotFoundError, match="did you mean 'sea wall'"):
        topics.hide(db, ["see wall"])
    with pytest.raises(DecisionError, match="there is a topic 'sea wall' already"):
        topics.rename(db, "tide tables", "Sea-Walls")
    with pytest.raises(DecisionError, match="which it is itself"):
        topics.merge(db, ["sea wall"], "seawalls")
    with pytest.raises(DecisionError, match="nothing was decided"):
        topics.undo(db, ["sea wall"])
    with pytest.raises(DecisionError, match="letters or digits"):
        topics.rename(db, "sea wall", " ’ ")
    topics.merge(db, ["sea wall"], "tide tables")
    with pytest.raises(DecisionError, match="which it is itself"):
        topics.merge(db, ["tide tables"], "sea wall")
    topics.undo(db, ["sea wall"])
    assert contents(db) == before


def test_a_damaged_circle_of_merges_still_shows_everything(
    coast: Callable[..., build.Report], db: Database
) -> None:
    topics.adopt(
        db,
        topics.load(
            "topics:\n- {topic: sea wall, merge: tide table}\n- {topic: tide table, merge: sea wall}\n"
        ),
    )
    assert len({"sea wall", "tide tables"} & names(db)) == 1


def test_related_topics_share_passages_and_no_words(
    coast: Callable[..., build.Report], db: Database
) -> None:
    own = topics.find(db, "sea wall")
    ties = topics.related(db, own.id)
    assert own.name not in {tie.name for tie in ties}
    assert all(tie.together >= 2 and tie.lift >= 1.5 for tie in ties)


def test_over_time_leaves_no_gap(coast: Callable[..., build.Report], db: Database) -> None:
    own = topics.find(db, "sea wall").id
    by_month = topics.over_time(db, own)
    assert by_month.grain == "month"
    assert len(by_month.periods) == 18
    assert (by_month.periods[0].name, by_month.periods[-1].name) == ("2020-03", "2021-08")
    assert [p.about for p in by_month.periods if p.talks] == [1, 1]
    quarters = topics.over_time(db, own, "quarter").periods
    assert [p.name for p in quarters][:2] == ["2020-Q1", "2020-Q2"]
    assert quarters[-1] == ("2021-Q3", 1, 1, by_month.periods[-1].mentions)
    assert [p.name for p in topics.over_time(db, own, "year").periods] == ["2020", "2021"]


def test_over_time_says_what_it_leaves_out(
    coast: Callable[..., build.Report], db: Database
) -> None:
    own = topics.find(db, "sea wall").id
    with db.atomic():
        db.execute("update talks set date = '2021' where path = 'wall-2.md'")
    assert topics.over_time(db, own).grain == "year"
    assert topics.over_time(db, own, "month").undated == 1
    with db.atomic():
        db.execute("update talks set date = null")
    assert topics.over_time(db, own) == ("year", (), 2)


def test_who_talks_about_what(coast: Callable[..., build.Report], db: Database) -> None:
    found = topics.voices(db, topics.find(db, "sea wall").id)
    assert sum(voice.share for voice in found) == pytest.approx(1)
    assert {voice.name for voice in found} <= {"Ada Brook", "Tom Hale"}
    said = topics.subjects(db, found[0].id)
    own = next(topic for topic in said if topic.name == "sea wall")
    assert own.share == pytest.approx(found[0].share)
    assert own.passages == found[0].passages
