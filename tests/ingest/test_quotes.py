from __future__ import annotations

import pytest

from ingest.quotes import judge


@pytest.mark.parametrize(
    "sentence",
    [
        "The lesson is that every project should begin with a week of reading.",
        "You should never build what somebody else has already built for you.",
    ],
)
def test_what_stands_alone_is_a_quote(sentence: str) -> None:
    assert judge(sentence, role="guest") is not None


@pytest.mark.parametrize(
    "sentence",
    [
        "How did you come to believe that nobody reads what is written down?",
        "That's why we never went back to the old way of doing any of it.",
        "And then we went home and never talked about it again in our lives.",
        "Yes.",
        "Welcome back to another episode of the show about people and their maps.",
        "which is not really something that anybody would ever want to see",
        "This episode is brought to you by our sponsor, who makes good things.",
    ],
)
def test_what_leans_asks_or_sells_is_none(sentence: str) -> None:
    assert judge(sentence, role="guest") is None


def test_a_guest_is_quoted_before_a_host() -> None:
    sentence = "The lesson is that every project should begin with a week of reading."
    guest, host = judge(sentence, role="guest"), judge(sentence, role="host")
    assert guest is not None
    assert host is not None
    assert guest[0] > host[0]
