from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from kb import build, store
from kb.errors import DatabaseError, ModelMismatchError

Ingest = Callable[..., build.Report]


def snapshot(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of talks, without the time of ingestion."""
    tables = (
        "talks",
        "speakers",
        "chapters",
        "turns",
        "passages",
        "quotes",
        "topics",
        "embeddings",
    )
    return {t: db.execute(f"select * from {t} order by 1").fetchall() for t in tables}


def test_a_second_run_changes_nothing(ingest: Ingest, folder: Path, db: Database) -> None:
    assert sorted(ingest(folder).added) == ["catalogue.md", "paper-trails-12.txt"]
    before, state = snapshot(db), store.state(db)
    report = ingest(folder)
    assert sorted(report.unchanged) == ["catalogue.md", "paper-trails-12.txt"]
    assert (report.added, report.changed) == ([], [])
    assert snapshot(db) == before
    assert store.state(db) == state


def test_a_changed_file_replaces_its_talk_and_keeps_ids(
    ingest: Ingest, folder: Path, filled: Database
) -> None:
    before = {row["text"]: row["id"] for row in filled.query("select id, text from quotes")}
    file = folder / "paper-trails-12.txt"
    file.write_text(
        file.read_text("utf-8") + "Nora Quill:\nA last word was added here by hand.\n", "utf-8"
    )
    report = ingest(folder)
    assert report.changed == ["paper-trails-12.txt"]
    after = {row["text"]: row["id"] for row in filled.query("select id, text from quotes")}
    kept = before.keys() & after.keys()  # what else is said decides what is worth quoting
    assert len(kept) >= 0.7 * len(before)
    assert all(before[text] == after[text] for text in kept)
    assert filled.table("talks").count == 2
    assert filled.execute("pragma foreign_key_check").fetchall() == []


def test_only_new_text_is_embedded(
    db: Database, folder: Path, ingest: Ingest, encoder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(folder)
    seen: list[str] = []
    real = type(encoder).encode

    def counting(self: object, texts: list[str]) -> object:
        seen.extend(texts)
        return real(self, texts)

    monkeypatch.setattr(type(encoder), "encode", counting)
    file = folder / "catalogue.md"
    file.write_text(file.read_text("utf-8").replace("no login", "no password"), "utf-8")
    ingest(folder)
    passage, *said = seen
    assert all(sentence in passage for sentence in said)
    assert "no password" in seen[0]


def test_the_same_folder_elsewhere_is_the_same_talks(
    ingest: Ingest, folder: Path, filled: Database, tmp_path: Path
) -> None:
    ids = {row["id"] for row in filled.query("select id from talks")}
    moved = tmp_path / "moved"
    folder.rename(moved)
    (moved / "catalogue.md").write_text(
        "# New words\n\nSomebody wrote quite other words in here by now.\n"
    )
    ingest(moved)
    assert {row["id"] for row in filled.query("select id from talks")} == ids


def test_a_vanished_file_is_reported_and_pruned_when_asked(
    ingest: Ingest, folder: Path, filled: Database
) -> None:
    (folder / "catalogue.md").unlink()
    assert ingest(folder).vanished == ["catalogue.md"]
    assert filled.table("talks").count == 2
    assert ingest(folder, prune=True).pruned == ["catalogue.md"]
    assert filled.table("talks").count == 1
    for table in ("sources", "turns", "passages", "quotes", "embeddings", "talk_speakers"):
        assert filled.execute(f"select count(*) from {table}").fetchone()[0] > 0
    assert filled.table("speakers").count_where("name = 'Ines Falk'") == 0


def test_one_file_named_below_a_known_folder_is_not_a_second_talk(
    ingest: Ingest, folder: Path, filled: Database
) -> None:
    report = ingest(folder / "catalogue.md")
    assert report.unchanged == ["catalogue.md"]


def test_two_folders_with_one_name_keep_both_talks(
    ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    for name, words in (
        ("a", "The first text says one thing."),
        ("b", "The second says another thing."),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "notes.md").write_text(words + " It goes on for a while after that.\n")
    ingest(tmp_path / "a", tmp_path / "b")
    ingest(tmp_path / "a", tmp_path / "b")
    assert sorted(row["path"] for row in db.query("select path from talks")) == [
        "b/notes.md",
        "notes.md",
    ]


def test_search_index_follows_the_tables(ingest: Ingest, folder: Path, filled: Database) -> None:
    def found(word: str) -> int:
        sql = "select count(*) from passages_fts where passages_fts match ?"
        return int(filled.execute(sql, [word]).fetchone()[0])

    assert found("scanner") == 1
    store.remove(
        filled, filled.execute("select id from talks where path like 'paper%'").fetchone()[0]
    )
    assert found("scanner") == 0
    assert found("catalogue") > 0
    filled.execute("insert into passages_fts(passages_fts) values ('integrity-check')")


def test_vectors_are_little_endian_floats(filled: Database, encoder: object) -> None:
    text, blob = filled.execute(
        "select text, embedding from passages join embeddings on passage_id = passages.id"
    ).fetchone()
    assert np.allclose(np.frombuffer(blob, "<f4"), encoder.encode([text])[0])  # type: ignore[attr-defined]
    assert store.model_of(filled) == ("hashing-64", 64)


def test_another_model_is_refused_by_both_names(filled: Database) -> None:
    with pytest.raises(ModelMismatchError, match=r"'hashing-64'.*'other'"):
        store.claim_model(filled, "other", 3)


def test_what_is_no_knowledge_base_is_said_so(tmp_path: Path) -> None:
    text = tmp_path / "notes.db"
    text.write_text("these are only words, and many of them, for a database" * 9)
    with pytest.raises(DatabaseError, match="cannot be opened"):
        store.open_database(text, create=False)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as conn:
        conn.execute("create table cats (id)")
    conn.close()
    with pytest.raises(DatabaseError, match="no knowledge base"):
        store.open_database(other, create=False)
    with pytest.raises(DatabaseError, match="make one with"):
        store.open_database(tmp_path / "none.db", create=False)
    with pytest.raises(DatabaseError, match="folder"):
        store.open_database(tmp_path / "no" / "kb.db")


def test_marks_and_edits_are_json(filled: Database) -> None:
    for row in filled.query("select edits, marks, anchors from turns"):
        for value in row.values():
            assert isinstance(json.loads(value), list)
