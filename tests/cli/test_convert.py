"""`kb convert`: what goes where, and what is said when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.conftest import PODCAST

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Um, hello there.\n\n00:02.000 --> 00:03.000\n<v Bob>Hello to you, too.\n"


def kb(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture
def vtt(tmp_path: Path) -> Path:
    path = tmp_path / "hello.vtt"
    path.write_text(VTT, "utf-8")
    return path


@pytest.fixture
def txt(tmp_path: Path) -> Path:
    path = tmp_path / "paper-trails.txt"
    path.write_text(PODCAST, "utf-8")
    return path


def test_one_file_goes_to_standard_output(vtt: Path) -> None:
    done = kb("convert", vtt, "--to", "srt")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("1\n00:00:01,000 --> 00:00:02,000\nAnn: Hello there.\n")


def test_a_level_says_how_much_is_cleaned(vtt: Path) -> None:
    assert "Um, hello" in kb("convert", vtt, "--to", "txt", "--level", "off").stdout


def test_one_file_to_a_file(vtt: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "out.json"
    assert kb("convert", vtt, "--to", "podcast-json", "-o", target).exit_code == 0
    assert json.loads(target.read_text("utf-8"))["segments"][0]["speaker"] == "Ann"


def test_several_files_to_a_folder(vtt: Path, txt: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = kb("convert", vtt, txt, "--to", "md", "-o", out)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert sorted(path.name for path in out.iterdir()) == ["hello.md", "paper-trails.md"]


def test_captions_of_a_talk_without_times_are_refused_and_the_rest_goes_on(
    vtt: Path, txt: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = kb("convert", txt, vtt, "--to", "vtt", "-o", out)
    assert done.exit_code == 1
    assert done.stderr == (
        f"kb: {txt}: this talk has no times, and captions need them; "
        "convert it to md, txt or podcast-json instead\n"
    )
    assert [path.name for path in out.iterdir()] == ["hello.vtt"]


def test_a_file_that_is_no_talk_is_named_with_the_reason(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = kb("convert", empty, "--to", "md")
    assert (done.exit_code, done.stderr) == (1, f"kb: {empty}: the file is empty\n")


def test_a_sidecar_says_what_the_file_does_not(vtt: Path) -> None:
    vtt.with_name("hello.vtt.yml").write_text("title: Two hellos\nhost: Ann\n", "utf-8")
    text = kb("convert", vtt, "--to", "md").stdout
    assert "title: Two hellos\n" in text
    assert "- name: Ann\n  role: host\n" in text


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--to", "docx"], "kb: no writer is called 'docx'; there are: md, "),
        (["--to", "md", "--format", "nope"], "no reader is called 'nope'"),
        ([], "Missing option '--to'"),
    ],
)
def test_wrong_use_is_exit_code_2(vtt: Path, args: list[str], said: str) -> None:
    done = kb("convert", vtt, *args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_is_overwritten_that_is_read_or_written(
    vtt: Path, txt: Path, tmp_path: Path
) -> None:
    same = tmp_path / "hello.srt"
    same.write_text("1\n00:00:01,000 --> 00:00:02,000\nHello there, all of you.\n", "utf-8")
    for args, said in (
        ([vtt, "--to", "vtt", "-o", tmp_path], "is one of the files to read"),
        ([vtt, "--to", "vtt", "-o", vtt], "is one of the files to read"),
        ([vtt, same, "--to", "md", "-o", tmp_path / "out"], "two of these files would become"),
        ([vtt, txt, "--to", "md"], "several files need a folder"),
        ([vtt, txt, "--to", "md", "-o", same], "is a file"),
    ):
        done = kb("convert", *args)
        assert (done.exit_code, said in done.stderr) == (2, True), done.stderr
    assert vtt.read_text("utf-8") == VTT
