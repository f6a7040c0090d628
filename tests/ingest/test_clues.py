"""Who a voice may be, from what is said; and what hosts of other talks tell of this one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.models import Person
from ingest.speakers import Guess, Said, Voice, clues, guesses


def guess(
    *said: str,
    people: Sequence[Person] = (),
    voices: int = 2,
    known: dict[str, float] | None = None,
) -> dict[int, Guess]:
    """The best guess for each of some voices that speak by turns."""
    turns = [Said(number % voices, text) for number, text in enumerate(said)]
    cast = [Voice(f"SPEAKER_{number:02}", named=False) for number in range(voices)]
    out: dict[int, Guess] = {}
    for each in guesses(cast, clues(turns, range(voices)), people, known):
        out.setdefault(each.voice, each)
    return out


def names(*said: str, **options: object) -> dict[int, str]:
    return {voice: each.name for voice, each in guess(*said, **options).items()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("My name is Ann Lee, and I draw maps.", "Ann Lee"),
        ("Hi, I'm Ann Lee.", "Ann Lee"),
        ("I’m your host, Ann Lee, and this is Maps.", "Ann Lee"),
        ("I'm one of your hosts, Ann Lee.", "Ann Lee"),
        ("Ann Lee here, with another question.", "Ann Lee"),
        ("I am Ludwig van der Berg from Delft.", "Ludwig van der Berg"),
        ("My name is Élodie Marchand-Roy.", "Élodie Marchand-Roy"),
        ("This is Ann Lee, speaking from the harbour.", "Ann Lee"),
    ],
)
def test_people_introduce_themselves(words: str, name: str) -> None:
    found = guess(words, "Good morning.")
    assert (found[0].name, found[0].clues[0].kind) == (name, "introduction")
    assert 1 not in found


@pytest.mark.parametrize(
    "words",
    [
        "I'm American, and I'm Christian.",
        "I'm Ann Lee's brother.",
        "And he said, “I'm Ann Lee.”",
        'She goes "I\'m Ann Lee" and leaves.',
        "I am sure that I'm right.",
        "This is The Changelog.",
        "I'm GitHub, basically.",
        "This is Monday Morning.",
    ],
)
def test_what_is_no_introduction(words: str) -> None:
    assert guess(words, "Good morning.") == {}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Our guest today is Carl Voss.", "Carl Voss"),
        ("I'm joined by Dr. Carl Voss, who draws rivers.", "Carl Voss"),
        ("Welcome to the show, Carl Voss!", "Carl Voss"),
        ("And we have Carl Voss from the harbour here with us.", "Carl Voss"),
        ("With me, as always, is Carl Voss.", "Carl Voss"),
    ],
)
def test_whoever_is_introduced_speaks_next(words: str, name: str) -> None:
    found = guess(words, "Thank you.")
    assert (found[1].name, found[1].clues[0].kind) == (name, "introduced")
    clue = found[1].clues[0]
    assert words[clue.start : clue.end].endswith(name)


def test_a_name_that_is_called_is_the_listeners() -> None:
    said = (
        "So Carl, how do you draw a river?",
        "Slowly. I told Nora that it takes a year, and Nora laughed at me.",
        "I heard that from Carl Voss in person. What do you do then, Carl?",
        "Then I wait. Thanks, Nora.",
        "And what does Carl do when it rains?",
        "He waits.",
    )
    assert names(*said) == {0: "Nora", 1: "Carl"}


def test_things_and_beginnings_of_sentences_are_nobody() -> None:
    said = (
        "However, what is it? Kubernetes, what is that?",
        "Okay, so. We put it in Kubernetes, on the Kubernetes that we run.",
        "Gotcha. Docker, right?",
        "Gotcha. We moved into Docker, using Docker.",
    )
    assert names(*said * 3) == {}


def test_two_who_answer_to_one_name_both_lose() -> None:
    once = guess("My name is Ann Lee.", "Hello.")[0].score
    twice = guess("My name is Ann Lee.", "My name is Ann Lee.")
    assert all(each.score < 0.6 * once for each in twice.values())


def test_a_first_name_becomes_the_full_one_that_goes_with_it() -> None:
    said = (
        "I am here with Carl Voss, and Carl is late.",
        "No, I'm not.",
        "What do you draw, Carl?",
        "Rivers.",
        "And why, Carl?",
        "I like them.",
    )
    assert names(*said)[1] == "Carl Voss"
    assert guess(*said)[1].score > 0.7
    assert names("What now, Ann?", "I told Ann that Ann Lee waits.", "So, Ann?", "Yes.",
                 known={"Ann Lee": 0.8})[1] == "Ann Lee"  # fmt: skip


def test_the_one_person_who_is_listed_and_not_heard() -> None:
    people = [Person(name="Ann Lee", role="host"), Person(name="Carl Voss", role="guest")]
    cast = [Voice("Ann Lee", named=True, role="host"), Voice("SPEAKER_01", named=False)]
    (found,) = guesses(cast, [], people)
    assert (found.voice, found.name, found.clues[0].kind) == (1, "Carl Voss", "listed")
    both = [Voice("SPEAKER_00", named=False, role="host"), Voice("1", named=False, role="guest")]
    assert [g.name for g in guesses(both, [], people)] == ["Ann Lee", "Carl Voss"]
    assert guesses([Voice("A", named=False), Voice("B", named=False)], [], people) == []


def test_initials_and_first_names_of_those_who_are_listed() -> None:
    people = [Person(name="Ann Lee"), Person(name="Carl Voss")]
    cast = [Voice("CV", named=True), Voice("Ann", named=True), Voice("Bo", named=True)]
    found = {g.voice: (g.name, g.clues[0].kind) for g in guesses(cast, [], people)}
    assert found == {0: ("Carl Voss", "initials"), 1: ("Ann Lee", "first name")}


def test_a_name_that_the_file_gives_is_not_contradicted() -> None:
    said = [Said(0, "My name is Eve Stone."), Said(1, "Hello.")]
    cast = [Voice("Ann", named=True), Voice("Bo", named=True)]
    assert guesses(cast, clues(said, range(2))) == []


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=200)), max_size=12))
def test_any_words_give_places_that_are_there(turns: list[tuple[int, str]]) -> None:
    said = [Said(voice, text) for voice, text in turns]
    for clue in clues(said, range(4)):
        assert clue.turn is not None
        assert 0 <= clue.start < clue.end <= len(said[clue.turn].text)
        assert clue.name.split()[-1] in said[clue.turn].text[clue.start : clue.end]
        assert 0 < clue.weight < 1
