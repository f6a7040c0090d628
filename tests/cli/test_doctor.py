"""`kb doctor` as a user runs it: a table or JSON on stdout, the sum on stderr, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from kb import store
from kb.cli import main


def doctor(database: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["-d", str(database), "doctor", *args])


@pytest.fixture
def database(filled: Database, tmp_path: Path) -> Path:
    """The file of a knowledge base in health."""
    return tmp_path / "kb.db"


def test_notes_are_shown_and_are_no_failure(database: Path) -> None:
    done = doctor(database)
    assert done.exit_code == 0
    assert "paper-trails-12.txt" in done.stdout
    assert "no-date" in done.stdout
    assert done.stderr.startswith("2 talks, ")
    assert "0 errors, 0 warnings, " in done.stderr


def test_a_warning_gives_exit_code_1(database: Path, filled: Database) -> None:
    store.drop_vectors(filled)
    done = doctor(database)
    assert done.exit_code == 1
    assert "no-vectors" in done.stdout
    assert "2 warnings" in done.stderr


def test_json_is_an_array_of_findings(database: Path) -> None:
    done = doctor(database, "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 0
    assert {tuple(finding) for finding in found} == {
        ("talk", "check", "severity", "message", "numbers")
    }
    assert len(json.loads(doctor(database, "--json", "-n", "1").stdout)) == 1


def test_one_talk(database: Path) -> None:
    done = doctor(database, "--talk", "paper-trails-12.txt", "--json")
    assert {finding["talk"] for finding in json.loads(done.stdout)} == {"paper-trails-12.txt"}
    assert done.stderr.startswith("1 talk, ")


def test_a_talk_in_health(database: Path) -> None:
    done = doctor(database, "--talk", "catalogue.md")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("nothing found\n1 talk, ")


def test_a_talk_or_database_that_is_not_there(database: Path, tmp_path: Path) -> None:
    missing = doctor(database, "--talk", "nowhere.txt")
    assert missing.exit_code == 2
    assert "there is no talk 'nowhere.txt'" in missing.stderr
    assert doctor(tmp_path / "no.db").exit_code == 2
