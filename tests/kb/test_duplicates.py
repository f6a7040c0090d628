"""Which texts are nearly the same, and which are part of another."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.duplicates import compare, pairs, sketch

VOCABULARY = [f"word{n}" for n in range(3_000)]


def talk(seed: int, count: int = 4_000) -> list[str]:
    return random.Random(seed).choices(VOCABULARY, k=count)


def heard_badly(words: list[str], seed: int, share: float = 0.1) -> list[str]:
    wrong = random.Random(seed)
    return [w if wrong.random() > share else wrong.choice(VOCABULARY) for w in words]


def text(words: list[str]) -> str:
    return " ".join(words)


def test_the_same_words_are_the_same_whatever_their_dress() -> None:
    one = "Don't you think, Ann, that we should go there at once? " * 2 + text(talk(1, 300))
    other = one.upper().replace("'", "’").replace(",", " –").replace("?", "...")
    assert compare(sketch(one), sketch(other)) == (1.0, 1.0)


def test_other_talks_share_nothing() -> None:
    assert compare(sketch(text(talk(1))), sketch(text(talk(2)))) == (0.0, 0.0)


@pytest.mark.parametrize(("share", "low", "high"), [(0.5, 0.2, 0.5), (1.0, 0.9, 1.0)])
def test_overlap_is_estimated(share: float, low: float, high: float) -> None:
    one, other = talk(1), talk(2)
    kept = round(len(one) * share)
    overlap, contained = compare(sketch(text(one)), sketch(text(one[:kept] + other[kept:])))
    assert low <= overlap <= high
    assert contained == pytest.approx(share, abs=0.08)


def test_two_recognisers_of_one_talk_are_found() -> None:
    said = talk(1)
    texts = [text(heard_badly(said, 5)), text(heard_badly(said, 6)), text(talk(2)), text(talk(3))]
    (found,) = pairs([sketch(each) for each in texts], least=0.25)
    assert (found.first, found.second) == (0, 1)


@pytest.mark.parametrize("count", [150, 400, 1_000])
def test_an_excerpt_is_found_in_the_whole(count: int) -> None:
    said = talk(1)
    (found,) = pairs([sketch(text(said)), sketch(text(said[2_000 : 2_000 + count]))])
    assert found.contained == 1.0
    assert found.overlap < 0.3


def test_what_every_episode_says_makes_no_pair() -> None:
    opening = talk(9, 300)
    assert pairs([sketch(text(opening + talk(seed))) for seed in range(50)]) == []


def test_many_copies_are_all_found() -> None:
    copies = [sketch(text(talk(1, 500)))] * 60
    found = pairs(copies)
    assert {pair.first for pair in found} | {pair.second for pair in found} == set(range(60))


def test_a_text_that_is_there_twice_has_half_its_runs() -> None:
    once, twice = sketch(text(talk(1))), sketch(text(talk(1) * 2))
    assert once.distinct == once.runs
    assert twice.distinct / twice.runs == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("short", ["", "a b c", "…", "one two three four five six"])
def test_short_texts_are_like_no_other(short: str) -> None:
    assert compare(sketch(short), sketch(short)) == (0.0, 0.0)
    assert pairs([sketch(short), sketch(short)]) == []


def test_nothing_has_no_pairs() -> None:
    assert pairs([]) == []


@given(st.text())
def test_any_text_has_a_sketch(anything: str) -> None:
    made = sketch(anything)
    assert len(made.hashes) <= made.distinct <= made.runs


def test_a_hundred_long_talks_take_seconds() -> None:
    texts = [text(talk(seed, 10_000)) for seed in range(100)]
    began = time.process_time()
    assert pairs([sketch(each) for each in texts]) == []
    assert time.process_time() - began < 10
