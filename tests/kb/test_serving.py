"""What kb serve gives Datasette besides the database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from kb import serving, store


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty knowledge base in a folder without a metadata.yml, under a name of its own."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "archive.db"
    with closing(store.open_database(path).conn):
        return path


def described(path: Path, metadata: str | None = None) -> str | None:
    """Return what Datasette says of the talks."""
    ds = serving.datasette(str(path), metadata=metadata, editing=False)
    said: str | None = ds.metadata("description", database=path.stem, table="talks")
    return said


def test_without_a_file_the_tables_are_described_as_shipped(archive: Path) -> None:
    assert described(archive) == "A recording or a post, one row each."


def test_a_file_beside_the_database_comes_first(archive: Path) -> None:
    own = "databases: {archive: {tables: {talks: {description: Our episodes}}}}"
    (archive.parent / "metadata.yml").write_text(own, "utf-8")
    assert described(archive) == "Our episodes"


def test_a_file_that_is_asked_for_comes_before_all(archive: Path, tmp_path: Path) -> None:
    asked = tmp_path / "asked.yml"
    asked.write_text("databases: {kb: {tables: {talks: {description: Asked for}}}}", "utf-8")
    (archive.parent / "metadata.yml").write_text("title: Ours", "utf-8")
    assert described(archive, str(asked)) == "Asked for"
