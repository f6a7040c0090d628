"""The commands as a user runs them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.conftest import PODCAST, POST

pytestmark = pytest.mark.model


def kb(database: Path, *args: object) -> Result:
    return CliRunner().invoke(main, ["-d", str(database), *map(str, args)])


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talks")
    (folder / "paper-trails-12.txt").write_text(PODCAST, "utf-8")
    (folder / "catalogue.md").write_text(POST, "utf-8")
    (folder / "README.md").write_text("What is in here", "utf-8")
    return folder


@pytest.fixture(scope="module")
def database(talks: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("db") / "kb.db"
    done = kb(path, "ingest", talks)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert done.stderr == "2 added, 1 skipped (no talk)\n"
    return path


def rows(database: Path, *args: object) -> list[dict[str, object]]:
    done = kb(database, *args, "--json")
    assert done.exit_code == 0
    assert done.stderr == ""
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_ingest_again_says_that_nothing_changed(database: Path, talks: Path) -> None:
    assert kb(database, "ingest", talks).stderr == "2 unchanged, 1 skipped (no talk)\n"
    assert kb(database, "ingest", talks, "--quiet").stderr == ""


def test_a_bad_file_makes_exit_code_1_and_wrong_use_2(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    done = kb(tmp_path / "x.db", "ingest", tmp_path / "bad.txt")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[0] == "kb: bad.txt: the file is empty"
    for args in (
        ["search", "x"],
        ["ingest", "nowhere"],
        ["ingest"],
        ["talks", "-n", "0"],
        ["nonsense"],
    ):
        assert kb(tmp_path / "none.db", *args).exit_code == 2
    assert (
        "no reader is called" in kb(tmp_path / "x.db", "ingest", "--format", "wav", tmp_path).stderr
    )


def test_talks(database: Path) -> None:
    found = {row["talk"]: row for row in rows(database, "talks")}
    assert set(found) == {"paper-trails-12.txt", "catalogue.md"}
    podcast = found["paper-trails-12.txt"]
    assert list(podcast) == [
        "talk_id", "talk", "title", "kind", "show", "date", "url", "speakers", "words", "turns", "passages",
    ]  # fmt: skip
    assert podcast["speakers"] == [
        {"name": "Nora Quill", "role": "host"},
        {"name": "Tomas Reyes", "role": "guest"},
    ]
    assert len(rows(database, "talks", "-n", 1)) == 1
    assert [row["kind"] for row in rows(database, "talks", "--kind", "post")] == ["post"]
    assert "Three years of a shared catalogue" in kb(database, "talks").stdout.replace("\n", " ")


@pytest.mark.parametrize("mode", ["hybrid", "semantic", "keyword"])
def test_search(database: Path, mode: str) -> None:
    hit = rows(
        database, "search", "paying for one machine two times over, a scanner", "--mode", mode
    )[0]
    assert hit["talk"] == "paper-trails-12.txt"
    assert hit["best_sentence"] == "Two archives had both paid for the same scanner."
    wanted = {
        "passage_id", "talk", "talk_id", "title", "speaker", "role", "text", "best_sentence", "score",
        "keyword_rank", "semantic_rank", "start_char", "end_char", "start_ms", "url",
    }  # fmt: skip
    assert wanted <= set(hit)


def test_search_in_a_talk_by_path_or_id(database: Path) -> None:
    for row in rows(database, "talks"):
        for ref in (row["talk"], row["talk_id"]):
            hits = rows(database, "search", "what we learned", "--talk", ref)
            assert {hit["talk"] for hit in hits} == {row["talk"]}


def test_search_for_reading_says_why(database: Path) -> None:
    shown = kb(database, "search", "duplicate work").stdout
    assert "Tomas Reyes (guest)" in shown
    assert "words #1" in shown
    assert "passage " in shown


def test_another_model_is_refused_by_name(database: Path) -> None:
    done = kb(database, "search", "x", "--model", "some/other-model")
    assert done.exit_code == 2
    assert "some/other-model" in done.stderr
    assert "embedded with" in done.stderr


def test_similar_topics_speakers_and_quotes(database: Path) -> None:
    passage = rows(database, "search", "scanner")[0]["passage_id"]
    assert passage not in [row["passage_id"] for row in rows(database, "similar", passage)]
    topics = rows(database, "topics", "--talk", "paper-trails-12.txt")
    assert all(set(row) == {"topic", "score", "mentions"} for row in topics)
    assert {row["name"] for row in rows(database, "speakers")} == {
        "Nora Quill",
        "Tomas Reyes",
        "Ines Falk",
    }
    for quote in rows(database, "quotes"):
        assert {
            "quote_id",
            "talk",
            "speaker",
            "text",
            "source_text",
            "start_char",
            "end_char",
            "start_ms",
            "score",
            "sha256",
        } <= set(quote)
        assert quote["text"]


def test_collections_from_making_to_export_and_back(database: Path, tmp_path: Path) -> None:
    quote = rows(database, "quotes", "-n", 1)[0]["quote_id"]
    assert kb(database, "collections", "create", "My Finds").stdout == "my-finds\n"
    assert (
        kb(database, "collections", "add", "my-finds", quote, "--note", "N", "--tag", "t").exit_code
        == 0
    )
    assert [row["quotes"] for row in rows(database, "collections", "list")] == [1]
    for suffix in ("md", "csv", "json"):
        file = tmp_path / f"out.{suffix}"
        assert kb(database, "export", "my-finds", "--format", suffix, "-o", file).exit_code == 0
        assert kb(database, "collections", "import", f"from {suffix}", file).exit_code == 0
        (again,) = rows(database, "collections", "show", f"from-{suffix}")
        (first,) = rows(database, "collections", "show", "my-finds")
        same = (
            "text",
            "source_text",
            "start_char",
            "edits",
            "sha256",
            "source_sha256",
            "note",
            "tags",
        )
        assert {k: again[k] for k in same} == {k: first[k] for k in same}
    assert kb(database, "collections", "edit", "my-finds").exit_code == 2
    assert kb(database, "collections", "edit", "my-finds", "--name", "Finds").exit_code == 0
    assert {row["name"] for row in rows(database, "collections", "list")} >= {"Finds"}
    assert kb(database, "collections", "remove", "my-finds", quote).exit_code == 0
    assert kb(database, "collections", "delete", "my-finds").exit_code == 0
    assert kb(database, "export", "my-finds").exit_code == 2


def test_evaluate(database: Path, tmp_path: Path) -> None:
    source = PODCAST.index("Two archives")
    query = {
        "id": "1",
        "query": "two archives paid for a scanner",
        "kind": "mixed",
        "talk": "paper-trails-12.txt",
        "spans": [[source, source + 60]],
    }
    file = tmp_path / "queries.jsonl"
    file.write_text(json.dumps(query) + "\n")
    done = kb(database, "evaluate", file, "--json")
    found = json.loads(done.stdout)
    assert found["queries"] == 1
    assert set(found["modes"]) == {"keyword", "semantic", "hybrid"}
    assert found["modes"]["hybrid"]["all"] == {
        "mrr@10": 1.0,
        "hit@1": 1.0,
        "hit@10": 1.0,
        "ndcg@10": 1.0,
    }
    assert set(found["modes"]["keyword"]["by_kind"]) == {"mixed"}
    file.write_text('{"query": "x"}\n')
    bad = kb(database, "evaluate", file)
    assert bad.exit_code == 2
    assert f"{file}:1" in bad.stderr


def test_remove(talks: Path, tmp_path: Path) -> None:
    path = tmp_path / "kb.db"
    kb(path, "ingest", talks)
    assert kb(path, "remove", "catalogue.md").exit_code == 0
    assert [row["talk"] for row in rows(path, "talks")] == ["paper-trails-12.txt"]
    assert kb(path, "remove", "catalogue.md").exit_code == 2


@pytest.mark.slow
def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        (folder / f"talk-{number:02}.txt").write_text(
            PODCAST.replace("scanner", f"scanner {number}") * 6
        )
    run = [sys.executable, "-m", "kb", "-d", str(tmp_path / "kb.db"), "ingest", str(folder)]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen(run, env=env, stderr=subprocess.DEVNULL)

    def count(table: str) -> int:
        with closing(sqlite3.connect(tmp_path / "kb.db")) as conn:
            return int(conn.execute(f"select count(*) from {table}").fetchone()[0])

    for _ in range(600):
        time.sleep(0.2)
        try:
            if (tmp_path / "kb.db").exists() and count("talks") >= 3:
                break
        except sqlite3.Error:
            continue
    process.kill()
    process.wait()
    half = count("talks")
    assert half >= 3
    assert count("passages") == count("embeddings")
    again = subprocess.run(run, env=env, capture_output=True, text=True, timeout=170, check=False)
    assert again.returncode == 0
    assert f"{half} unchanged" in again.stderr
    assert count("talks") == 40
