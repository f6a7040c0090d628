from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two!", ["One.", "Two!"]),
        (
            "Dr. Amis and Mr. B. Lee met at 3.5 p.m. today.",
            ["Dr. Amis and Mr. B. Lee met at 3.5 p.m. today."],
        ),
        ('He said "No." Then he left.', ['He said "No."', "Then he left."]),
        ('"Why?" he asked.', ['"Why?" he asked.']),
        ("I waited... and waited. Then I left.", ["I waited... and waited.", "Then I left."]),
        ("A heading\n\nA sentence.", ["A heading", "A sentence."]),
        ("Right?! Yes.", ["Right?!", "Yes."]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


def test_words_without_stops_are_cut_into_pieces() -> None:
    text = " ".join(f"word{n}" for n in range(200))
    pieces = [text[a:b] for a, b in sentences(text)]
    assert " ".join(pieces) == text
    assert max(len(piece.split()) for piece in pieces) <= 60


@given(st.text(max_size=300))
def test_no_word_is_lost(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert all(a < b for a, b in spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(spans))
