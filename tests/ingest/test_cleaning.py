from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import textmap
from ingest.cleaning import clean, clean_text
from ingest.cleaning.marks import boilerplate, inventions
from ingest.models import Cue
from ingest.readers.tagged import read


def cleaned(text: str, level: str = "light") -> str:
    return textmap.plain(clean_text(textmap.verbatim(text, 0, len(text)), level))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("So, um, we left.", "So, we left."),
        ("Uh, did you find that?", "Did you find that?"),
        ("It was, uh a start.", "It was a start."),
        ("We um we left.", "We left."),
        ("I, I think so.", "I think so."),
        ("we were, we were subcontractors", "we were subcontractors"),
        ("The the team grew.", "The team grew."),
        ("We have th- these boxes.", "We have these boxes."),
        ("That was funny. [laughter] Anyway.", "That was funny. Anyway."),
        ("[unintelligible 00:05:04.12] it works", "[unintelligible] it works"),
        ("two\u00a0words", "two words"),
        ("donâ€™t say â€œcafÃ©â€\u009d", "don’t say “café”"),
    ],
)
def test_light_cleaning(said: str, reads: str) -> None:
    assert cleaned(said) == reads


@pytest.mark.parametrize(
    "said",
    [
        "Sort of Blue is a record, you know him.",
        "It was very, very good, and we were done, done.",
        "He had had that that day.",
        "It grew smarter and smarter and smarter.",
        "I like it, uh-huh.",
        "will Will come?",
        "The ER was full and the umbrella broke.",
        "Call 555 555 0100 at https://example.org/the-the.",
        "Are we, you know, done?",
        "À côté, Ângela ate pâté at the château.",
    ],
)
def test_what_means_something_stays(said: str) -> None:
    assert cleaned(said) == said


def test_full_cleaning_drops_padding_between_commas_only() -> None:
    assert cleaned("It was, you know, hard. You know him.", "full") == "It was hard. You know him."


def test_off_changes_nothing() -> None:
    said = "So, um, the the thing [laughter]."
    assert cleaned(said, "off") == said


@given(st.text(max_size=200), st.sampled_from(["off", "light", "full"]))
def test_every_edit_is_on_record(text: str, level: str) -> None:
    made = clean_text(textmap.verbatim(text, 0, len(text)), level)  # type: ignore[arg-type]
    if made:
        rebuilt = textmap.rebuild(text, *textmap.span(made), textmap.source_edits(made))
        assert textmap.plain(rebuilt) == textmap.plain(made)


CROSSTALK = """\
Ann Lee:
I can't even pronounce that. Can
Ben Oak:
That's
Ann Lee:
you
Ben Oak:
a
Ann Lee:
explain
Ben Oak:
mouthful.
Ann Lee:
what that means?
Ben Oak:
It means that you read everything twice before you
Ann Lee:
Thanks for watching!
Ben Oak:
write anything down. Then you write.
Ann Lee:
Good. See you.
Ben Oak:
Bye.
"""


def turns(text: str) -> list[tuple[str, str]]:
    cues = read(text).cues
    found, _, groups = clean(text, cues)
    return [(cues[g[0]].speaker or "", t.text) for t, g in zip(found, groups, strict=True)]


def test_sentences_torn_by_crosstalk_are_mended() -> None:
    assert turns(CROSSTALK)[:4] == [
        ("Ann Lee", "I can't even pronounce that. Can you explain what that means?"),
        ("Ben Oak", "That's a mouthful."),
        (
            "Ben Oak",
            "It means that you read everything twice before you write anything down. Then you write.",
        ),
        ("Ann Lee", "Thanks for watching!"),
    ]


def test_an_invention_is_marked_and_kept() -> None:
    made, _, _ = clean(CROSSTALK, read(CROSSTALK).cues)
    marked = [turn.text for turn in made if turn.marks]
    assert marked == ["Thanks for watching!"]


def test_two_whole_sentences_of_one_speaker_are_not_glued_over_anothers() -> None:
    text = "A Bee:\nI left.\nC Dee:\nYes.\nA Bee:\nThen I came back.\nC Dee:\nI saw.\n"
    assert [words for _, words in turns(text)] == ["I left.", "Yes.", "Then I came back.", "I saw."]


def test_text_without_stops_is_joined_only_over_a_word_or_two() -> None:
    lines = [
        "A Bee: what do you think of it",
        "C Dee: i think it is good enough for us",
        "A Bee: ok then let us go on",
    ] * 3
    assert [who[0] for who, _ in turns("\n".join(lines))] == [*"ACACACA"]


def test_thanks_at_the_end_are_real() -> None:
    assert inventions("Thanks for watching!", alone=False) == []
    assert [m.kind for m in inventions("Thanks for watching!", alone=True)] == ["invention"]


def test_a_loop_is_marked_after_its_first_round() -> None:
    text = "We begin. I am here now. I am here now. I am here now. I am here now. And so on."
    (mark,) = inventions(text, alone=False)
    assert text[mark.start : mark.end].count("I am here now.") == 3


@pytest.mark.parametrize(
    ("paragraph", "marked"),
    [
        ("Post Syndicated from Example Blog original https://example.org/x", True),
        ("By Ines Falk, Archives", True),
        ("Share this post with a friend!", True),
        ("A Story was originally published in Example on Medium, where people talk.", True),
        (
            "By the time we came the hall was empty, and nobody could say where the band had gone, or why, or with whom they had left it.",
            False,
        ),
        ("We share this view with many who subscribe to it.", False),
    ],
)
def test_publishers_notices(paragraph: str, *, marked: bool) -> None:
    assert bool(boilerplate(paragraph)) is marked


def test_a_cue_that_the_reader_marks_stays_marked() -> None:
    source = "Some words. A picture of a cat"
    cues = [
        Cue(text=textmap.verbatim(source, 0, 11)),
        Cue(text=textmap.verbatim(source, 12, 30), mark="caption"),
    ]
    made, _, _ = clean(source, cues, written=True)
    assert [(t.text, [m.kind for m in t.marks]) for t in made] == [
        ("Some words.", []),
        ("A picture of a cat", ["caption"]),
    ]
