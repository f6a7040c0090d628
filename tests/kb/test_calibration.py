"""Scores: they rise with what hits are ranked by, and stay between 0 and 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import calibration
from kb.calibration import Scale

WEIGHTS = st.floats(-1, 4)
FITTED = [
    ("keyword", None),
    *((mode, model) for model, curves in calibration.FITTED.items() for mode in curves),
]


@pytest.mark.parametrize(("mode", "model"), FITTED)
@given(weights=st.tuples(WEIGHTS, WEIGHTS), passages=st.integers(0, 10**9))
def test_a_better_hit_is_never_less_likely(
    mode: str, model: str | None, weights: tuple[float, float], passages: int
) -> None:
    scale = Scale(mode, model, passages)
    low, high = sorted(weights)
    assert 0 <= scale.chance(low) <= scale.chance(high) <= 1


@pytest.mark.parametrize(("mode", "model"), FITTED)
def test_the_same_hit_is_less_likely_among_more(mode: str, model: str | None) -> None:
    chances = [Scale(mode, model, size).chance(0.6) for size in (100, 1_000, 10_000, 1_000_000)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > chances[-1]


@given(weight=st.floats(allow_nan=False))
def test_a_model_that_nobody_fitted_has_its_weights(weight: float) -> None:
    score = Scale("hybrid", "somebody's own", 100).chance(weight)
    assert score == max(0.0, min(1.0, weight))
    assert not calibration.knows_close("hybrid", "somebody's own")
    assert not calibration.knows_close("keyword", "verbatim-minilm-talk")
