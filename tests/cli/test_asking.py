"""The commands that ask, save and judge, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from kb.asking import judgements
from kb.cli import main
from tests.conftest import PODCAST, POST

pytestmark = pytest.mark.model


def kb(database: Path, *args: object) -> Result:
    return CliRunner().invoke(main, ["-d", str(database), *map(str, args)])


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talks")
    (folder / "paper-trails-12.txt").write_text(PODCAST, "utf-8")
    (folder / "catalogue.md").write_text(POST, "utf-8")
    path = tmp_path_factory.mktemp("db") / "kb.db"
    assert kb(path, "ingest", folder).exit_code == 0
    return path


def test_a_search_says_how_it_was_understood(database: Path) -> None:
    done = kb(
        database, "search", "speaker:reyess two archives paid for a scanner genre:x", "--json"
    )
    assert done.exit_code == 0
    assert {hit["speaker"] for hit in json.loads(done.stdout)} == {"Tomas Reyes"}
    lines = done.stderr.splitlines()
    assert lines[0].startswith("There is no field “genre:”, so it was searched as words")
    assert lines[1:] == [
        "Searched for Tomas Reyes instead of “reyess”.",
        "To search exactly as typed: --exact",
    ]
    exact = kb(database, "search", "speaker:reyess scanner", "--exact", "--json")
    assert "Nobody here is called “reyess”" in exact.stderr
    assert json.loads(exact.stdout)


def test_phrases_and_exclusions(database: Path) -> None:
    assert kb(database, "search", '"shared list"', "--json").stderr == ""
    assert json.loads(kb(database, "search", '"list shared"', "--json").stdout) == []
    hits = json.loads(kb(database, "search", "--json", "--", "work", "-scanner").stdout)
    assert hits
    assert not any("scanner" in hit["text"] for hit in hits)


def test_nothing_close_is_a_heading(database: Path) -> None:
    done = kb(database, "search", "quarterly dividends of shipping insurers in Norway")
    assert done.stdout.startswith("Nothing close. What is nearest:\n")
    assert "score 0.0" in done.stdout
    done = kb(database, "search", "quarterly dividends of shipping insurers in Norway", "--json")
    assert json.loads(done.stdout)
    assert done.stderr == ""
    assert "Nothing close" not in kb(database, "search", "two archives paid for one scanner").output


def test_who_talks_about_it(database: Path) -> None:
    shown = kb(database, "who", "duplicate work between archives").stdout
    assert shown.startswith("Tomas Reyes · ")
    assert "scanner" in shown
    (first, *_) = json.loads(kb(database, "who", "duplicate work", "--json").stdout)
    assert first["speaker"] == "Tomas Reyes"
    assert first["best"][0]["text"]


def test_similar_takes_several_and_quotes(database: Path) -> None:
    hits = json.loads(kb(database, "search", "scanner", "--json").stdout)
    one, two = hits[0]["passage_id"], hits[1]["passage_id"]
    found = json.loads(kb(database, "similar", one, "--not", two, "--json").stdout)
    assert {one, two}.isdisjoint(hit["passage_id"] for hit in found)
    quote = json.loads(kb(database, "quotes", "--json").stdout)[0]["quote_id"]
    assert json.loads(kb(database, "similar", quote, "-n", "1", "--json").stdout)
    missing = kb(database, "similar", "5")
    assert missing.exit_code == 2
    assert "there is no passage or quote 5" in missing.stderr


def test_searches_are_saved_and_run(database: Path) -> None:
    saved = kb(database, "searches", "save", "twice", "duplicate", "work", "--kind", "podcast")
    assert saved.stdout == "twice\n"
    (listed,) = json.loads(kb(database, "searches", "list", "--json").stdout)
    assert (listed["query"], listed["filters"]) == ("duplicate work", {"kind": ["podcast"]})
    kept = kb(database, "searches", "run", "twice", "--keep")
    assert "new · Tomas Reyes (guest)" in kept.stdout
    first = kb(database, "searches", "run", "twice", "--json")
    assert len(json.loads(first.stdout)) == int(first.stderr.split()[0])
    again = kb(database, "searches", "run", "twice")
    assert again.stdout == ""
    assert again.stderr.startswith("0 new of ")
    assert "Tomas Reyes" in kb(database, "searches", "run", "twice", "--all").stdout
    assert kb(database, "searches", "remove", "twice").exit_code == 0
    assert kb(database, "searches", "run", "twice").exit_code == 2


def test_judgements_are_exported_and_measured(database: Path, tmp_path: Path) -> None:
    question = "paying twice for one machine"
    (best, *_) = json.loads(kb(database, "search", "scanner", "--json").stdout)
    db = Database(database)
    judgements.judge(db, question, best["passage_id"], "right")
    db.close()
    file = tmp_path / "judged.jsonl"
    done = kb(database, "judgements", "export", file)
    assert done.stderr == "1 queries\n"
    (line,) = file.read_text("utf-8").splitlines()
    assert json.loads(line)["query"] == question
    assert kb(database, "judgements", "export", "-").stdout == line + "\n"
    result = json.loads(kb(database, "evaluate", file, "--mode", "hybrid", "--json").stdout)
    assert list(result["modes"]) == ["hybrid"]
    assert result["modes"]["hybrid"]["all"]["hit@10"] == 1.0
    assert result["modes"]["hybrid"]["intervals"]["all"]["hit@10"] == [1.0, 1.0]
    shown = kb(database, "evaluate", file, "--against", "keyword").stdout
    assert "0 losses" in shown
    other = json.loads(kb(database, "evaluate", file, "--against", database, "--json").stdout)
    assert other["ties"] == 1
    assert other["figures"]["mrr@10"]["p"] == 1.0
    missing = kb(database, "evaluate", file, "--against", tmp_path / "none.db")
    assert missing.exit_code == 2
    assert "there is no database" in missing.stderr
