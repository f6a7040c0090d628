"""The commands about topics, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb.cli import main
from tests.kb.test_topics import WALL

pytestmark = pytest.mark.model


def kb(database: Path, *args: object) -> Result:
    return CliRunner().invoke(main, ["-d", str(database), *map(str, args)])


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talks")
    for number, date in ((1, "2020-03-10"), (2, "2021-08-20")):
        text = WALL.format(title=f"Shore {number}", date=date)
        (folder / f"wall-{number}.md").write_text(text, "utf-8")
    return folder


@pytest.fixture
def database(talks: Path, tmp_path: Path) -> Path:
    path = tmp_path / "kb.db"
    assert kb(path, "ingest", talks).exit_code == 0
    return path


def listed(database: Path) -> list[str]:
    return [row["topic"] for row in json.loads(kb(database, "topics", "--json").stdout)]


def test_deciding_says_what_it_did_and_undo_takes_it_back(database: Path) -> None:
    before = listed(database)
    steps = (
        (("merge", "tide table", "--into", "sea wall"), "tide tables: part of sea wall\n"),
        (("rename", "Sea-wall", "Coastal defence"), "sea wall: called Coastal defence\n"),
        (("hide", "stone quarry"), "stone quarry: hidden\n"),
        (("pin", "coastal defence"), "sea wall: called Coastal defence, pinned\n"),
    )
    for args, says in steps:
        done = kb(database, "topics", *args)
        assert (done.exit_code, done.stderr, done.stdout) == (0, says, "")
    assert listed(database)[0] == "Coastal defence"
    assert not {"tide tables", "stone quarry", "sea wall"} & set(listed(database))
    rows = json.loads(kb(database, "topics", "decisions", "--json").stdout)
    assert [row["topic"] for row in rows] == ["sea wall", "stone quarry", "tide tables"]
    assert kb(database, "topics", "undo", "coastal defence", "--only", "pin").exit_code == 0
    assert kb(database, "topics", "undo", "sea wall", "stone quarry", "tide tables").exit_code == 0
    assert listed(database) == before


def test_decisions_go_from_one_knowledge_base_to_another(
    database: Path, talks: Path, tmp_path: Path
) -> None:
    kb(database, "topics", "rename", "sea wall", "Coastal defence")
    file = tmp_path / "topics.yml"
    assert kb(database, "topics", "export", "-o", file).exit_code == 0
    other = tmp_path / "other.db"
    kb(other, "ingest", talks / "wall-1.md")
    done = kb(other, "topics", "import", file)
    assert (done.exit_code, done.stderr) == (0, "1 decision taken up\n")
    kb(other, "ingest", talks)
    assert "Coastal defence" in listed(other)
    assert kb(other, "topics", "export").stdout == file.read_text("utf-8")
    (tmp_path / "none.yml").write_text("topics: []\n", "utf-8")
    assert kb(other, "topics", "import", tmp_path / "none.yml", "--replace").exit_code == 0
    assert "sea wall" in listed(other)


def test_one_topic(database: Path) -> None:
    done = kb(database, "topic", "seawalls")
    assert done.exit_code == 0
    for says in ("sea wall", "2 talks", "Who talks about it", "Ada Brook", "By month", "Shore 1"):
        assert says in done.stdout
    about = json.loads(kb(database, "topic", "sea", "wall", "--by", "year", "--json").stdout)
    assert [(p["name"], p["about"]) for p in about["over_time"]] == [("2020", 1), ("2021", 1)]
    assert {talk["talk"] for talk in about["talks_about_it"]} == {"wall-1.md", "wall-2.md"}
    assert len(json.loads(kb(database, "talks", "--topic", "sea wall", "--json").stdout)) == 2


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("topic", "see wall"), "there is no topic 'see wall'; did you mean 'sea wall'?"),
        (("topics", "hide", "nothing like it at all"), "`kb topics` lists them"),
        (("topics", "undo", "sea wall"), "nothing was decided about 'sea wall'"),
        (("topics", "merge", "sea wall"), "--into"),
        (("topics", "sea wall"), "No such command"),
        (("quotes", "--topic", "zzzz"), "there is no topic"),
    ],
)
def test_wrong_use_is_one_line_and_2(database: Path, args: tuple[str, ...], says: str) -> None:
    done = CliRunner().invoke(main, ["-d", str(database), *args])
    assert done.exit_code == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00\x01", b"topics:\n- topic: a\n"])
def test_a_bad_file_takes_up_nothing(database: Path, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "bad.yml"
    file.write_bytes(data)
    done = kb(database, "topics", "import", file)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"kb: {file}: ")
    assert done.stderr.count("\n") == 1
    assert json.loads(kb(database, "topics", "decisions", "--json").stdout) == []
