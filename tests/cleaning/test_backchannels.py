from __future__ import annotations

import pytest

from ingest import textmap
from ingest.cleaning import Level, clean
from ingest.cleaning.backchannels import listens
from ingest.models import Talk
from ingest.pipeline import Settings, read_talk
from ingest.readers.tagged import read

TORN = """\
Ann Lee: We went to the hall because nobody
Ben Oak: Mm-hmm.
Ann Lee: had counted the boxes.
Ben Oak: And what was in them?
Ann Lee: Paper, mostly.
"""

FLOOR = """\
Ann Lee: There was a long corridor behind the hall, with forty doors in it.
Ben Oak: Wow.
Ann Lee: Every door had a number, and not one of the numbers was on our list.
Ben Oak: Who wrote the list?
Ann Lee: A clerk who never went there.
"""

ASKED = """\
Ann Lee: We counted all of the boxes in the hall twice that week, right?
Ben Oak: Right.
Ann Lee: And the second time there were four more of them than before.
Ben Oak: You were there on the day that the two of them were opened.
Ann Lee: Yeah.
Ben Oak: Then I would like to hear what it was that you saw there.
"""


def talk(text: str, level: Level = "light") -> Talk:
    return read_talk(text.encode(), "a.txt", Settings(level=level))


def said(text: str, level: Level = "light") -> list[str]:
    return [turn.text for turn in talk(text, level).turns]


def test_a_sentence_is_rejoined_and_what_was_said_into_it_is_noted() -> None:
    found = talk(TORN)
    first = found.turns[0]
    assert first.text == "We went to the hall because nobody had counted the boxes."
    (heard,) = first.backchannels
    assert heard.speaker is not None
    assert found.speakers[heard.speaker].name == "Ben Oak"
    assert first.text[: heard.at] == "We went to the hall because nobody"
    assert TORN[heard.start : heard.end] == heard.text == "Mm-hmm."
    assert [turn.text for turn in found.turns][1:] == ["And what was in them?", "Paper, mostly."]


def test_every_character_of_the_source_stays_covered() -> None:
    first = talk(TORN).turns[0]
    assert textmap.span(first.segments) == (len("Ann Lee: "), TORN.index("boxes.") + 6)
    for before, after in zip(first.segments, first.segments[1:], strict=False):
        assert before.end == after.start
    (glue,) = [segment for segment in first.segments if segment.rule == "backchannel"]
    assert "Mm-hmm." in TORN[glue.start : glue.end]


def test_between_whole_sentences_they_are_folded_at_the_full_level_only() -> None:
    assert said(FLOOR)[1] == "Wow."
    assert said(FLOOR, "full")[0].endswith(
        "forty doors in it. Every door had a number, and not one of the numbers was on our list."
    )
    assert [h.text for h in talk(FLOOR, "full").turns[0].backchannels] == ["Wow."]


def test_an_answer_stays_a_turn() -> None:
    assert said(ASKED, "full") == said(ASKED)
    assert {"Right.", "Yeah."} <= set(said(ASKED, "full"))


def test_who_says_nothing_else_keeps_their_turns() -> None:
    text = (
        "Ann Lee: We went there because nobody\nBen Oak: Yeah.\nAnn Lee: had a key.\nCy Fir: Oh?\n"
    )
    assert "Yeah." in said(text)
    assert {speaker.name for speaker in talk(text).speakers} == {"Ann Lee", "Ben Oak", "Cy Fir"}


def test_off_folds_nothing() -> None:
    assert len(said(TORN, "off")) == 5


def test_dots_that_go_on_are_one_sentence() -> None:
    text = (
        "Ann Lee: It was the very thing that...\nBen Oak: There you go.\n"
        "Ann Lee: ...we had been looking for.\nBen Oak: I see what you mean by that.\n"
    )
    assert said(text)[0] == "It was the very thing that we had been looking for."


@pytest.mark.parametrize(
    ("before", "after", "reads"),
    [
        ("I pictured you...", "...in those boats", "I pictured you in those boats"),
        (
            "We have a list on the wall --",
            "...and you sign it",
            "We have a list on the wall and you sign it",
        ),
        ("It's all the--", "...rest of it", "It's all the rest of it"),
        ("They sent no boats...", "...they sent a plan", "They sent no boats... they sent a plan"),
        ("How it works is plain...", "...this is a box", "How it works is plain... this is a box"),
        ("We kept it going --", "...it is not a toy", "We kept it going -- it is not a toy"),
        ("It was new, so...", "...so we left it", "It was new, so... so we left it"),
        ("Apart from that...", "...what was it", "Apart from that... what was it"),
        ("He sat on the --", "...on the wall", "He sat on the -- on the wall"),
    ],
)
def test_dots_stay_where_another_clause_may_begin(before: str, after: str, reads: str) -> None:
    text = (
        f"Ann Lee: {before}\nBen Oak: There you go.\nAnn Lee: {after}.\nBen Oak: I see that now.\n"
    )
    assert said(text)[0] == f"{reads}."


def test_what_follows_praise_was_an_answer() -> None:
    text = (
        "Ann Lee: So everything there was fairly easy to find when the boxes came.\nBen Oak: Yeah.\n"
        "Ann Lee: That's good. And the hall is still the place that people go to.\n"
        "Ben Oak: It is, for all that anybody has told me.\n"
    )
    assert "Yeah." in said(text, "full")


def test_a_whole_sentence_between_keeps_two_sentences_apart() -> None:
    text = (
        "Ann Lee: You are Batman, and this is Robin, yeah,\nBen Oak: Oh, I feel much better now.\n"
        "Ann Lee: Yeah. I would not belittle Robin.\n"
    )
    cues = read(text).cues
    assert len(clean(text, cues)[0]) == 3


@pytest.mark.parametrize(
    ("text", "inside", "between"),
    [
        ("Yeah.", True, True),
        ("Mm - hmm.", True, True),
        ("Oh, wow!", True, True),
        ("Right, right.", True, True),
        ("Exactly.", True, False),
        ("Yes.", True, False),
        ("No.", False, False),
        ("Right?", False, False),
        ("Yeah, but why?", False, False),
        ("Okay, a long time.", False, False),
    ],
)
def test_who_listens(text: str, *, inside: bool, between: bool) -> None:
    assert listens(text) is inside
    assert listens(text, inside=False) is between
