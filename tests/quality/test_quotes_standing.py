"""Torn quotes and those that point back: how well trees tell them from others, in talks not learnt from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ingest.quotes.doubt import signs_of
from training.quotes.standing import KEPT, RIDGE, crossed, examples, measured

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def figures(shared: Path) -> dict[str, dict[str, dict[str, float]]]:
    if not ((shared / "changelog").is_dir() and (shared / "tagged").is_dir()):
        pytest.skip("the labelled talks are not in ../shared/data")
    read = list(examples(shared))
    drawn = np.array([one.drawn for one in read])
    signs = signs_of([one.text for one in read])
    out = {}
    for at, name in enumerate(("torn", "points")):
        is_so = np.array([getattr(one, name) for one in read], dtype=float)
        scores = crossed(
            [pair[at] for pair in signs], is_so, [one.talk for one in read], RIDGE[name]
        )
        limit = float(np.quantile(scores[drawn == "chance"], KEPT[name]))
        out[name] = {
            by: measured(is_so[drawn == by], scores[drawn == by], limit)
            for by in ("chance", "quotes")
        }
    return out


def test_the_labelled_sentences_are_found_in_their_talks(
    figures: dict[str, dict[str, dict[str, float]]],
) -> None:
    assert figures["torn"]["chance"]["texts"] >= 590
    assert figures["torn"]["quotes"]["texts"] >= 1550


def test_of_those_drawn_by_chance_half_of_the_torn_are_seen(
    figures: dict[str, dict[str, dict[str, float]]],
) -> None:
    found = figures["torn"]["chance"]
    assert found["auc"] >= 0.74
    assert found["so, of the kept"] <= 0.6 * found["so"]


def test_of_quotes_a_third_of_the_torn_is_seen_and_of_those_that_point_back(
    figures: dict[str, dict[str, dict[str, float]]],
) -> None:
    for name, auc in (("torn", 0.67), ("points", 0.78)):
        found = figures[name]["quotes"]
        assert found["auc"] >= auc
        assert found["kept"] >= 0.7
        assert found["so, of the kept"] <= 0.7 * found["so"]
