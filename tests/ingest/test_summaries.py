"""Summaries: a talk's own sentences, whole and standing alone, the same in every run."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from ingest import summaries, textmap
from ingest.models import Analysis
from ingest.pipeline import analyse
from tests.conftest import HashingEncoder

pytestmark = pytest.mark.model

SHORE = """\
---
title: The sea wall
show: Coast Talk
---

Nora Quill: Welcome back to Coast Talk, I'm Nora Quill, and my guest Ada Brook mends the sea wall. This episode is brought to you by Brine. Use the code COAST for ten percent off your first order at brine dot com.

## The stone

Nora Quill: How did you come to mend a sea wall?

Ada Brook: My grandfather built the sea wall with stone from the quarry above the village. A sea wall is a promise that one generation makes to the next. When the quarry closed, nobody in the village knew where the stone would come from. They did. And so it went on for years, um, for years.

Ada Brook: The harbour office pays for the sea wall only after it has broken. Every winter the waves take the small stones first, and the large stones follow them in spring. Repairing a wall in summer costs a tenth of what it costs in January.

## The tide tables

Nora Quill: What do the tide tables tell you?

Ada Brook: A mason without tide tables works twice and drowns once. The tide tables hang beside the door, and every child in the village can read them. That's why. We plan each week of masonry around the four hours in which the foundation lies dry.

Ada Brook: Tide tables are printed a year ahead, but wind moves the water by half a metre. The oldest masons write the wind into the margins of the tide tables. Those margins are the best book about this coast that nobody has published.

Nora Quill: What would you change?

Ada Brook: I would pay for the sea wall before it breaks. Maintenance is the only kind of heroism that nobody photographs. The harbour office would save money, and the village would sleep in November.
"""


def made(text: str = SHORE) -> tuple[Analysis, NDArray[np.float32]]:
    found = analyse(text.encode(), "shore.md")
    return found, HashingEncoder().encode([passage.text for passage in found.passages])


@pytest.fixture(scope="module")
def shore() -> Analysis:
    return summaries.summarised(*made())


def texts(analysis: Analysis, chapter: int | None = None) -> list[str]:
    return [point.quote.text for point in analysis.summary if point.chapter == chapter]


def test_every_sentence_is_the_talks_own_and_proves_it(shore: Analysis) -> None:
    assert shore.summary
    for point in shore.summary:
        quote, turn = point.quote, shore.turns[point.quote.turn]
        assert quote.speaker == turn.speaker
        assert turn.start <= quote.start < quote.end <= turn.end
        said = quote.text[1:]  # a capital may have been put at the beginning
        assert said in turn.text
        rebuilt = textmap.rebuild(
            shore.source.text, quote.start, quote.end, textmap.source_edits(quote.segments)
        )
        assert textmap.plain(rebuilt) == quote.text


def test_it_is_in_the_order_of_the_talk_and_says_nothing_twice(shore: Analysis) -> None:
    places = [p.quote.start for p in shore.summary if p.chapter is None]
    assert places == sorted(places)
    assert 3 <= len(set(places)) == len(places) <= summaries.MOST


def test_no_question_no_sponsor_and_nothing_that_leans(shore: Analysis) -> None:
    for sentence in [point.quote.text for point in shore.summary]:
        assert not sentence.endswith("?")
        assert not any(word in sentence for word in ("brine", "COAST", "brought to you", "Welcome"))
        assert sentence not in ("They did.", "That's why.")


def test_it_speaks_of_what_the_talk_is_about(shore: Analysis) -> None:
    said = " ".join(texts(shore)).lower()
    assert "sea wall" in said
    assert "tide tables" in said


def test_each_chapter_has_one_sentence_of_its_own(shore: Analysis) -> None:
    assert [len(texts(shore, index)) for index in range(len(shore.chapters))] == [1, 1]
    for point in shore.summary:
        if point.chapter is not None:
            assert shore.turns[point.quote.turn].chapter == point.chapter


def test_it_is_the_same_in_every_run(shore: Analysis) -> None:
    assert summaries.summarised(*made()).summary == shore.summary


def test_a_short_talk_has_none() -> None:
    text = "---\ntitle: Short\n---\n\nAda Brook: The sea wall is a promise that we keep.\n"
    assert summaries.summarised(*made(text)).summary == ()


def test_vectors_of_other_passages_are_refused() -> None:
    found, vectors = made()
    assert summaries.summarised(found, vectors[:-1]).summary == ()


def test_a_talk_without_words_to_go_by_is_no_fault() -> None:
    text = "---\ntitle: Same\n---\n\n" + "Ada Brook: Yes, yes, yes and yes again.\n\n" * 40
    assert all(p.quote.text for p in summaries.summarised(*made(text)).summary)
