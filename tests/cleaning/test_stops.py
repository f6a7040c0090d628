from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ingest import textmap
from ingest.cleaning import capitals, clean, gaps, manner
from ingest.cleaning.manner import Manner
from ingest.cleaning.stops import ended, stops
from ingest.models import Cue
from ingest.pipeline import read_talk

SMALL = (
    "so thank you for coming today i wanted to start with how the archive began do you remember "
    "the first week yeah i remember it very well we had two rooms and nobody had a key and then "
    "google offered us a scanner so we said yes i think that was the best thing that ever happened "
    "to us"
)


def read(text: str, manner: Manner | None = None, pauses: dict[int, int] | None = None) -> str:
    made = textmap.apply(textmap.verbatim(text, 0, len(text)), stops(text, pauses))
    if manner is not None:
        made = textmap.apply(made, capitals.named(textmap.plain(made), manner))
    return textmap.plain(made)


def cues(*lines: str, step: int = 3000, length: int = 2800) -> tuple[str, list[Cue]]:
    source = "\n".join(lines)
    out, at = [], 0
    for number, line in enumerate(lines):
        out.append(
            Cue(
                text=textmap.verbatim(source, at, at + len(line)),
                start_ms=number * step,
                end_ms=number * step + length,
            )
        )
        at += len(line) + 1
    return source, out


def test_words_without_stops_get_sentences_and_keep_every_word() -> None:
    found = read(SMALL)
    assert found.lower().replace(".", "").replace("?", "").split() == SMALL.split()
    assert "Do you remember the first week?" in found
    assert found.endswith("us.")
    assert 5 <= found.count(".") + found.count("?") <= 10


def test_each_stop_is_an_edit_on_record() -> None:
    edits = stops(SMALL)
    assert {edit.rule for edit in edits} == {"sentence"}
    assert all(SMALL[e.start : e.end].lower() in ("", e.text.lower()) for e in edits)


def test_a_long_pause_ends_a_sentence() -> None:
    words = "we went up to the old harbour with boats and nets"
    at = words.index("with")
    assert "harbour. With" not in read(words)
    assert "harbour. With" in read(words, pauses={at: 2000})


def test_nobody_speaks_for_ever() -> None:
    counts = ended([-9.0] * 199)
    assert max(b - a for a, b in zip([0, *counts], [*counts, 200], strict=True)) <= 45


def test_names_that_are_known_and_i_get_capitals() -> None:
    how = Manner(names=(("lena", "Lena"),))
    found = read("then lena said i'm sure that google is in london", how)
    assert found == "Then Lena said I'm sure that Google is in London."


def test_a_talk_in_capitals_is_quietened() -> None:
    source, made = cues(
        "GOOD EVENING AND WELCOME TO THE PROGRAM.",
        "UM, TONIGHT WE TALK ABOUT THE HARBOUR IN BOSTON.",
        "WHAT DO YOU THINK OF IT? I HAVE SEEN THE PLANS AND THEY ARE BAD.",
    )
    (turn,), _, _ = clean(source, made)
    assert turn.text == (
        "Good evening and welcome to the program. Tonight we talk about the harbour in Boston. "
        "What do you think of it? I have seen the plans and they are bad."
    )
    assert textmap.span(turn.segments) == (0, len(source))


def test_captions_without_stops_become_sentences_by_words_and_pauses() -> None:
    lines = SMALL.split()
    source, made = cues(*(" ".join(lines[at : at + 6]) for at in range(0, len(lines), 6)))
    (turn,), _, _ = clean(source, made)
    assert turn.text.startswith("So thank you for coming today. I wanted")
    assert "Google offered us a scanner" in turn.text


def test_text_with_stops_is_left_alone() -> None:
    text = (
        "We came early. Nobody was there, so we waited, and then the bus came, and we left. Fine."
    )
    source, made = cues(text, text)
    (turn,), _, _ = clean(source, made)
    assert turn.text == f"{text} {text}"


@pytest.mark.parametrize(
    ("words", "english"),
    [
        (
            "so we went to the hall and it was closed and that is what i said to him then in the end",
            True,
        ),
        (
            "und dann sind wir um acht Uhr nach Hause gegangen weil es geregnet hat und niemand da war um zu helfen",
            False,
        ),
        (
            "e depois um homem disse que a casa era de um amigo que tinha um carro e um cão na rua ali",
            False,
        ),
    ],
)
def test_other_languages_are_known(words: str, *, english: bool) -> None:
    assert manner.of_texts([words, words]).english is english


def test_a_foreign_talk_keeps_its_words() -> None:
    said = "Ana: Um dia um homem foi à praia com um amigo, e um cão.\n"
    text = said * 4 + "Rui: Foi um dia bom, um, um dia de sol para um homem só.\n"
    talk = read_talk(text.encode(), "a.txt")
    assert talk.turns[-1].text.startswith("Foi um dia bom, um, um dia")


def test_the_weights_are_those_of_the_card() -> None:
    card = json.loads((gaps.FILE.parent / "card.json").read_text("utf-8"))
    for file in (gaps.FILE, capitals.FILE):
        assert card["sha256"][Path(file).name] == hashlib.sha256(file.read_bytes()).hexdigest()
