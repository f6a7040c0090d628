"""`kb speakers` as a user runs it: the list, suggestions, decisions, and their file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb import build, store
from kb.cli import main
from tests.conftest import HashingEncoder
from tests.kb.test_people import HARBOURS, RIVERS


@pytest.fixture
def database(tmp_path: Path, encoder: HashingEncoder) -> Path:
    """A knowledge base of two talks with labels only."""
    folder = tmp_path / "talks" / "maps"
    folder.mkdir(parents=True)
    (folder / "rivers.vtt").write_text(RIVERS, "utf-8")
    (folder / "harbours.vtt").write_text(HARBOURS, "utf-8")
    db = store.open_database(tmp_path / "kb.db")
    build.ingest(db, [folder.parent], encoder=lambda: encoder, workers=1)
    db.close()
    return tmp_path / "kb.db"


def run(database: Path, *args: str) -> Result:
    return CliRunner().invoke(main, ["-d", str(database), "speakers", *args])


def test_it_is_still_a_list(database: Path) -> None:
    rows = json.loads(run(database, "--json").stdout)
    assert [row["name"] for row in rows].count("SPEAKER_00") == 2
    done = run(database, "--talk", "maps/rivers.vtt")
    assert done.exit_code == 0
    assert "unknown" in done.stdout
    assert len(json.loads(run(database, "-n", "1", "--json").stdout)) == 1


def test_suggestions_with_their_receipts(database: Path) -> None:
    done = run(database, "suggest")
    assert done.exit_code == 0
    assert "SPEAKER_01 in maps/rivers.vtt → Carl Voss" in done.stdout
    assert "is introduced at 0:00 · maps/rivers.vtt:" in done.stdout
    rows = json.loads(run(database, "suggest", "maps/rivers.vtt", "--json").stdout)
    assert {row["person"] for row in rows} == {"Ann Lee", "Carl Voss"}
    assert run(database, "suggest", "maps/harbours.vtt").stderr == "nothing to suggest\n"


def test_accept_reject_and_undo(database: Path) -> None:
    ids = {
        row["person"]: str(row["id"])
        for row in json.loads(run(database, "suggest", "--json").stdout)
    }
    done = run(database, "accept", ids["Carl Voss"])
    assert done.stderr == "SPEAKER_01 is Carl Voss (in maps/rivers.vtt)\n"
    assert run(database, "reject", ids["Ann Lee"]).stderr.startswith("SPEAKER_00 is not Ann Lee")
    assert run(database, "suggest").stderr == "nothing to suggest\n"
    assert "rivers" in run(database, "decisions").stdout
    assert "taken back" in run(database, "undo", "SPEAKER_00", "Carl Voss").stderr
    assert json.loads(run(database, "decisions", "--json").stdout) == []
    done = run(database, "accept", "--least", "0.8")
    assert done.stderr.count(" is ") == 2


def test_voices_rename_and_merge(database: Path) -> None:
    done = run(database, "voices", "maps/harbours.vtt")
    assert "The harbour was closed in the winter" in done.stdout
    assert len(json.loads(run(database, "voices", "--json").stdout)) == 4
    harbours = ("--talk", "maps/harbours.vtt")
    assert run(database, "merge", "SPEAKER_01", "--into", "SPEAKER_00", *harbours).exit_code == 0
    assert run(database, "rename", "SPEAKER_00", "Dora Kern", *harbours).exit_code == 0
    (row,) = json.loads(run(database, *harbours, "--json").stdout)
    assert (row["name"], row["turns"], row["attributions"]) == ("Dora Kern", 4, ["mapped"])


def test_decisions_in_a_file(database: Path, tmp_path: Path) -> None:
    run(database, "accept", "--least", "0.8")
    file = tmp_path / "speakers.yml"
    assert run(database, "export", "-o", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert "is: Carl Voss" in text
    run(database, "undo", "Ann Lee", "Carl Voss")
    assert run(database, "import", str(file)).stderr == "2 decisions taken up\n"
    assert run(database, "export").stdout == text
    file.write_text("speakers:\n- name: Bo\n", "utf-8")
    broken = run(database, "import", str(file))
    assert broken.exit_code == 2
    assert f"{file}: line 2: " in broken.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("rename", "SPEAKER_00", "Ann"), "name one by its id"),
        (("rename", "Eve", "Ann"), "there is no speaker 'Eve'"),
        (("rename", "SPEAKER_00", "12", "--talk", "maps/rivers.vtt"), "letters"),
        (("merge", "SPEAKER_00", "--into", "Eve", "--talk", "maps/rivers.vtt"), "no speaker 'Eve'"),
        (("accept", "5"), "there is no suggestion 5"),
        (("accept",), "name suggestions by their ids"),
        (("undo", "Eve"), "nothing was decided about 'Eve'"),
        (("suggest", "nowhere.vtt"), "there is no talk 'nowhere.vtt'"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    database: Path, args: tuple[str, ...], says: str
) -> None:
    done = run(database, *args)
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.output
