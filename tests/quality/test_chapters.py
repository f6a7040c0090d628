"""Floors for chapters: on meetings that people divided, and beside the rivals of the benchmark."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from benchmarks.chapters import Meeting, Tiles, Vectors, even, measured, meetings, nothing, verbatim
from ingest.embedding import STOCK_MODEL

pytestmark = pytest.mark.slow

# A rival's error times this is the most that ours may be: of a rival as its authors set it, and of
# one that is told how many chapters to make.
LEAD, LEAD_IN_NUMBER = 0.9, 0.92


@pytest.fixture(scope="module")
def found(shared: Path) -> list[Meeting]:
    return list(meetings(shared / "qmsum-val"))


@pytest.fixture(scope="module")
def ours(found: list[Meeting]) -> list[float]:
    return measured(found, [verbatim(meeting) for meeting in found])


def test_chapters_are_near_those_that_people_made(found: list[Meeting], ours: list[float]) -> None:
    pk, difference, pk_words, difference_words = ours
    assert pk <= 0.354
    assert difference <= 0.37
    assert pk_words <= 0.382
    assert difference_words <= 0.388
    assert 2.5 <= np.mean([len(verbatim(meeting)) + 1 for meeting in found]) <= 6
    for rival in (nothing, even):
        theirs = measured(found, [rival(meeting) for meeting in found])
        assert pk < theirs[0]
        assert difference < theirs[1]


@pytest.mark.model
@pytest.mark.timeout(900)
def test_better_than_likeness_of_vectors(found: list[Meeting], ours: list[float]) -> None:
    rival = Vectors(STOCK_MODEL)
    for segmenter, lead in ((rival.threshold, LEAD), (rival.as_many, LEAD_IN_NUMBER)):
        theirs = measured(found, [segmenter(meeting) for meeting in found])
        assert ours[0] <= lead * theirs[0]
        assert ours[1] <= lead * theirs[1]


@pytest.mark.skipif(find_spec("nltk") is None, reason="TextTiling is NLTK's: pip install nltk")
@pytest.mark.timeout(1800)
def test_a_tenth_better_than_texttiling(found: list[Meeting], ours: list[float]) -> None:
    rival = Tiles()
    for segmenter in (rival.threshold, rival.as_many):
        theirs = measured(found, [segmenter(meeting) for meeting in found])
        assert ours[0] <= LEAD * theirs[0]
        assert ours[1] <= LEAD * theirs[1]
