from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import build, voices
from kb.voices import Voice, named, spoken

PANEL = ("Adam Stone", "Adam Field", "Mark Reed MP", "Will North", "Siân Page", "Eli", "Art Rich")
MEETING = ("Grad C", "PhD A", "Professor B", "Marketing", "Project Manager", "SPEAKER_00")


def whom(query: str, names: tuple[str, ...], *, one_talk: bool = False) -> set[str]:
    found = named(query, {n: {name} for n, name in enumerate(names)}, one_talk=one_talk)
    return {names[number] for number in found}


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("what did adam stone think about money", {"Adam Stone"}),
        ("Adam Stone on money", {"Adam Stone"}),
        ("mark reed", {"Mark Reed MP"}),
        ("What did Mark think of it?", {"Mark Reed MP"}),
        ("what does mark think of it", {"Mark Reed MP"}),
        ("according to mark", {"Mark Reed MP"}),
        ("what does adam say about pricing", {"Adam Stone", "Adam Field"}),
        ("WHAT DID ADAM SAY", {"Adam Stone", "Adam Field"}),
        ("Between Will and Eli, who disagrees", {"Will North", "Eli"}),
        ("did sian page agree", {"Siân Page"}),
        ("is it siân's idea", {"Siân Page"}),
        ("Ask Dr. North about it", {"Will North"}),
    ],
)
def test_a_name_is_found_as_people_write_it(query: str, meant: set[str]) -> None:
    assert whom(query, PANEL) == meant


@pytest.mark.parametrize(
    "query",
    [
        "will it work",
        "what people will say next",
        "Mark the date",
        "how do we mark tasks",
        "page speed matters",
        "does Page Rank work",
        "The Art of Pricing",
        "Rich text editing",
        "adamant",
        "Adam Brook on money",
        "Joan Reed on money in the city",
        "according to the stone tablets",
        "",
        "?!",
    ],
)
def test_words_and_other_people_are_nobody(query: str) -> None:
    assert whom(query, PANEL) == set()


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("What did Grad C propose?", {"Grad C"}),
        ("What did C think about funding?", {"Grad C"}),
        ("What did the professor think?", {"Professor B"}),
        ("what did the marketing say", {"Marketing"}),
        ("Why did the project manager disagree with PhD A?", {"Project Manager", "PhD A"}),
        ("what did speaker_00 say", {"SPEAKER_00"}),
        ("Summarize Marketing's opinions", {"Marketing"}),
        ("What about plan C?", set()),
        ("a series A round", set()),
        ("What did Grad B say", set()),
        ("I think so", set()),
        ("the marketing budget", set()),
    ],
)
def test_within_one_talk_labels_are_names(query: str, meant: set[str]) -> None:
    assert whom(query, MEETING, one_talk=True) == meant


def test_a_letter_says_nothing_in_many_talks() -> None:
    assert whom("What did C think about funding?", MEETING) == set()


@pytest.mark.parametrize("name", ["", "-", "The", "Dr.", "(unknown)", "李", "MP", "J"])
def test_no_name_is_too_odd(name: str) -> None:
    assert named(f"What did {name} say about it?", {1: {name}}, one_talk=True) <= {1}


HALL = """\
Nora Quill: Should the lending library buy a second laminator this year, and who would look after it in the long run?

Tomas Reyes: The laminator we have is idle on most days. I would rather pay somebody who repairs spines, because nobody here can.

Nora Quill: Then let us hear about the reading room, which has been too cold since the boiler was moved to the other wing.

Ines Falk: The boiler is fine. It is the window that leaks, and a joiner has promised three times to come and look at it.

Speaker 2: I was told it would be mended before the winter.
"""
YARD = """\
Tomas Reyes: In the yard we have two sheds of paper, and the roof of one of them leaks. That was all that I wanted to say.

Speaker 2: Somebody should write that down before the winter.
"""


@pytest.fixture
def hall(tmp_path: Path, db: Database, ingest: Callable[..., build.Report]) -> Database:
    folder = tmp_path / "hall"
    folder.mkdir()
    (folder / "hall.txt").write_text(HALL, "utf-8")
    (folder / "yard.txt").write_text(YARD, "utf-8")
    assert ingest(folder).failed == []
    return db


def of_talk(db: Database, talk: str) -> list[int]:
    sql = "select passages.id from passages join talks on talks.id = talk_id where path = ?"
    return [row[0] for row in db.execute(sql + " order by position", [talk])]


def heard(db: Database, passage: int) -> str:
    return str(db.execute("select text from passages where id = ?", [passage]).fetchone()[0])


def test_passages_lean_that_the_named_speaker_says(hall: Database) -> None:
    every = [*of_talk(hall, "hall.txt"), *of_talk(hall, "yard.txt")]
    found = spoken(hall, "what did tomas reyes say about the laminator", every)
    assert found
    assert {voice.name for voice in found.values()} == {"Tomas Reyes"}
    for passage in every:
        said = "laminator we have is idle" in heard(hall, passage)
        said = said or "two sheds of paper" in heard(hall, passage)
        assert (passage in found) is said


def test_a_passage_of_theirs_leans_more_than_one_with_a_turn_of_theirs(hall: Database) -> None:
    every = of_talk(hall, "hall.txt")
    names = {
        row[0]: row[1]
        for row in hall.execute(
            "select passages.id, name from passages left join speakers on speakers.id = speaker_id"
        )
    }
    for name in ("Nora Quill", "Tomas Reyes", "Ines Falk"):
        found = spoken(hall, f"what does {name} think", every)
        assert found
        assert all(voice.main is (names[p] == name) for p, voice in found.items())
    turn, main = Voice("Ines Falk", main=False), Voice("Ines Falk", main=True)
    assert 0 < turn.weight < main.weight
    assert turn.weight == voices.CHOSEN.turn


def test_labels_count_within_one_talk_only(hall: Database) -> None:
    own, other = of_talk(hall, "hall.txt"), of_talk(hall, "yard.txt")
    query = "what did Speaker 2 say about the winter"
    assert {voice.name for voice in spoken(hall, query, own).values()} == {"Speaker 2"}
    assert spoken(hall, query, [*own, *other]) == {}


def test_another_spelling_of_a_name_is_theirs(hall: Database) -> None:
    hall.execute(
        "insert into speaker_aliases select speaker_id, talk_id, 'Inez Valk' from talk_speakers"
        " join speakers on speakers.id = speaker_id where name = 'Ines Falk'"
    )
    found = spoken(hall, "what did inez valk say", of_talk(hall, "hall.txt"))
    assert {voice.name for voice in found.values()} == {"Ines Falk"}


def test_nothing_found_and_nobody_named_cost_nothing(hall: Database) -> None:
    assert spoken(hall, "what did Tomas Reyes say", []) == {}
    assert spoken(hall, "a leaking window", of_talk(hall, "hall.txt")) == {}
    assert spoken(hall, "what did Tomas Reyes say", [-1]) == {}


def test_only_the_passages_asked_for_are_read(hall: Database) -> None:
    plan = [row[3] for row in hall.execute(f"explain query plan {voices._SAID_SQL}", ["[1]"])]
    scanned = [step for step in plan if step.startswith("SCAN")]
    assert all("json_each" in step for step in scanned), plan
