from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import textmap
from ingest.textmap import Edit, Locator, Segment

SOURCE = "So the, the key <b>idea</b> is this."


def texts() -> st.SearchStrategy[tuple[str, textmap.Text]]:
    """A source and a text over it, after a few rounds of edits."""

    @st.composite
    def build(draw: st.DrawFn) -> tuple[str, textmap.Text]:
        source = draw(st.text(min_size=1, max_size=60))
        text = textmap.verbatim(source, 0, len(source))
        for _ in range(draw(st.integers(0, 3))):
            text = textmap.apply(text, draw(edits(len(textmap.plain(text)))))
        return source, text

    return build()


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    return [
        Edit(a, b, draw(st.text(max_size=4)), "test")
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


def check(source: str, text: textmap.Text) -> None:
    for before, after in itertools.pairwise(text):
        assert before.end == after.start
    for segment in text:
        if segment.rule is None:
            assert source[segment.start : segment.end] == segment.text


@given(texts())
def test_a_text_tiles_its_source_whatever_is_edited(made: tuple[str, textmap.Text]) -> None:
    source, text = made
    check(source, text)
    if text:
        assert textmap.span(text) == (0, len(source))


@given(texts())
def test_source_edits_hold_all_there_is_to_know(made: tuple[str, textmap.Text]) -> None:
    source, text = made
    if text:
        start, end = textmap.span(text)
        rebuilt = textmap.rebuild(source, start, end, textmap.source_edits(text))
        assert textmap.plain(rebuilt) == textmap.plain(text)


@given(texts(), st.data())
def test_a_cut_reads_as_the_clean_text_does(
    made: tuple[str, textmap.Text], data: st.DataObject
) -> None:
    source, text = made
    clean = textmap.plain(text)
    start = data.draw(st.integers(0, len(clean)))
    end = data.draw(st.integers(start, len(clean)))
    part = textmap.cut(text, start, end)
    check(source, part)
    assert textmap.plain(part) == clean[start:end]


@given(texts())
def test_an_edit_says_what_the_text_reads_after_it(made: tuple[str, textmap.Text]) -> None:
    _, text = made
    clean = textmap.plain(text)
    middle = len(clean) // 2
    edited = textmap.apply(text, [Edit(0, middle, "X", "test")])
    assert textmap.plain(edited) == "X" + clean[middle:]


def test_edits_over_edits() -> None:
    text = textmap.verbatim(SOURCE, 0, len(SOURCE))
    text = textmap.apply(text, [Edit(16, 19, "", "markup"), Edit(23, 27, "", "markup")])
    text = textmap.apply(text, [Edit(3, 11, "the", "stutter")])
    assert textmap.plain(text) == "So the key idea is this."
    assert Segment("the", 3, 11, "stutter") in text


def test_join_records_what_lies_between() -> None:
    source = "Can\nAmir: That's\nMichael: you"
    parts = [textmap.verbatim(source, 0, 3), textmap.verbatim(source, 26, 29)]
    text = textmap.join(source, parts, " ", "join")
    assert textmap.plain(text) == "Can you"
    assert textmap.source_edits(text) == (Edit(3, 26, " ", "join"),)


def test_locator_finds_source_characters() -> None:
    text = textmap.apply(textmap.verbatim(SOURCE, 0, len(SOURCE)), [Edit(3, 11, "the", "stutter")])
    clean = textmap.plain(text)
    locator = Locator(text)
    key = clean.index("key")
    assert SOURCE[locator.source_start(key) : locator.source_end(key + 3)] == "key"
    the = clean.index("the")
    assert SOURCE[locator.source_start(the) : locator.source_end(the + 3)] == "the, the"


def test_an_empty_text_lies_nowhere() -> None:
    with pytest.raises(ValueError, match="no span"):
        textmap.span(())
