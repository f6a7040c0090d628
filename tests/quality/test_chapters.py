"""Floors for chapters: on meetings that people divided, and beside a plain rival."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.chapters import even, measured, meetings, nothing, verbatim

pytestmark = pytest.mark.slow


def test_chapters_are_near_those_that_people_made(shared: Path) -> None:
    found = list(meetings(shared / "qmsum-val"))
    cuts = [verbatim(meeting) for meeting in found]
    pk, difference, pk_words, difference_words = measured(found, cuts)
    assert pk <= 0.345
    assert difference <= 0.365
    assert pk_words <= 0.38
    assert difference_words <= 0.39
    assert 2.5 <= np.mean([len(cut) + 1 for cut in cuts]) <= 6
    for rival in (nothing, even):
        theirs = measured(found, [rival(meeting) for meeting in found])
        assert pk < theirs[0]
        assert difference < theirs[1]
