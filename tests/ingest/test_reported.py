"""Reported speech in writing: marks of all kinds, who spoke, and what is no speech at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import pipeline
from ingest.reported import quotations, reported

SAMPLES = Path(__file__).parents[2] / "transcripts" / "writing"

# By hand: all that anybody is quoted with in the samples, and whose words the text says they are.
GOLD: dict[str, list[tuple[str, str | None]]] = {
    "how-teams-at-netflix-avoid-doing-work-twice.md": [("we already have one of those", None)],
    "the-second-question.html": [
        ("You learn more from the breath than from the sentence", "Elena Marsh"),
        ("A person who is about to lie breathes in early.", "Elena Marsh"),
        ("How did that feel?", None),
        ("Facts are not the opposite of emotion", "Bram Osei"),
        ("they are the handle.", "Bram Osei"),
        ("Good. Then we can begin with the next day.", None),
    ],
    "viktor-salinas-writes-down-the-silence.md": [
        ("I didn't see nobody", "a witness"),
        ("No response, eleven seconds.", None),
    ],
}


@pytest.mark.parametrize("name", sorted(GOLD))
def test_samples(name: str) -> None:
    talk = pipeline.read_talk((SAMPLES / name).read_bytes(), name)
    found = [(t.text[q.start : q.end], q.who) for t in talk.turns for q in reported(t.text)]
    assert found == GOLD[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We never throw anything away,” said Elena Marsh, the archivist. “That is the whole trick.”",
            [
                ("We never throw anything away", "Elena Marsh"),
                ("That is the whole trick.", "Elena Marsh"),
            ],
        ),
        (
            'Bram Osei, who keeps the shop, said: "The bread was never the point."',
            [("The bread was never the point.", "Bram Osei")],
        ),
        (
            'According to Dr. Ann Lee, "the list on the wall was enough."',
            [("the list on the wall was enough.", "Dr. Ann Lee")],
        ),
        ("Ann Lee: “Put it over there.”", [("Put it over there.", "Ann Lee")]),
        ("‘Come in,’ said the old clerk.", [("Come in", "the old clerk")]),
        ("“That’s enough,” I said.", [("That’s enough", "I")]),
    ],
)
def test_who_speaks(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“It was odd at first,” Ann Lee told me.\n\n“Then it was not,” she added.", "Ann Lee"),
        ("Ann Lee put it well. “Facts are not feelings,” she said.", "Ann Lee"),
        ("An old colleague, Bram Osei, put it well. “Facts are slow,” he said.", "Bram Osei"),
        ("Ann Lee met Bram Osei at noon. Both were late. “Why now?” they asked.", None),
        ("“Nobody asked us,” she explained.", None),
        ("Ann met Bob Stone. “Why now?” she asked.", None),
    ],
)
def test_a_pronoun_means_somebody_only_where_that_is_plain(text: str, who: str | None) -> None:
    assert reported(text)[-1].who == who


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He told me ‘never again’ and left,” said Ann.", ["He told me ‘never again’ and left"]),
        ("She said “he said “never” and left” then.", ["he said “never” and left"]),
        (
            "'I don't know the dogs' names,' said Tom Reed, 'but they're loud.'",
            ["I don't know the dogs' names", "but they're loud."],
        ),
        ("It was the '90s, and 'yes,' they said, was rare.", ["yes"]),
        (
            "Ann said, “First one thing, at length.\n\n“Then another, which ends.”",
            ["First one thing, at length.", "Then another, which ends."],
        ),
        (
            "Ann said, “This is never closed and goes on.\n\nHere she is silent.",
            ["This is never closed and goes on."],
        ),
        ("Ann said «I never saw it before».", ["I never saw it before"]),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert [words for words, _ in told(text)] == expected


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    text = "Ann Lee said, “First one thing, at length.\n\n“Then another, which ends.”"
    assert [who for _, who in told(text)] == ["Ann Lee", "Ann Lee"]


def test_a_quotation_that_floats_is_nobodys() -> None:
    (one,) = reported("“It floats here all by itself.”")
    assert (one.who, one.cue) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "He read “War and Peace” and a “so-called plan”.",
        "There are rows such as “Trending Comedies” or “thriller”.",
        "These are called “collapse scenarios”.",
        "It’s the dogs’ turn, isn’t it, said nobody's friend's aunt.",
        "A board of 5'6\" by 4'2\" was cut.",
        "”",
        "“‘”’",
    ],
)
def test_what_is_no_speech(text: str) -> None:
    assert reported(text) == []


ODD = st.text(st.sampled_from(list("“”„«»\"'‘’\n .,:?—aBsé said she")), max_size=300)


@given(st.one_of(ODD, st.text(max_size=300)))
def test_no_odd_mark_raises(text: str) -> None:
    last = 0
    for start, end, who, _ in reported(text):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert who is None or who
        last = end
    for one in quotations(text):
        assert 0 <= one.paragraph[0] < one.start <= one.end <= one.paragraph[1] <= len(text)


@given(
    st.lists(st.sampled_from(["“One,” said Ann. ", "“", "”", "\n\n", "'", "Two. "]), max_size=30)
)
def test_marks_that_do_not_match_raise_nothing(parts: list[str]) -> None:
    reported("".join(parts))


def told(text: str) -> list[tuple[str, str | None]]:
    return [(text[one.start : one.end], one.who) for one in reported(text)]
