"""A zip archive is a folder: what is in it is ingested, and what cannot be is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from kb import build
from kb.cli import main

Ingest = Callable[..., build.Report]

ONE = "Ann Lee: We met.\nBen Oak: We did, and it was good.\nAnn Lee: So it was.\n"
TWO = "1\n00:00:01,000 --> 00:00:02,500\nThe bridge was wood then.\n\n2\n00:00:03,000 --> 00:00:05,000\nIt burned twice.\n"


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    talks = tmp_path / "talks"
    talks.mkdir()
    return talks


def test_what_an_archive_holds_is_ingested_by_its_path(
    ingest: Ingest, folder: Path, db: Database
) -> None:
    inner = zipped({"bridge.srt": TWO})
    files = {
        "a/met.txt": ONE,
        "more.zip": inner,
        "a/met.mp3": b"ID3",
        "__MACOSX/a/._met.txt": "x",
        "LICENSE.txt": "Words of a licence, which is no talk.",
    }
    (folder / "box.zip").write_bytes(zipped(files))
    report = ingest(folder)
    assert report.failed == []
    assert sorted(report.added) == ["box.zip/a/met.txt", "box.zip/more.zip/bridge.srt"]
    again = ingest(folder)
    assert (again.added, sorted(again.unchanged)) == ([], sorted(report.added))
    assert (
        db.execute("select count(*) from sources where text like '%bridge was wood%'").fetchone()[0]
        == 1
    )


def test_an_archive_that_is_named_alone(ingest: Ingest, folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"met.txt": ONE}))
    assert ingest(folder / "box.zip").added == ["box.zip/met.txt"]


def test_what_cannot_be_unpacked_is_named_and_the_rest_is_kept(
    ingest: Ingest, folder: Path
) -> None:
    (folder / "box.zip").write_bytes(
        zipped({"met.txt": ONE, "../../etc/out.txt": "x", "bomb.txt": b"0" * 70_000_000})
    )
    (folder / "torn.zip").write_bytes(zipped({"met.txt": ONE})[:-30])
    report = ingest(folder)
    assert report.added == ["box.zip/met.txt"]
    failed = sorted(report.failed)
    assert len(failed) == 3
    assert all(line.startswith(("box.zip/", "torn.zip")) for line in failed)
    assert any("leads out of the archive" in line for line in failed)
    assert any("more than a transcript can be" in line for line in failed)
    assert any("zip archive is damaged" in line for line in failed)


def test_an_archive_without_talks_is_passed_over(ingest: Ingest, folder: Path) -> None:
    (folder / "sounds.zip").write_bytes(zipped({"a.mp3": b"ID3"}))
    report = ingest(folder)
    assert (report.added, report.failed) == ([], [])
    assert report.skipped == [folder / "sounds.zip"]


def test_a_sidecar_in_an_archive_describes_its_neighbour(
    ingest: Ingest, folder: Path, db: Database
) -> None:
    (folder / "box.zip").write_bytes(zipped({"met.txt": ONE, "met.txt.yml": "title: How we met\n"}))
    assert ingest(folder).failed == []
    assert db.execute("select title from talks").fetchone()[0] == "How we met"


def test_commands_on_single_files_say_what_to_do_with_an_archive(folder: Path) -> None:
    (folder / "box.zip").write_bytes(zipped({"met.txt": ONE}))
    done = CliRunner().invoke(main, ["clean", str(folder / "box.zip")])
    assert done.exit_code == 1
    assert "this is a zip archive; the texts in one are ingested" in done.stderr
