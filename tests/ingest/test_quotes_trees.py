"""What a sentence's tree shows, what was learnt of it, and what becomes of doubtful quotes; on the parser that ships."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

import pytest

from ingest import quotes, textmap
from ingest.models import Speaker, Turn
from ingest.quotes.doubt import FILE, MOST, Doubt, Weights, doubts, load
from ingest.quotes.pointing import pointing
from ingest.quotes.torn import torn
from ingest.quotes.trees import FOLDER, parsed

pytestmark = pytest.mark.model

LABELS = Path(__file__).parents[2] / "training" / "quotes" / "labels.jsonl"


def doubt_of(text: str) -> Doubt:
    return doubts([text])[0]


def test_the_parser_sees_a_main_clause() -> None:
    (tree,) = parsed(["Every archive begins with somebody who could not throw anything away."])
    (root,) = [token for token in tree if token.dep_ == "ROOT"]
    assert root.text == "begins"
    assert {"nsubj"} <= {child.dep_ for child in root.children}
    assert not any(sign.startswith("main") for sign in torn(tree))


@pytest.mark.parametrize(
    "fragment",
    [
        "When you look at that particular drawer of letters.",
        "Even though the catalogue is older than the house.",
        "The people who keep the letters in a box under the stairs.",
        "Hundreds of lists about everything that we ever wanted to find.",
        "Kind of pulling you over to the shelf and saying what it was.",
        "If we keep the letters in the box, if we keep the lists in the drawer.",
        "I think the hardest part of a catalogue - you know what people are like.",
    ],
)
def test_what_is_torn_is_doubtful(fragment: str) -> None:
    assert doubt_of(fragment).torn > 0


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
def test_what_is_whole_is_not(sentence: str) -> None:
    assert max(doubt_of(sentence)) <= 0


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
def test_what_points_back_is_more_doubtful(better: str, worse: str) -> None:
    assert doubt_of(worse).points > 0 >= doubt_of(better).points


def test_a_place_holder_points_at_nothing() -> None:
    (held,) = parsed(["It is hard to say no to somebody who asks nicely."])
    assert pointing(held)["it, held"] == 1
    (meant,) = parsed(["We painted it green before the winter came."])
    assert pointing(meant)["it, none"] == 1


def test_that_shows_something_or_begins_a_clause() -> None:
    (clause,) = parsed(["I think that people forget."])
    assert not any(sign.startswith(("shows", "that")) for sign in pointing(clause))
    (shown,) = parsed(["People often forget that letter."])
    assert pointing(shown)["that with a noun"] == 1


def test_a_dash_is_a_dash_and_no_hyphen() -> None:
    (tree,) = parsed(["The catalogue - we never opened it again."])
    assert torn(tree)["dash"] == 1
    (joined,) = parsed(["The well-known catalogue was never opened again."])
    assert torn(joined)["dash"] == 0


def test_all_sentences_of_a_quote_are_read_and_no_words_are_not_doubted() -> None:
    one, two = "People keep letters that cost them something.", "When you look at that drawer."
    assert doubt_of(f"{one} {two}").torn > doubt_of(one).torn
    assert doubts([]) == []
    (nothing,) = parsed([""])
    assert not torn(nothing)
    assert not pointing(nothing)


def test_a_sign_counts_three_times_at_most() -> None:
    (tree,) = parsed(["One and one and one and one and one make five."])
    signs = pointing(tree)
    assert signs["one"] > MOST
    assert Weights({"one": 2.0}, limit=1.0).over(signs) == 2.0 * MOST - 1.0


def talk(*sentences: str) -> tuple[tuple[Turn, ...], list[int], list[Speaker]]:
    source, turns = "", []
    for sentence in sentences:
        start = len(source)
        source += sentence + "\n"
        segments = textmap.verbatim(source, start, start + len(sentence))
        turns.append(Turn(speaker=0, segments=segments))
    return tuple(turns), [0] * len(turns), [Speaker(name="Ada Winter", role="guest")]


def test_torn_quotes_are_left_out_and_those_that_point_back_come_last() -> None:
    fragment = "Even though the catalogue is older than the house."
    back = "Archivists would always put it in this one, because there it was safe."
    whole = [
        "People keep the letters that cost them something.",
        "Nobody reads a catalogue until they have lost a book.",
        "You should never throw away a diary that somebody wrote by hand.",
    ]
    assert doubt_of(fragment).torn > 0
    assert doubt_of(back).points > 0
    found = quotes.quotes(*talk(back, fragment, *whole))
    texts = [quote.text for quote in found]
    assert fragment not in texts
    assert set(texts) <= {back, *whole}
    assert back not in texts[: len(set(texts) & set(whole))]
    assert all(a.score >= b.score for a, b in pairwise(found))


def test_the_weights_are_those_of_the_card_and_of_the_labels() -> None:
    card = json.loads((FILE.parent / "standing-card.json").read_text("utf-8"))
    assert card["sha256"] == hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert card["labels"] == hashlib.sha256(LABELS.read_bytes()).hexdigest()
    assert set(load()) == {"torn", "points"}


def test_the_parser_is_the_one_of_the_card() -> None:
    card = json.loads((FOLDER / "card.json").read_text("utf-8"))
    found = {
        file.relative_to(FOLDER).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in FOLDER.rglob("*")
        if file.is_file() and file.name not in ("card.json", "README.md")
    }
    assert card["sha256"] == found
    assert sum(file.stat().st_size for file in FOLDER.rglob("*")) < 5_000_000


def test_labels_hold_no_text() -> None:
    for line in LABELS.read_text("utf-8").splitlines():
        label = json.loads(line)
        assert set(label) == {"talk", "sha256", "drawn", "whole", "alone"}
        assert len(label["sha256"]) == 64
