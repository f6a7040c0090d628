"""One clear line for each bad file, exit code 1, and every other file ingested."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import build

Ingest = Callable[..., build.Report]

GOOD = "Ann Lee: We met.\nBen Oak: We did, and it was good.\nAnn Lee: So it was.\n"

BAD = {
    "empty.txt": (b"", "empty"),
    "blank.md": (b"  \n\n", "empty"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "report.txt": (b"%PDF-1.7 \x00\x01", "PDF"),
    "cut.json": (
        b'{"version": "1.0.0", "segments": [{"speaker": "Ann", "startTime": 0.5, "body": "Hel',
        "too early",
    ),
    "numbers.txt": (b"1,2,3\n4,5,6\n7,8,9\n", "no reader"),
}


@pytest.mark.parametrize("name", BAD)
def test_each_bad_file_gets_one_line(
    name: str, ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    data, reason = BAD[name]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / name).write_bytes(data)
    (folder / "good.txt").write_text(GOOD)
    report = ingest(folder)
    assert report.added == ["good.txt"]
    (line,) = report.failed
    assert line.startswith(name)
    assert reason in line
    assert "\n" not in line


def test_a_talk_twice_is_kept_once(ingest: Ingest, tmp_path: Path, db: Database) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    (folder / "b.txt").write_text(GOOD)
    for _ in range(2):
        (line,) = ingest(folder).failed
        assert line == "b.txt: is the same file as a.txt; kept once, remove one of the two"
    assert db.table("talks").count == 1


def test_captions_without_a_header_and_times_that_run_backwards(
    ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    cues = "00:00:05.000 --> 00:00:06.000\nWe met in May.\n\n00:00:01.000 --> 00:00:02.000\nIt was warm.\n"
    (folder / "x.vtt").write_text(cues)
    assert ingest(folder).failed == []
    assert "We met in May." in db.execute("select text from turns").fetchone()[0]
    assert "backwards" in db.execute("select problems from sources").fetchone()[0]


def test_names_and_texts_with_markup_are_only_text(
    ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    name = "Bobby'); drop table talks;--"
    (folder / "x.json").write_text(
        '{"version": "1.0.0", "segments": ['
        f'{{"speaker": "{name}", "startTime": 0, "endTime": 1, "body": "<script>alert(1)</script> said."}},'
        f'{{"speaker": "{"A" * 300}", "startTime": 2, "endTime": 3, "body": "Then we left it."}}]}}'
    )
    assert ingest(folder).failed == []
    assert db.table("talks").count == 1
    assert {row["name"] for row in db.query("select name from speakers")} == {name, "A" * 300}


def test_a_very_long_line_is_read_in_reasonable_time(
    ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "long.txt").write_text("word " * 2_000_000)
    (folder / "good.txt").write_text(GOOD)
    report = ingest(folder)
    assert report.added == ["good.txt"]
    assert report.failed == [
        "long.txt: a single line holds over 1,000,000 characters; break it into paragraphs"
    ]


def test_what_plainly_is_no_talk_is_skipped_without_error(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / ".hidden").mkdir(parents=True)
    for name in (
        "LICENSE",
        "README.md",
        "queries.jsonl",
        "song.mp3",
        "x.py",
        ".hidden/t.txt",
        "data.csv",
    ):
        (folder / name).write_text("Whatever is in here, it is not a talk of any kind.")
    (folder / "settings.json").write_text('{"a": 1}')
    (folder / "queries.jsonl").write_text('{"id": 1, "query": "who met?"}\n')
    (folder / "good.txt").write_text(GOOD)
    report = ingest(folder)
    assert (report.added, report.failed) == (["good.txt"], [])
    assert len(report.skipped) == 7


def test_a_broken_sidecar_is_named_and_stops_its_file_only(ingest: Ingest, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    (folder / "a.txt.yml").write_text("title: [oops\n")
    (folder / "b.txt").write_text(GOOD.replace("met", "parted"))
    report = ingest(folder)
    assert report.added == ["b.txt"]
    assert "sidecar" in report.failed[0]


def test_a_sidecar_overrides_all(ingest: Ingest, tmp_path: Path, db: Database) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD)
    (folder / "a.txt.yml").write_text(
        "title: The meeting\nshow: Meetings\nkind: meeting\ndate: 2021-02-03\nmedia_url: https://example.org/a.mp3\n"
        "speakers:\n  - name: Ann Lee\n    role: host\n"
    )
    ingest(folder)
    row = db.execute("select title, show, kind, date, media_url from talks").fetchone()
    assert tuple(row) == (
        "The meeting",
        "Meetings",
        "meeting",
        "2021-02-03",
        "https://example.org/a.mp3",
    )
    roles = dict(
        db.execute(
            "select name, role from talk_speakers join speakers on speakers.id = speaker_id"
        ).fetchall()
    )
    assert roles["Ann Lee"] == "host"
