"""`kb talk` shows a talk with its files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from kb import build
from kb.cli import main, make


@pytest.fixture
def base(filled: Database, folder: Path) -> str:
    """The path of a knowledge base of two talks."""
    return str(filled.execute("pragma database_list").fetchone()[2])


def run(base: str, *arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["-d", base, *arguments])
    return result.exit_code, result.output


def test_a_talk_is_shown_with_its_people_and_files(base: str) -> None:
    code, said = run(base, "talk", "paper-trails-12.txt")
    assert code == 0
    assert "  Nora Quill: host, stated, " in said
    assert "  paper-trails-12.txt: transcript" in said


def test_a_talk_as_json_is_known_by_its_id_too(base: str) -> None:
    (by_path,) = json.loads(run(base, "talk", "catalogue.md", "--json")[1])
    (by_id,) = json.loads(run(base, "talk", str(by_path["talk_id"]), "--json")[1])
    assert by_path == by_id
    assert by_path["files"][0]["kind"] == "transcript"
    assert by_path["chapters"][0]["origin"] == "heading"


def test_a_talk_that_is_not_there_is_wrong_use(base: str) -> None:
    code, said = run(base, "talk", "none.txt")
    assert code == 2
    assert "there is no talk 'none.txt'" in said


def test_a_run_says_what_it_found_about_feeds_and_twins(capsys: pytest.CaptureFixture[str]) -> None:
    report = build.Report(
        added=["a.md"],
        fetched=[Path("x.vtt")],
        alike=["a.md and b.vtt say the same (96 % of the wording): keep one, or name them alike"],
        feeds=["feed.xml: 1 of 3 items have no transcript here"],
        merged=["c.srt: is one talk with c.vtt now"],
    )
    make._tell(report, quiet=False)
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1] == "1 added, 1 downloaded"
    assert [line.partition(":")[0] for line in lines[:-1]] == ["kb"] * 3
    make._tell(report, quiet=True)
    assert "say the same" in capsys.readouterr().err
