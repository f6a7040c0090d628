"""What the judge says of quotes, and what becomes of doubtful ones; on the judge that ships."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest

from ingest import embedding, quotes, textmap
from ingest.models import Speaker, Turn
from ingest.quotes import choice, scoring
from ingest.quotes.doubt import FILE, KINDS, Doubt, judged
from ingest.quotes.weights import FILE as WORTH
from ingest.quotes.weights import load

pytestmark = pytest.mark.model

LABELS = Path(__file__).parents[2] / "training" / "quotes" / "labels.jsonl"


def doubt_of(text: str) -> Doubt:
    return judged([text]).doubts[0]


FRAGMENTS = (
    "When you look at that particular drawer of letters.",
    "Even though the catalogue is older than the house.",
    "The people who keep the letters in a box under the stairs.",
    "Hundreds of lists about everything that we ever wanted to find.",
    "Because nobody had told them that the house was sold.",
    "If we keep the letters in the box, if we keep the lists in the drawer.",
)


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_what_is_no_sentence_is_incomplete(fragment: str) -> None:
    assert doubt_of(fragment).incomplete > 0


@pytest.mark.parametrize(
    "sentence",
    [
        "If you keep every list, you will find what somebody else has lost.",
        "People keep the letters that cost them something.",
        "You should never throw away a catalogue that somebody wrote by hand.",
        "I think most archives are built by people who cannot throw anything away.",
        "Nobody reads a catalogue until they have lost something.",
    ],
)
def test_what_is_whole_and_stands_alone_is_less_doubtful(sentence: str) -> None:
    doubt = doubt_of(sentence)
    assert doubt.incomplete + 1 < min(doubt_of(fragment).incomplete for fragment in FRAGMENTS)
    assert max(doubt.torn, doubt.points) <= 0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("I would put every letter in a box.", "I would put it in this one."),
        (
            "People forget that an archive needs a key.",
            "They forget that about it when this happens there.",
        ),
    ],
)
def test_what_points_back_is_doubtful(better: str, worse: str) -> None:
    assert doubt_of(worse).points > 0 >= doubt_of(better).points


def test_a_fragment_makes_a_quote_of_two_sentences_more_doubtful() -> None:
    one, two = "People keep letters that cost them something.", "When you look at that drawer."
    assert doubt_of(f"{one} {two}").incomplete > doubt_of(one).incomplete


def test_no_quotes_are_not_doubted() -> None:
    assert judged([]).doubts == []


def talk(*sentences: str) -> tuple[tuple[Turn, ...], list[int], list[Speaker]]:
    source, turns = "", []
    for sentence in sentences:
        start = len(source)
        source += sentence + "\n"
        segments = textmap.verbatim(source, start, start + len(sentence))
        turns.append(Turn(speaker=0, segments=segments))
    return tuple(turns), [0] * len(turns), [Speaker(name="Ada Winter", role="guest")]


def test_incomplete_quotes_are_left_out_and_those_that_point_back_come_last() -> None:
    fragment = "Even though the catalogue is older than the house."
    back = "Archivists would always put it in this one, because there they had a key."
    whole = [
        "People keep the letters that cost them something.",
        "Nobody reads a catalogue until they have lost a book.",
        "You should never throw away a diary that somebody wrote by hand.",
    ]
    assert doubt_of(fragment).incomplete > 0
    assert doubt_of(back).points > 0
    found = quotes.quotes(*talk(back, fragment, *whole))
    texts = [quote.text for quote in found]
    assert fragment not in texts
    assert set(texts) <= {back, *whole}
    assert back not in texts[: len(set(texts) & set(whole))]
    assert all(a.score >= b.score for a, b in pairwise(found))


def test_what_a_close_reading_speaks_for_comes_first() -> None:
    sentences = [
        "I think most archives are built by people who cannot throw anything away.",
        "Nobody reads a catalogue until they have lost a book.",
        "You should never throw away a diary that somebody wrote by hand.",
    ]
    turns, speakers, cast = talk(*sentences)
    said = scoring.sayings(turns, speakers, cast)
    for sentence in sentences:
        towards = dataclasses.replace(load(), closely=99 * judged([sentence]).vectors[0], usual=0.0)
        found = choice.chosen(turns, speakers, cast, said, written=False, weights=towards)
        assert found[0].text == sentence


def test_the_judge_is_the_one_of_the_card_and_of_the_labels() -> None:
    card = json.loads((FILE.parent / "card.json").read_text("utf-8"))
    update = FILE.parent / f"{embedding.JUDGE_MODEL}.safetensors"
    assert card["sha256"] == hashlib.sha256(update.read_bytes()).hexdigest()
    assert card["head_sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert card["labels"] == hashlib.sha256(LABELS.read_bytes()).hexdigest()
    assert tuple(card["kinds"]) == KINDS
    assert (
        json.loads((WORTH.parent / "card.json").read_text("utf-8"))["judge_sha256"]
        == card["sha256"]
    )
    assert update.stat().st_size < 1_500_000


@pytest.mark.parametrize("file", [LABELS, LABELS.with_name("held-out.jsonl")])
def test_labels_hold_no_text(file: Path) -> None:
    for line in file.read_text("utf-8").splitlines():
        label = json.loads(line)
        assert set(label) == {"talk", "sha256", "drawn", "complete", "whole", "alone"}
        assert len(label["sha256"]) == 64
