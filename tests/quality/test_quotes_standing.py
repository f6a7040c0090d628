"""Incomplete quotes, torn ones and those that point back: how well the judge tells them, in talks that it never saw."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from ingest.quotes.doubt import FILE, KINDS, judged
from training.quotes.limits import likeliest, measured
from training.quotes.standing import so

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, float]]:
    if not (shared / "highlights").is_dir():
        pytest.skip("the labelled talks are not in ../shared/data")
    read = likeliest(shared)
    over = np.array(judged([one.text for one in read]).doubts)
    return {
        kind: measured(true, over[:, at], 0.0)
        for at, (kind, true) in enumerate(zip(KINDS, so(read).T, strict=True))
    }


def test_the_labelled_quotes_are_found_in_their_talks(figures: dict[str, dict[str, float]]) -> None:
    assert [found["texts"] for found in figures.values()] == [1200] * len(KINDS)


def test_the_figures_are_those_of_the_card(figures: dict[str, dict[str, float]]) -> None:
    card = json.loads((FILE.parent / "card.json").read_text("utf-8"))
    for kind, found in figures.items():
        assert found == pytest.approx(card["figures"][kind], abs=0.005)
        assert found["kept"] == pytest.approx(card["kept"][kind], abs=0.005)


@pytest.mark.parametrize(
    ("kind", "auc", "left"),
    [("incomplete", 0.85, 0.3), ("torn", 0.73, 0.9), ("points", 0.88, 0.55)],
)
def test_the_doubtful_are_told_apart(
    figures: dict[str, dict[str, float]], kind: str, auc: float, left: float
) -> None:
    found = figures[kind]
    assert found["auc"] >= auc
    assert found["so, of the kept"] <= left * found["so"]
