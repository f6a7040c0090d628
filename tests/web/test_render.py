"""Texts in pieces: nothing is lost, and what is marked is what was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import textmap
from ingest.models import Mark
from ingest.textmap import Edit, Segment
from kb.web import render
from kb.web.render import Piece, Span


def plain(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Teams avoid duplicate work.", ["duplicate", "team"], ["Teams", "duplicate"]),
        ("They duplicated it, then de-duplicate.", ["duplicate"], ["duplicated"]),
        ("An AI aims at air, says AI's maker. AIs!", ["AI"], ["AI", "AI's", "AIs"]),
        ("It is what it is.", [], []),
        ("C++ and C# differ", ["C++"], ["C++"]),
        ("Naïve cafés", ["cafés"], ["cafés"]),
    ],
)
def test_words_are_marked_in_their_forms(text: str, words: list[str], marked: list[str]) -> None:
    pieces = render.highlighted(text, words)
    assert plain(pieces) == text
    assert [piece.text for piece in pieces if piece.marked] == marked


def test_the_best_sentence_keeps_its_marks() -> None:
    pieces = render.highlighted("One log. Two logs burn.", ["log"], (9, 23))
    assert [(p.text, p.marked) for p in pieces if p.best] == [
        ("Two ", False),
        ("logs", True),
        (" burn.", False),
    ]


@given(st.text(), st.lists(st.text(min_size=1), max_size=4), st.data())
def test_no_character_is_lost_when_marking(
    text: str, words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = render.highlighted(text, words, (start, end))
    assert plain(pieces) == text
    assert "".join(piece.text for piece in pieces if piece.best) == text[start:end]


spans = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5)


@given(
    st.text(alphabet="ab \n.", max_size=60),
    spans,
    st.dictionaries(st.integers(0, 60), st.integers(), max_size=5),
)
def test_paragraphs_hold_everything_once(
    text: str, places: list[tuple[int, int]], anchors: dict[int, int]
) -> None:
    wanted = [Span(min(p), max(p), id=n) for n, p in enumerate(places)]
    shown = render.paragraphs(text, wanted, anchors, ["ab"])
    assert "\n".join("".join(plain(c.pieces) for c in p) for p in shown) == "\n".join(
        text.split("\n")
    ).strip("\n") or (
        [line for line in text.split("\n") if line]
        == ["".join(plain(c.pieces) for c in p) for p in shown]
    )
    begun = [passage for p in shown for c in p for passage in c.passages]
    last = max((i for i, char in enumerate(text) if char != "\n"), default=-1)
    assert sorted(begun) == sorted(passage for at, passage in anchors.items() if at <= last)


def test_a_quote_over_two_paragraphs_has_its_id_once() -> None:
    shown = render.paragraphs("He said:\nfirst part\nsecond part.", [Span(9, 32, id=7)])
    chunks = [chunk for paragraph in shown for chunk in paragraph]
    assert [(plain(c.pieces), c.quote, c.begins) for c in chunks] == [
        ("He said:", None, False),
        ("first part", 7, True),
        ("second part.", 7, False),
    ]


def test_of_overlapping_spans_the_first_is_kept() -> None:
    (chunks,) = render.paragraphs(
        "abcdefgh", [Span(4, 8, id=2), Span(2, 6, id=1), Span(2, 3, id=3)]
    )
    assert [(plain(c.pieces), c.quote) for c in chunks] == [("ab", None), ("cdef", 1), ("gh", None)]


def test_marks_say_why_in_words() -> None:
    assert render.marks_as_spans([Mark(0, 5, "invention", "thanks")]) == [
        Span(0, 5, reason="made up by the speech recogniser")
    ]


SOURCE = "So, um, we we wrote it\u00a0down -- twice."
CLEAN = textmap.apply(
    textmap.verbatim(SOURCE, 0, len(SOURCE)),
    [
        Edit(2, 7, "", "filler"),
        Edit(8, 11, "", "repeat"),
        Edit(22, 23, " ", "space"),
        Edit(28, 30, "—", "dash"),
    ],
)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wrote it\u00a0down", "wrote it down"),
        ("-- twice.", "— twice."),
        ("So, um, we we wrote", "So we wrote"),
        (SOURCE, textmap.plain(CLEAN)),
    ],
)
def test_a_place_in_the_source_is_found_in_the_clean_text(words: str, expected: str) -> None:
    start = SOURCE.index(words)
    place = render.clean_span(CLEAN, start, start + len(words))
    assert place is not None
    assert textmap.plain(CLEAN)[slice(*place)].strip() == expected


@pytest.mark.parametrize(("start", "end"), [(90, 95), (5, 5), (3, 6)])
def test_a_place_without_clean_words_is_none(start: int, end: int) -> None:
    assert render.clean_span(CLEAN, start, end) is None


@given(st.data())
def test_cut_and_found_again(data: st.DataObject) -> None:
    clean = textmap.plain(CLEAN)
    start = data.draw(st.integers(0, len(clean) - 1))
    end = data.draw(st.integers(start + 1, len(clean)))
    own = textmap.cut(CLEAN, start, end)
    if not own or any(segment.rule for segment in (own[0], own[-1])):
        return  # an edit has one place in the source, and cannot be divided there
    assert render.clean_span(CLEAN, *textmap.span(own)) == (start, end)


def test_changes_show_both_layers() -> None:
    shown = render.changes(CLEAN, SOURCE)
    assert "".join(change.old for change in shown) == SOURCE
    assert "".join(change.new for change in shown) == textmap.plain(CLEAN)
    assert render.changes((Segment("x", 0, 1),), "x") == [render.Change("x", "x", None)]
