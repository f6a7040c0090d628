from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reported import reported


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We never throw anything away,” said Elena Marsh, the archivist. “That is the whole trick.”",
            [
                ("We never throw anything away", "Elena Marsh"),
                ("That is the whole trick.", "Elena Marsh"),
            ],
        ),
        (
            'Bram Osei, who keeps the shop, said: "The bread was never the point."',
            [("The bread was never the point.", "Bram Osei")],
        ),
        (
            'According to Dr. Ann Lee, "the list on the wall was enough."',
            [("the list on the wall was enough.", "Dr. Ann Lee")],
        ),
        (
            '"It was odd that nobody asked us," she explained.',
            [("It was odd that nobody asked us", None)],
        ),
        (
            "“It was odd at first,” Ann Lee told me.\n\n“Then it was not so odd,” she added.",
            [("It was odd at first", "Ann Lee"), ("Then it was not so odd", "Ann Lee")],
        ),
        ("“It floats here all by itself.”", [("It floats here all by itself.", None)]),
        ("He read “War and Peace” and a “so-called plan”.", []),
    ],
)
def test_reported(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(text[a:b], who) for a, b, who in reported(text)] == expected


@given(st.text(st.sampled_from(list("“”\"'‘’\n .,aB said")), max_size=200))
def test_no_odd_mark_raises(text: str) -> None:
    for start, end, _ in reported(text):
        assert 0 <= start < end <= len(text)
