"""Folders in the cache appear whole or not at all, and go when nothing asks for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.embedding import cache as folders

KEY = "0123456789abcdef0123"
MONTHS_AGO = 1_000_000_000


def fill(made: Path) -> None:
    (made / "manifest.json").write_text("{}", "utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all-MiniLM-L6-v2", "all-MiniLM-L6-v2"),
        ("someone/tiny model", "tiny-model"),
        ("/models/größe", "gr-e"),
        ("..", "model"),
    ],
)
def test_names_of_folders(cache: Path, name: str, expected: str) -> None:
    assert folders.folder(name, KEY) == cache / f"{expected}-0123456789abcdef"


def test_where_the_cache_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VERBATIM_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert folders.folder("tiny", KEY).parent == Path("/somewhere/verbatim-kb")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert folders.folder("tiny", KEY).parent == Path.home() / ".cache" / "verbatim-kb"


def test_nothing_is_left_of_what_failed(cache: Path) -> None:
    def fail(made: Path) -> None:
        fill(made)
        raise KeyError

    with pytest.raises(KeyError):
        folders.put(cache / "tiny", fail)
    assert list(cache.iterdir()) == []


def test_the_first_of_two_is_kept(cache: Path) -> None:
    def slow(made: Path) -> None:
        fill(made)
        folders.put(
            cache / "tiny", lambda other: (other / "manifest.json").write_text("1", "utf-8")
        )

    folders.put(cache / "tiny", slow)
    assert (cache / "tiny" / "manifest.json").read_text("utf-8") == "1"
    assert [path.name for path in cache.iterdir()] == ["tiny"]


def test_folders_that_nothing_asks_for_go(cache: Path) -> None:
    for name in ("old", "asked for"):
        folders.put(cache / name, fill)
        os.utime(cache / name, (MONTHS_AGO, MONTHS_AGO))
    folders.touch(cache / "asked for")
    (cache / "somebody else's").mkdir()
    os.utime(cache / "somebody else's", (MONTHS_AGO, MONTHS_AGO))
    folders.put(cache / "new", fill)
    assert {path.name for path in cache.iterdir()} == {"asked for", "new", "somebody else's"}
