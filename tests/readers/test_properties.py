"""Readers raise nothing but ReadError, whatever they are given, and stay true to the source."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers import READERS, Reader

Obeys = Callable[[str, Document], None]

FOLDER = Path(__file__).parent.parent / "data" / "readers"
SEEDS = [
    path.read_text(encoding="utf-8", errors="replace")
    for path in sorted(FOLDER.iterdir())
    if path.with_name(f"{path.name}.json").exists()
]
NASTY = [
    "<", "</", "<v ", "<v.a b>", "</v>", "&", "&amp", "&#", "&#x110000;", "&#0;", "-->", "\x00", "\r", "\n\n", "\ufeff",
    "\\", '\\"', "\\ud83d", "\\u0000", '"', "{", "}", "[", "]", ":", "00:00:01.000", "-1:0:0.5", "NaN", "1e999", "-",
    ">>", "Name: ", "[A]: ", "WEBVTT\n", "<!--", "<![CDATA[", "<script>", "<br>", "\u2028", "9" * 5000, "null", "{\\",
]  # fmt: skip
READER_NAMES = READERS.names()
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a fixture with pieces cut out, doubled, or made nasty."""
    text = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(text)))
        to = min(len(text), at + draw(st.integers(0, 40)))
        piece = draw(
            st.one_of(st.sampled_from(NASTY), st.text(max_size=8), st.just(text[at:to] * 2))
        )
        text = text[:at] + piece + text[to:]
    if draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    return text


def check(reader: Reader, text: str, obeys: Obeys) -> None:
    assert 0 <= reader.sniff(text, "a.txt") <= 1
    try:
        document = reader.read(text)
    except ReadError as refused:
        reason = str(refused)
    else:
        reason = "none"
        obeys(text, document)
    assert reason
    assert "\n" not in reason


@pytest.mark.parametrize("name", READER_NAMES)
@SETTINGS
@given(text=st.text(max_size=200))
def test_any_text(name: str, text: str, obeys: Obeys) -> None:
    check(READERS.get(name), text, obeys)


@pytest.mark.parametrize("name", READER_NAMES)
@SETTINGS
@given(text=st.lists(st.sampled_from(NASTY), max_size=30).map("".join))
def test_nasty_text(name: str, text: str, obeys: Obeys) -> None:
    check(READERS.get(name), text, obeys)


@pytest.mark.parametrize("name", READER_NAMES)
@SETTINGS
@given(text=mutated())
def test_mutated_fixtures(name: str, text: str, obeys: Obeys) -> None:
    check(READERS.get(name), text, obeys)
