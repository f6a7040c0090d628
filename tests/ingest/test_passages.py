from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from ingest import textmap
from ingest.models import Mark, Turn
from ingest.passages import FEWEST, MOST, passages
from ingest.sentences import words


def turn(text: str, start: int = 0, **more: object) -> Turn:
    source = " " * start + text
    return Turn(speaker=None, segments=textmap.verbatim(source, start, len(source)), **more)  # type: ignore[arg-type]


def said(count: int) -> str:
    return " ".join("Some words are said here, ten of them all told." for _ in range(count // 10))


def test_a_question_goes_with_its_answer() -> None:
    turns = [turn("Why did you do that?"), turn(said(120), 100)]
    (passage,) = passages(turns, [0, 1])
    assert passage.text.startswith("Why did you do that?\nSome words")
    assert passage.speaker == 1


def test_a_monologue_is_divided_evenly_into_whole_sentences() -> None:
    turns = [turn(said(1000))]
    found = passages(turns, [0])
    assert all(FEWEST <= words(p.text) <= MOST for p in found)
    assert all(p.text.endswith(".") for p in found)
    assert " ".join(p.text for p in found) == turns[0].text


def test_two_monologues_never_mix() -> None:
    turns = [turn(said(200)), turn(said(200), 2000)]
    assert all(len({part.turn for part in p.parts}) == 1 for p in passages(turns, [0, 1]))


def test_short_turns_gather() -> None:
    turns = [turn(said(20), 300 * n) for n in range(12)]
    found = passages(turns, [n % 2 for n in range(12)])
    assert len(found) in (2, 3)


def test_chapters_are_not_crossed() -> None:
    turns = [turn("Short.", 0, chapter=0), turn("Short too.", 50, chapter=1)]
    assert len(passages(turns, [0, 0])) == 2


def test_marked_text_is_left_out() -> None:
    text = "We begin here. Thanks for watching! We go on."
    turns = [turn(text, marks=(Mark(15, 35, "invention", "thanks"),))]
    assert passages(turns, [0])[0].text == "We begin here.\nWe go on."
    silent = turn("Thanks for watching!", marks=(Mark(0, 20, "invention", "thanks"),))
    assert passages([silent], [0]) == ()


@given(st.lists(st.tuples(st.integers(1, 300), st.integers(0, 2), st.booleans()), max_size=15))
def test_every_sentence_is_in_exactly_one_passage(shape: list[tuple[int, int, bool]]) -> None:
    turns, position = [], 0
    for count, _, chapter in shape:
        text = " ".join(f"Sentence number {n} is here." for n in range(1 + count // 5))
        turns.append(turn(text, position, chapter=int(chapter)))
        position += len(text) + 10
    found = passages(turns, [speaker for _, speaker, _ in shape])
    covered = sorted((part.turn, part.start, part.end) for p in found for part in p.parts)
    for index, one in enumerate(turns):
        parts = [(a, b) for t, a, b in covered if t == index]
        assert parts[0][0] == 0
        assert parts[-1][1] == len(one.text)
        assert all(b + 1 == c for (_, b), (c, _) in itertools.pairwise(parts))
