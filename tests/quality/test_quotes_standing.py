"""Incomplete quotes, torn ones and those that point back: how well the judge tells them, in talks that it never saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.quotes.doubt import KINDS, doubts
from training.quotes.standing import HELD_OUT, examples, measured, so

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, float]]:
    if not (shared / "highlights").is_dir():
        pytest.skip("the labelled talks are not in ../shared/data")
    read = list(examples(shared, HELD_OUT))
    over = np.array(doubts([one.text for one in read]))
    return {
        kind: measured(true, over[:, at], 0.0)
        for at, (kind, true) in enumerate(zip(KINDS, so(read).T, strict=True))
    }


def test_the_labelled_quotes_are_found_in_their_talks(figures: dict[str, dict[str, float]]) -> None:
    assert all(found["texts"] >= 1100 for found in figures.values())


@pytest.mark.parametrize(
    ("kind", "auc", "left"), [("incomplete", 0.8, 0.6), ("torn", 0.66, 0.95), ("points", 0.87, 0.7)]
)
def test_the_doubtful_are_told_apart(
    figures: dict[str, dict[str, float]], kind: str, auc: float, left: float
) -> None:
    found = figures[kind]
    assert found["auc"] >= auc
    assert found["kept"] >= 0.65
    assert found["so, of the kept"] <= left * found["so"]
