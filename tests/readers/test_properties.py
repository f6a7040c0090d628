"""Readers raise nothing but ReadError, whatever they are given, and stay true to the source.

Each test runs over the registry and over the fixtures, so a new reader is covered by being there.
"""

import json
import re
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.decode import decode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers import READERS, Reader, choose

Obeys = Callable[[str, Document], None]

FOLDER = Path(__file__).parent.parent / "data" / "readers"
FILES = [path for path in sorted(FOLDER.iterdir()) if path.with_name(f"{path.name}.json").exists()]
SEEDS = [decode(path.read_bytes()).text for path in FILES]
PACKED = [path for path in FILES if path.read_bytes().startswith(b"PK")]
NASTY = [
    "<", "</", "<v ", "<v.a b>", "</v>", "&", "&amp", "&#", "&#x110000;", "&#0;", "-->", "\x00", "\r", "\n\n", "\ufeff",
    "\\", '\\"', "\\ud83d", "\\u0000", '"', "{", "}", "[", "]", ":", "00:00:01.000", "-1:0:0.5", "NaN", "1e999", "-",
    ">>", "Name: ", "[A]: ", "WEBVTT\n", "<!--", "<![CDATA[", "<script>", "<br>", "\u2028", "9" * 5000, "null", "{\\",
]  # fmt: skip
READER_NAMES = READERS.names()
LONGEST = 5.0  # seconds that a few kilobytes may take on a busy machine
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
    begun = time.process_time()
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
    assert time.process_time() - begun < LONGEST


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


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a fixture's bytes with some changed, cut out or doubled."""
    data = bytearray(draw(st.sampled_from(FILES)).read_bytes())
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 30)))
        data[at:to] = draw(st.one_of(st.binary(max_size=8), st.just(bytes(data[at:to]) * 2)))
    return bytes(data)


def check_file(data: bytes, obeys: Obeys) -> None:
    try:
        text = decode(data).text
        document = choose(text, "a.txt").read(text)
    except ReadError as refused:
        reason = str(refused)
    else:
        reason = "none"
        obeys(text, document)
    assert "\n" not in reason


@SETTINGS
@given(data=damaged())
def test_damaged_files(data: bytes, obeys: Obeys) -> None:
    check_file(data, obeys)


@SETTINGS
@given(data=st.binary(max_size=300))
def test_any_bytes(data: bytes, obeys: Obeys) -> None:
    check_file(data, obeys)


@pytest.mark.parametrize("path", PACKED, ids=lambda path: path.name)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_document_that_is_cut_off_is_damaged(path: Path, share: float) -> None:
    data = path.read_bytes()
    with pytest.raises(ReadError, match="damaged"):
        decode(data[: int(len(data) * share)])


def test_every_reader_has_a_fixture() -> None:
    covered = {
        json.loads(path.with_name(f"{path.name}.json").read_text("utf-8"))["reader"]
        for path in FILES
    }
    assert set(READER_NAMES) <= covered


def grown(path: Path, text: str, times: int) -> str:
    """Return a file of the same format with its talk that many times over."""
    if path.suffix in (".json", ".json3"):
        value = json.loads(text)
        longest = max(_lists(value), key=lambda found: len(json.dumps(found)))
        longest[:] = longest * times
        return json.dumps(value)
    inner = re.search(
        r"<body[^>]*>(.*)</body>|^(?:<\?[^>]*>|<!--.*?-->|\s)*<[^?!][^>]*>(.*)</[^<]*\Z",
        text,
        re.DOTALL,
    )
    if text.lstrip("\ufeff").startswith("<") and inner:
        start, end = inner.span(1 if inner[1] is not None else 2)
        return text[:start] + text[start:end] * times + text[end:]
    return (text.rstrip("\n") + "\n\n") * times


def _lists(value: object) -> list[list[object]]:
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [each for item in below for each in _lists(item)]
    return (
        [value, *found]
        if isinstance(value, list) and value and isinstance(value[0], dict)
        else found
    )


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_memory_is_linear(path: Path) -> None:
    text = decode(path.read_bytes()).text
    reader = choose(text, path.name)
    small, large = (grown(path, text, 40_000 * n // len(text) + 1) for n in (1, 4))
    reader.read(small)  # what is imported and cached at first counts for nobody
    used = []
    for source in (small, large):
        tracemalloc.start()
        reader.read(source)
        used.append(tracemalloc.get_traced_memory()[1] / len(source))
        tracemalloc.stop()
    assert used[1] <= used[0] * 1.25
