"""`kb clean`: the clean text, and every edit with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.conftest import PODCAST

LOOP = "Ann: So it was. Thank you all. Thank you all. Thank you all. Right.\n\nBob: Um.\n\nAnn: I, you know, I came.\n"


def kb(*args: object, color: bool = False) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], color=color)


def edits(path: Path, *args: str) -> list[dict[str, object]]:
    found = json.loads(kb("clean", path, "--json", *args).stdout)
    assert isinstance(found, list)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "paper-trails.txt"
    path.write_text(PODCAST, "utf-8")
    return path


@pytest.fixture
def loop(tmp_path: Path) -> Path:
    path = tmp_path / "loop.txt"
    path.write_text(LOOP, "utf-8")
    return path


def test_clean_text_has_each_name_on_its_own_line(file: Path) -> None:
    done = kb("clean", file)
    assert (done.exit_code, done.stderr) == (0, "")
    assert "By accident, honestly. Two archives had both paid for the same scanner." in done.stdout
    assert "Tomas Reyes:\n" in done.stdout


def test_every_edit_is_where_it_says(file: Path) -> None:
    found = edits(file)
    assert {"filler", "stutter", "backchannel"} <= {edit["rule"] for edit in found}
    for edit in found:
        start, end = edit["start_char"], edit["end_char"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert PODCAST[start:end] == edit["before"]
        assert PODCAST.count("\n", 0, start) + 1 == edit["line"]
        assert list(edit) == ["line", "start_char", "end_char", "rule", "before", "after"]


def test_markup_is_no_edit(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Tea &amp;\n<i>cake</i>, um, please.\n\n"
        "00:02.000 --> 00:03.000\n<v Ann>Now.\n",
        "utf-8",
    )
    assert [edit["rule"] for edit in edits(path)] == ["filler"]
    assert edits(path, "--level", "off") == []


def test_marks_are_listed_and_kept(loop: Path) -> None:
    (mark,) = [edit for edit in edits(loop) if edit["rule"] == "invention:loop"]
    assert mark["before"] == mark["after"] == "Thank you all. Thank you all."
    assert "= So it was. Thank you all. Thank you all. Thank you all. Right." in (
        kb("clean", loop, "--diff").stdout
    )


def test_what_nothing_is_left_of_is_listed(loop: Path) -> None:
    assert any(edit["before"] == "Um." and edit["rule"] == "filler" for edit in edits(loop))


def test_diff_shows_before_and_after_and_the_rates(file: Path) -> None:
    text = kb("clean", file, "--diff").stdout
    assert (
        "paper-trails.txt:12  filler\n"
        "  - By accident, um, honestly. Two archives had both paid for the…\n"
        "  + By accident, honestly. Two archives had both paid for the…\n"
    ) in text
    assert "\x1b[" not in text
    assert any(line.split()[0] == "filler" for line in text.splitlines()[-5:])
    assert text.endswith("per 1,000 words\n")


def test_diff_is_coloured_on_a_terminal(file: Path) -> None:
    assert "\x1b[31m" in kb("clean", file, "--diff", color=True).stdout


def test_a_higher_level_does_more(loop: Path) -> None:
    assert len(edits(loop, "--level", "full")) > len(edits(loop, "--level", "light"))


def test_nothing_to_clean_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ann: Hello there, all of you.\n\nBob: Hello to you, too.\n", "utf-8")
    done = kb("clean", path, "--diff")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "nothing to clean\n")


def test_a_file_that_is_no_talk_is_exit_code_1(tmp_path: Path) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    done = kb("clean", path)
    assert (done.exit_code, done.stderr) == (1, f"kb: {path}: the file is empty\n")
