from __future__ import annotations

import pytest

from ingest import textmap
from ingest.cleaning import clean
from ingest.cleaning.sponsors import sponsors
from ingest.models import Cue, Turn
from ingest.passages import passages
from ingest.pipeline import read_talk

READ = (
    "And that is why we built it. This episode is brought to you by Tidewater. Tidewater keeps your "
    "maps in one place. More than nine hundred harbours rely on it. Go to tidewater.com/talk and use "
    "the code TALK10. So, what came after that?"
)


def test_a_sponsor_read_is_marked_as_long_as_it_sells() -> None:
    (mark,) = sponsors(READ)
    marked = READ[mark.start : mark.end]
    assert (mark.kind, mark.rule) == ("boilerplate", "sponsor")
    assert marked.startswith("This episode is brought to you by Tidewater.")
    assert marked.endswith("use the code TALK10.")


@pytest.mark.parametrize(
    "text",
    [
        "We use code to automate what we do, and our sponsors help us with it.",
        "CockroachDB, one of our partners, one of our sponsors, I would like to ask them.",
        "The law was brought to you by lobbyists, he said.",
        "You can sponsor a developer, and sponsorship is how the project lives.",
        "This episode is about sponsors of open source.",
        "The status code 404 means that it is not there.",
    ],
)
def test_talk_about_sponsors_is_talk(text: str) -> None:
    assert sponsors(text) == []


def test_a_marked_read_is_a_passage_of_its_own() -> None:
    talk = read_talk(f"Ann Lee: {READ}\n\nBen Oak: We slept for a week.\n".encode(), "a.txt")
    found = passages(talk.turns, [turn.speaker for turn in talk.turns])
    assert [passage.boilerplate for passage in found] == [False, True]
    assert "Tidewater" not in found[0].text
    assert "what came after that" in found[0].text
    assert "nine hundred harbours" in found[1].text


def timed(*said: tuple[str, int, int]) -> tuple[Turn, ...]:
    source = "\n".join(text for text, _, _ in said)
    cues, at = [], 0
    for text, start, end in said:
        cues.append(
            Cue(text=textmap.verbatim(source, at, at + len(text)), start_ms=start, end_ms=end)
        )
        at += len(text) + 1
    turns, _, _ = clean(source, cues)
    return turns


LINES = [
    (f"Here is line number {n} of what was said.", n * 3000, n * 3000 + 2900) for n in range(9)
]


def marked(turns: tuple[Turn, ...]) -> list[tuple[str, str]]:
    return [(mark.rule, turn.text[mark.start : mark.end]) for turn in turns for mark in turn.marks]


def test_thanks_that_fill_a_silence_are_invented() -> None:
    lines = [
        *LINES[:4],
        ("Thank you.", 12_000, 27_000),
        *((t, a + 18_000, b + 18_000) for t, a, b in LINES[4:]),
    ]
    assert marked(timed(*lines)) == [("silence", "Thank you.")]
    quick = [
        *LINES[:4],
        ("Thank you.", 12_000, 12_700),
        *((t, a + 1000, b + 1000) for t, a, b in LINES[4:]),
    ]
    assert marked(timed(*quick)) == []


def test_more_words_than_can_be_said_are_invented() -> None:
    burst = "and all of these many words were said at once by nobody at all here"
    lines = [
        *LINES[:4],
        (burst, 12_000, 12_300),
        *((t, a + 3000, b + 3000) for t, a, b in LINES[4:]),
    ]
    assert marked(timed(*lines)) == [("rate", burst)]


def test_a_loop_without_stops_is_marked_after_its_first_round() -> None:
    loop = " ".join(["I'm going to go to the"] * 9)
    turns = timed(
        *LINES[:4], (loop, 12_000, 30_000), *((t, a + 18_000, b + 18_000) for t, a, b in LINES[4:])
    )
    ((rule, text),) = marked(turns)
    assert rule == "loop"
    assert text.count("going to go to the") == 8


def test_stress_is_no_loop() -> None:
    said = "No no no no no, it was kind of good, really really really good, and we were so so so glad of it."
    assert marked(timed(*LINES[:5], (said, 15_000, 21_000), *LINES[6:])) == []
