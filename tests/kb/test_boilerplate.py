"""What a show says in every episode: found once three have it, left out, and shown when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from kb import boilerplate, build, search, vectors
from kb.boilerplate.recurring import Stretch, shared, stretches
from kb.boilerplate.runs import hashes
from kb.cli import main
from kb.filters import Filters
from tests.conftest import HashingEncoder

INTRO = (
    "Hello and welcome to Salt Roads, the podcast about everything that ever crossed a harbour wall. "
    "I'm your host, Ines Falk."
)
READ = (
    "Before we go on, a word about lanterns: Brightwater Lanterns are made by hand in a small yard "
    "by the sea, and every single one of them burns for a hundred nights."
)
OUTRO = "Salt Roads is made by Ines Falk and Tomas Reyes, with music by the harbour choir of Lund."
TALKS = {
    "pilots": "The pilots of the old port kept a book of currents that no captain was allowed to read.",
    "ropes": "Rope was spun in a shed four hundred paces long, and the spinners walked backwards all day.",
    "bells": "A fog bell was tuned to the cliff behind it, so that a helmsman could hear which bay it was.",
    "charts": "The chart makers left out one reef on purpose, to see who would copy their work and drown.",
}


LATER = {
    "pilots": (
        "Three families had the book by heart, and they married one another for two hundred years to "
        "keep it so. When the dredgers came nobody asked them, and within one winter the sandbank had "
        "moved under the new pier. The last of them sold fish in the square until he died, and he "
        "never once went down to look at it."
    ),
    "ropes": (
        "My grandmother walked eleven thousand miles in that shed and never once saw where she was "
        "going. Hemp came from Riga in bales that smelt of rain. Steel wire arrived in a single cart, "
        "on a Tuesday, and by Friday the whole street had been told to stay at home."
    ),
    "bells": (
        "When they recast it in the war it sang a quarter tone lower, and four boats went into the "
        "wrong bay. A schoolteacher with perfect pitch had warned the admiralty in two letters. Both "
        "of them were found unopened, behind a radiator, the year that the office was pulled down."
    ),
    "charts": (
        "We dived there last summer with sonar: the reef is real, and there are nine wrecks on top of "
        "it. Seven flew the flag of a company that printed its own maps. I asked the museum for the "
        "plates and was shown a drawer with a dead moth and a receipt for ink."
    ),
}


def episode(topic: str, *, read: bool = True) -> str:
    middle = f"Ines Falk: {READ} So, what did people say about the {topic}?\n\n" if read else ""
    return (
        f"Ines Falk: {INTRO} Today we talk about {topic} with somebody who has seen them.\n\n"
        f"Tomas Reyes: {TALKS[topic]} Nobody has written about the {topic} since.\n\n{middle}"
        f"Tomas Reyes: {LATER[topic]}\n\n"
        f"Ines Falk: {OUTRO}\n"
    )


@pytest.fixture
def show(tmp_path: Path) -> Path:
    folder = tmp_path / "salt-roads"
    folder.mkdir()
    for topic in TALKS:
        (folder / f"{topic}.txt").write_text(episode(topic), "utf-8")
    return folder


@pytest.fixture
def filled(ingest: Callable[..., build.Report], show: Path, db: Database) -> Database:
    assert ingest(show).failed == []
    return db


def marked(db: Database) -> dict[str, list[str]]:
    sql = """
        select talks.path, substr(turns.text, start + 1, end - start) from boilerplate
        join turns on turns.id = turn_id join talks on talks.id = boilerplate.talk_id
        order by talks.path, turns.position, start
    """
    out: dict[str, list[str]] = {}
    for path, text in db.execute(sql):
        out.setdefault(str(path).rpartition("/")[2], []).append(text)
    return out


def found(db: Database, query: str, **filters: object) -> list[str]:
    hits = search.search(
        db,
        query,
        index=vectors.load(db),
        encoder=HashingEncoder(),
        filters=Filters.model_validate(filters),
        limit=40,
    )
    return [hit.text for hit in hits]


def test_what_every_episode_says_is_marked_and_nothing_else(filled: Database) -> None:
    assert marked(filled) == {f"{topic}.txt": [INTRO, READ, OUTRO] for topic in sorted(TALKS)}
    assert {row["talks"] for row in filled["boilerplate"].rows} == {4}


def test_a_passage_is_either_boilerplate_or_talk(filled: Database) -> None:
    own = [row["text"] for row in filled.query("select text from passages where boilerplate = 0")]
    aside = [row["text"] for row in filled.query("select text from passages where boilerplate = 1")]
    assert len(aside) == 3 * len(TALKS)
    assert not [text for text in own if "Brightwater" in text or "harbour wall" in text]
    assert sum("So, what did people say" in text for text in own) == len(TALKS)
    for topic in TALKS.values():
        assert sum(topic in text for text in own) == 1


def test_the_words_of_every_turn_are_in_its_passages(filled: Database) -> None:
    for turn in filled.query("select id, text from turns"):
        parts = filled.query(
            "select start, end from passage_turns where turn_id = ? order by start", [turn["id"]]
        )
        assert " ".join(turn["text"][p["start"] : p["end"]] for p in parts) == turn["text"]


@pytest.mark.parametrize("mode", search.MODES)
def test_search_leaves_it_out_unless_asked(filled: Database, mode: search.Mode) -> None:
    def hits(**filters: object) -> list[str]:
        return [
            hit.text
            for hit in search.search(
                filled,
                "lanterns that burn for a hundred nights",
                index=vectors.load(filled),
                encoder=HashingEncoder(),
                mode=mode,
                filters=Filters.model_validate(filters),
                limit=40,
            )
        ]

    assert READ not in hits()
    assert READ not in hits(speaker=["Ines Falk"])
    assert hits(boilerplate=True).count(READ) == len(TALKS)
    assert hits(boilerplate=True, speaker=["Ines Falk"]).count(READ) == len(TALKS)


def test_the_command_line_asks_for_it(filled: Database, tmp_path: Path) -> None:
    def run(*args: str) -> list[str]:
        words = [
            "-d",
            str(tmp_path / "kb.db"),
            "search",
            "Brightwater Lanterns",
            "--mode",
            "keyword",
        ]
        done = CliRunner().invoke(main, [*words, "--json", *args])
        assert done.exit_code == 0, done.output
        return [hit["text"] for hit in json.loads(done.stdout)]

    assert READ not in run()
    assert READ in run("--boilerplate")


def test_topics_and_quotes_are_not_of_it(filled: Database) -> None:
    assert not [
        q for q in filled["quotes"].rows if "Brightwater" in q["text"] or q["text"] in INTRO
    ]
    for table in ("passage_topics", "passage_entities"):
        sql = f"select count(*) from {table} join passages on id = passage_id where boilerplate"
        assert filled.execute(sql).fetchone() == (0,)
    names = {row["name"].lower() for row in filled["topics"].rows}
    assert not [name for name in names if "lantern" in name]


def test_a_second_run_does_nothing(
    filled: Database, ingest: Callable[..., build.Report], show: Path
) -> None:
    before = filled.execute("select value from _kb_meta where key = 'generation'").fetchone()
    assert boilerplate.refresh(filled) == []
    assert len(ingest(show).unchanged) == len(TALKS)
    assert (
        filled.execute("select value from _kb_meta where key = 'generation'").fetchone() == before
    )


def test_two_episodes_are_no_show(
    ingest: Callable[..., build.Report], show: Path, db: Database
) -> None:
    for topic in ("bells", "charts"):
        (show / f"{topic}.txt").unlink()
    ingest(show)
    assert marked(db) == {}
    assert db.execute("select count(*) from passages where boilerplate").fetchone() == (0,)


def test_the_third_episode_marks_the_first_two(
    ingest: Callable[..., build.Report], show: Path, db: Database
) -> None:
    (show / "charts.txt").rename(show.parent / "charts.txt")
    (show / "bells.txt").rename(show.parent / "bells.txt")
    ingest(show)
    ids = {row["text"]: row["id"] for row in db["passages"].rows}
    (show.parent / "bells.txt").rename(show / "bells.txt")
    report = ingest(show)
    assert len(report.added) == 1
    assert set(marked(db)) == {"bells.txt", "pilots.txt", "ropes.txt"}
    now = {row["text"]: row["id"] for row in db["passages"].rows}
    assert all(now[text] == own for text, own in ids.items() if text in now)
    vectorless = "select count(*) from passages where id not in (select passage_id from embeddings)"
    assert db.execute(vectorless).fetchone() == (0,)


def test_what_recurs_no_more_is_talk_again(
    filled: Database, ingest: Callable[..., build.Report], show: Path
) -> None:
    for topic in TALKS:
        (show / f"{topic}.txt").write_text(
            episode(topic, read=topic in ("bells", "ropes")), "utf-8"
        )
    ingest(show)
    ingest(show)
    assert {len(texts) for texts in marked(filled).values()} == {2}
    assert sum(READ in text for text in found(filled, "Brightwater Lanterns")) == 2


def test_the_same_episode_thrice_is_no_boilerplate() -> None:
    texts = [text for text in TALKS.values() if text] * 2
    copies = {number: hashes(texts) for number in range(3)}
    assert shared(copies) == {}


def test_a_question_that_is_always_asked_is_talk() -> None:
    ask = "What are two or three books that you recommend most often to other people, and why?"
    talks = {
        n: [f"Number {n} said something quite new here.", ask, f"{n} is mine."] for n in range(9)
    }
    known = shared({n: hashes(turns) for n, turns in talks.items()})
    assert stretches(talks[0], known) == []


def test_an_ordinary_sentence_that_three_share_is_talk() -> None:
    same = "Just to pull on that thread a little bit more."
    filler = [f"This is turn {n}, and it says what no other says." for n in range(12)]
    talks = {n: [*(f"{line} {n}" for line in filler[:6]), same, *filler[6:9]] for n in range(3)}
    runs = {n: hashes([f"{n} {text}" for text in turns]) for n, turns in talks.items()}
    found = [s for s in stretches(talks[0], shared(runs)) if s == Stretch(6, 0, len(same), 3)]
    assert found == []
