from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import timecode


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("00:00:07", 7000),
        ("1:02:03.5", 3723500),
        ("04:05", 245000),
        ("75:10", 4510000),
        ("00:00:07,250", 7250),
        ("0:0:5.320", 5320),
        ("12:61", None),
        ("noon", None),
        ("", None),
    ],
)
def test_parse(text: str, ms: int | None) -> None:
    assert timecode.parse(text) == ms


@given(st.integers(0, 3600_000 * 99))
def test_a_stamp_is_read_back(ms: int) -> None:
    assert timecode.parse(timecode.stamp(ms)) == ms
    assert timecode.parse(timecode.stamp(ms, comma=True)) == ms


@given(st.integers(0, 3600_000 * 99))
def test_a_clock_is_the_time_to_the_second(ms: int) -> None:
    assert timecode.parse(timecode.clock(ms)) == ms // 1000 * 1000
