from __future__ import annotations

import pickle

import pytest

from ingest.decode import decode
from ingest.errors import EmptyFileError, NotTextError, ReadError

WORDS = "Café owners said “yes” — naïvely."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (WORDS.encode("utf-8"), "utf-8"),
        (WORDS.encode("utf-8-sig"), "utf-8-sig"),
        (WORDS.encode("utf-16"), "utf-16"),
        ((WORDS * 20).encode("cp1252"), "cp1252"),
    ],
)
def test_text_is_the_same_in_any_encoding(data: bytes, encoding: str) -> None:
    found = decode(data)
    assert found.text.startswith(WORDS)
    assert found.encoding == encoding


def test_a_cut_off_character_costs_only_itself() -> None:
    found = decode((WORDS * 3 + "é").encode()[:-1])
    assert found.text.startswith(WORDS)
    assert found.repairs == ("1 characters could not be decoded",)


def test_one_stray_byte_does_not_garble_the_rest() -> None:
    found = decode((WORDS * 5).encode() + b" caf\xe9 " + (WORDS * 5).encode())
    assert found.text.startswith(WORDS)
    assert found.repairs == ("1 characters could not be decoded",)


@pytest.mark.parametrize("data", [b"", b" \n\t ", b"\xef\xbb\xbf\n", b"...---..."])
def test_nothing_in_it(data: bytes) -> None:
    with pytest.raises(EmptyFileError):
        decode(data)


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 binary", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04abc", bytes(range(256)) * 9]
)
def test_binary_files_are_named_as_what_they_are(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)


def test_errors_survive_the_way_between_processes() -> None:
    error = ReadError("the JSON ends too early", line=3).at("a/b.json")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == "a/b.json:3: the JSON ends too early"
    assert (again.path, again.line) == ("a/b.json", 3)
