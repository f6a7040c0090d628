"""Files of one talk become one talk, and files that only look alike stay apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from ingest.textmap import Edit
from kb import build, collections, doctor, store
from kb.receipts import proves

Ingest = Callable[..., build.Report]

TALK = [
    ("Nora Quill", "Welcome back. How did you find out that two teams built the same thing?"),
    ("Tomas Reyes", "By accident, honestly. Two archives had both paid for the same scanner."),
    ("Nora Quill", "So what changed after that?"),
    ("Tomas Reyes", "We made a shared list on one page, and everybody writes a name next to it."),
    ("Nora Quill", "Was it enough to have a list?"),
    ("Tomas Reyes", "Nearly. Duplicate work almost disappeared within a year, to our surprise."),
]
CHAPTERS = {
    "version": "1.2.0",
    "chapters": [
        {"startTime": 0, "title": "Two scanners"},
        {"startTime": 16, "title": "One list"},
    ],
}
NOTES = """\
---
title: The tape drawer
date: 2024-05-01
url: https://example.org/12
description: Nora and Tomas on a list that everybody reads.
---

Nora talks to Tomas about scanners.
"""


def at(index: int, mark: str = ".") -> str:
    return f"00:00:{index * 8:02}{mark}000"


def vtt(*, voices: bool = True, upto: int = 6) -> str:
    cues = [
        f"{at(i)} --> {at(i)[:-3]}900\n" + (f"<v {name}>{said}" if voices else said)
        for i, (name, said) in enumerate(TALK[:upto])
    ]
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(*, label: str = "") -> str:
    cues = [
        f"{i + 1}\n{at(i, ',')} --> {at(i, ',')[:-3]}900\n"
        + (f"{label}{i % 2}: {said}" if label else said)
        for i, (_, said) in enumerate(TALK)
    ]
    return "\n\n".join(cues) + "\n"


def tagged() -> str:
    return "\n\n".join(f"{name}: {said}" for name, said in TALK) + "\n"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """An empty folder."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    return folder


def put(folder: Path, **files: str | bytes) -> None:
    """Write files; a name's underscores before an ending stand for dots, `12_vtt` is `12.vtt`."""
    for name, text in files.items():
        write(folder, name.removeprefix("f").replace("__", "-").replace("_", "."), text)


def write(folder: Path, name: str, text: str | bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)


def files_of(db: Database) -> dict[str, str]:
    return dict(db.execute("select path, kind from talk_files order by talk_id, position"))


def talk_of(db: Database) -> dict[str, object]:
    (row,) = db.query("select * from talks")
    return dict(row)


def chapters_of(db: Database) -> list[tuple[str, str]]:
    return db.execute("select title, origin from chapters order by position").fetchall()


def whole(folder: Path) -> None:
    put(
        folder,
        f12_vtt=vtt(),
        f12_srt=srt(),
        f12_txt=tagged(),
        f12_mp3=b"ID3\x04",
        f12_jpg=b"\xff\xd8\xff",
        f12__shownotes_md=NOTES,
        f12_chapters_json=json.dumps(CHAPTERS),
    )


def test_all_that_lies_together_is_one_talk(ingest: Ingest, shelf: Path, db: Database) -> None:
    whole(shelf)
    report = ingest(shelf)
    assert (report.added, report.failed, report.skipped) == (["12.vtt"], [], [])
    assert files_of(db) == {
        "12.vtt": "transcript",
        "12.txt": "alternative",
        "12.srt": "alternative",
        "12-shownotes.md": "notes",
        "12.chapters.json": "chapters",
        "12.mp3": "media",
        "12.jpg": "cover",
    }
    why = dict(db.execute("select path, why from talk_files"))
    assert why["12.vtt"] == "names its speakers and has times"
    assert why["12.txt"] == "has no times"
    assert why["12.srt"] == "names no speakers"
    assert why["12.chapters.json"] == "gives 2 chapters"


def test_what_notes_and_chapters_say_is_the_talks(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    whole(shelf)
    ingest(shelf)
    talk = talk_of(db)
    assert (talk["title"], talk["date"]) == ("The tape drawer", "2024-05-01")
    assert talk["url"] == "https://example.org/12"
    assert talk["description"] == "Nora and Tomas on a list that everybody reads."
    assert talk["kind"] != "post"
    assert chapters_of(db) == [("Two scanners", "listed"), ("One list", "listed")]
    begins = db.execute(
        "select turns.text from turns join chapters on chapters.id = chapter_id "
        "where chapters.title = 'One list' order by turns.position"
    ).fetchone()
    assert begins[0].startswith("So what changed")


def test_a_second_run_leaves_it_alone(ingest: Ingest, shelf: Path, db: Database) -> None:
    whole(shelf)
    ingest(shelf)
    state = store.state(db)
    report = ingest(shelf)
    assert (report.unchanged, report.changed, report.added) == (["12.vtt"], [], [])
    assert store.state(db) == state


def test_what_the_talk_states_wins(ingest: Ingest, shelf: Path, db: Database) -> None:
    head = "---\ntitle: As the transcript has it\n---\n\n"
    put(shelf, f12_txt=head + tagged(), f12__shownotes_md=NOTES)
    ingest(shelf)
    assert talk_of(db)["title"] == "As the transcript has it"
    assert talk_of(db)["date"] == "2024-05-01"
    write(shelf, "12.yml", "title: As the sidecar has it\n")
    assert ingest(shelf).changed == ["12.txt"]
    assert talk_of(db)["title"] == "As the sidecar has it"
    assert files_of(db)["12.yml"] == "sidecar"


@pytest.mark.parametrize(
    ("change", "title", "chapters"),
    [
        ("12.chapters.json", "The tape drawer", []),
        ("12-shownotes.md", "Welcome back", ["Two scanners", "One list"]),
    ],
)
def test_a_side_file_that_is_deleted_or_changed_is_noticed(
    ingest: Ingest, shelf: Path, db: Database, change: str, title: str, chapters: list[str]
) -> None:
    whole(shelf)
    ingest(shelf)
    file = shelf / change
    before = file.read_text()
    file.write_text(before.replace("The tape drawer", "Tapes").replace("One list", "A list"))
    assert ingest(shelf).changed == ["12.vtt"]
    said = [talk_of(db)["title"], *(name for name, _ in chapters_of(db))]
    assert "Tapes" in said or "A list" in said
    file.unlink()
    assert ingest(shelf).changed == ["12.vtt"]
    assert str(talk_of(db)["title"]).startswith(title)
    assert [name for name, _ in chapters_of(db)] == chapters
    assert change not in files_of(db)


def test_media_and_cover_are_remembered_without_being_read(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, f12_vtt=vtt(), f13_mp3=b"ID3")
    report = ingest(shelf)
    assert [file.name for file in report.skipped] == ["13.mp3"]
    assert db.execute("select path, failed, reason from skipped_files").fetchall() == [
        ("13.mp3", 0, "there is no transcript beside it")
    ]
    put(shelf, f12_mp3=b"ID3", f13_vtt=vtt(upto=3).replace("teams", "groups"))
    report = ingest(shelf)
    assert (report.added, report.changed, report.skipped) == (["13.vtt"], ["12.vtt"], [])
    assert db.table("skipped_files").count == 0
    assert db.execute("select sha256 from talk_files where kind = 'media'").fetchone() == (None,)


# ---------------------------------------------------------------------------- what stays apart

HARBOUR = "# The harbour\n\nIt was frozen for weeks. We walked to the island, and nobody stopped us on the way.\n"
ORCHARD = "# The orchard\n\nEvery tree has a number here. My uncle knew them by their names, and he was never wrong.\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("harbour.md", "orchard.md"),
        ("2024-05-01.md", "2024-05-01.txt"),
        ("post.md", "post.html"),
        ("index.md", "notes.txt"),
        ("a/index.md", "b/index.md"),
        ("part.1.md", "part.2.md"),
        ("us.md", "us.en.md"),
    ],
)
def test_two_posts_that_share_a_folder_or_a_name_are_two(
    ingest: Ingest, shelf: Path, db: Database, one: str, other: str
) -> None:
    page = f"<html><body><article>{ORCHARD[15:] * 5}</article></body></html>"
    write(shelf, one, HARBOUR)
    write(shelf, other, page if other.endswith(".html") else ORCHARD)
    for _ in range(2):
        assert ingest(shelf).failed == []
    if other in ("notes.txt", "us.en.md"):  # what their names say makes them more than posts
        assert db.table("talk_files").count == 2
    else:
        assert {r["path"] for r in db.query("select path from talks")} == {one, other}


def test_each_of_two_talks_in_a_group_has_its_own_files(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    post = HARBOUR + "\n" + ORCHARD * 8
    put(shelf, f12_vtt=vtt(), f12_srt=srt(), f12_md=post, f12_mp3=b"ID3")
    put(shelf, f12_md_yml="title: A walk\n")
    assert sorted(ingest(shelf).added) == ["12.md", "12.vtt"]
    titles = dict(db.execute("select path, title from talks"))
    assert titles["12.md"] == "A walk"
    assert titles["12.vtt"] != "A walk"
    of_post = db.execute(
        "select talk_files.path from talk_files join talks on talks.id = talk_id "
        "where talks.path = '12.md' order by position"
    ).fetchall()
    assert of_post == [("12.md",), ("12.md.yml",)]
    assert sorted(ingest(shelf).unchanged) == ["12.md", "12.vtt"]


def test_a_transcript_that_has_headings_keeps_them(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    half = len(TALK) // 2
    lines = [f"**{name}:** \\[00:{i:02}\\] {said}" for i, (name, said) in enumerate(TALK)]
    text = "\n\n".join(["# Tapes", "## First", *lines[:half], "## Second", *lines[half:]])
    put(shelf, f12_md=text + "\n", f12_chapters_json=json.dumps(CHAPTERS))
    ingest(shelf)
    assert chapters_of(db) == [("First", "heading"), ("Second", "heading")]
    why = db.execute("select why from talk_files where kind = 'chapters'").fetchone()[0]
    assert why == "not used: the transcript has headings of its own"


def test_chapters_are_known_by_what_is_in_them(ingest: Ingest, shelf: Path, db: Database) -> None:
    put(
        shelf, f12_vtt=vtt(), f12_json=json.dumps(CHAPTERS), f13_json=json.dumps(CHAPTERS, indent=1)
    )
    report = ingest(shelf)
    assert files_of(db)["12.json"] == "chapters"
    assert (report.failed, [file.name for file in report.skipped]) == ([], ["13.json"])


def test_labels_of_another_file_are_not_this_ones(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    said = "title: Tapes\nspeakers:\n  - {name: Nora Quill, aliases: [SPEAKER_0]}\n"
    put(shelf, f12_srt=srt(label="SPEAKER_0"), f12_srt_yml=said.replace("SPEAKER_0", "SPEAKER_00"))
    ingest(shelf)
    assert "Nora Quill" in {r["name"] for r in db.query("select name from speakers")}
    put(shelf, f12_vtt=vtt().replace("Tomas Reyes", "SPEAKER_00").replace("Nora Quill", "Nora"))
    assert ingest(shelf).changed == ["12.srt"]
    assert talk_of(db)["title"] == "Tapes"
    names = {r["name"] for r in db.query("select name from speakers")}
    assert names == {"Nora Quill", "SPEAKER_00"}


# --------------------------------------------------------------------- a talk over the years


def test_a_better_transcript_keeps_the_talk_its_links_and_its_quotes(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, f12_srt=srt())
    ingest(shelf)
    before = talk_of(db)
    collect(db, "We made a shared list on one page")
    put(shelf, f12_vtt=vtt())
    assert ingest(shelf).changed == ["12.srt"]
    assert talk_of(db)["id"] == before["id"]
    assert files_of(db) == {"12.vtt": "transcript", "12.srt": "alternative"}
    assert {r["name"] for r in db.query("select name from speakers")} == {
        "Nora Quill",
        "Tomas Reyes",
    }
    assert proved(db)
    assert not [f for f in doctor.examine(db).findings if f.check == "orphan"]
    (shelf / "12.vtt").unlink()
    assert ingest(shelf).changed == ["12.srt"]
    assert files_of(db) == {"12.srt": "transcript"}
    assert proved(db)


def collect(db: Database, words: str) -> None:
    """Collect these words from every talk in which they are said."""
    collections.create(db, "lists")
    found = db.execute("select id, text from turns where instr(text, ?)", [words]).fetchall()
    assert found
    for turn, text in found:
        start = text.index(words)
        collections.add_span(db, "lists", turn, start, start + len(words))


def proved(db: Database) -> bool:
    """Whether every collected quote equals, at its place, the file that it was taken from."""
    for quote in db.query("select * from collection_quotes"):
        (text,) = db.execute(
            "select text from sources where sha256 = :h union select text from talk_files "
            "where sha256 = :h and text is not null",
            {"h": quote["source_sha256"]},
        ).fetchone()
        edits = [Edit(*edit) for edit in json.loads(quote["edits"])]
        place = quote["start_char"], quote["end_char"]
        if not proves(text, *place, edits, quote["text"], quote["sha256"]):
            return False
    return True


def test_two_talks_that_become_one_keep_what_was_collected(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, f12_srt=srt())
    ingest(shelf)
    (shelf / "12.srt").rename(shelf.parent / "12.srt")
    put(shelf, f12_vtt=vtt())
    assert (report := ingest(shelf)).added == ["12.vtt"]
    assert report.vanished == ["12.srt"]
    collect(db, "We made a shared list")
    (shelf.parent / "12.srt").rename(shelf / "12.srt")
    report = ingest(shelf)
    assert report.merged == ["12.srt: is one talk with 12.vtt now"]
    assert db.table("talks").count == 1
    quotes = [tuple(r) for r in db.execute("select talk, talk_id from collection_quotes")]
    assert quotes == [("12.vtt", talk_of(db)["id"])] * 2
    assert proved(db)
    assert ingest(shelf).unchanged == ["12.vtt"]


def test_a_renamed_file_is_the_same_talk(ingest: Ingest, shelf: Path, db: Database) -> None:
    put(shelf, f12_vtt=vtt())
    ingest(shelf)
    before = talk_of(db)["id"]
    (shelf / "12.vtt").rename(shelf / "the-tape-drawer.vtt")
    report = ingest(shelf)
    assert (report.failed, report.vanished, report.changed) == ([], [], ["12.vtt"])
    assert talk_of(db)["id"] == before
    assert files_of(db) == {"the-tape-drawer.vtt": "transcript"}
    # The name that is free again on disk is not free in the base: links to it lead to the talk.
    put(shelf, f12_vtt=vtt(upto=3).replace("teams", "groups"))
    report = ingest(shelf)
    assert (report.added, report.unchanged) == (["shelf/12.vtt"], ["12.vtt"])


def test_what_is_left_of_a_talk_is_not_the_talk(ingest: Ingest, shelf: Path, db: Database) -> None:
    put(shelf, f12_vtt=vtt(), f12__shownotes_md=NOTES)
    ingest(shelf)
    (shelf / "12.vtt").unlink()
    report = ingest(shelf)
    assert (report.added, report.vanished) == (["12-shownotes.md"], ["12.vtt"])
    assert ingest(shelf, prune=True).pruned == ["12.vtt"]


def test_a_broken_alternative_is_named_every_time_and_stops_nothing(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, f12_vtt=vtt(), f12_txt=bytes(range(256)) * 20)
    for found in ("added", "unchanged"):
        report = ingest(shelf)
        assert getattr(report, found) == ["12.vtt"]
        (line,) = report.failed
        assert line.startswith("12.txt: ")
    row = db.execute("select path, failed, reason from skipped_files").fetchone()
    assert row[:2] == ("12.txt", 1)
    put(shelf, f12_txt=tagged())
    assert ingest(shelf).failed == []
    assert db.table("skipped_files").count == 0
    assert files_of(db) == {"12.vtt": "transcript", "12.txt": "alternative"}


def test_what_could_not_be_read_is_forgotten_when_it_is_gone(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, fempty_txt="", fdata_json='{"a": 1}', fa_vtt=vtt())
    ingest(shelf)
    found = dict(db.execute("select path, failed from skipped_files"))
    assert found == {"empty.txt": 1, "data.json": 0}
    (shelf / "empty.txt").unlink()
    (shelf / "data.json").unlink()
    assert ingest(shelf).failed == []
    assert db.table("skipped_files").count == 0


@pytest.mark.parametrize("name", ["12.vtt", "12.srt", "12.mp3"])
def test_a_file_that_is_named_brings_its_companions_and_nobody_else(
    ingest: Ingest, shelf: Path, db: Database, name: str
) -> None:
    whole(shelf)
    put(shelf, f13_vtt=vtt(upto=3), f12_html="")
    (shelf / "12.html").unlink()
    report = ingest(shelf / name)
    assert (report.added, report.failed) == (["12.vtt"], [])
    assert len(files_of(db)) == 7
    assert ingest(shelf / name).unchanged == ["12.vtt"]


def test_a_file_that_is_named_does_not_bring_another_talk_of_its_name(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, f12_vtt=vtt(), f12_md=HARBOUR + "\n" + ORCHARD * 8)
    assert ingest(shelf / "12.vtt").added == ["12.vtt"]
    assert db.table("talks").count == 1
    assert ingest(shelf / "12.mp3" if (shelf / "12.mp3").exists() else shelf).added == ["12.md"]


# -------------------------------------------------------------------- the same under two names


def long_talk(word: str = "list") -> str:
    lines = [
        f"Nora Quill: In year {n} the {word} had {n * 7919 % 101} entries and {n * 104729 % 997} readers."
        for n in range(60)
    ]
    return "\n\n".join(lines) + "\n"


def test_the_same_talk_under_two_names_is_named_once(
    ingest: Ingest, shelf: Path, db: Database
) -> None:
    put(shelf, fa_md=long_talk(), fc_txt=long_talk("map").replace("entries", "streets"))
    cues = [
        f"{i // 60:02}:{i % 60:02}.000 --> {i // 60:02}:{i % 60:02}.900\n{line.partition(': ')[2]}"
        for i, line in enumerate(long_talk().strip().split("\n\n"))
    ]
    put(shelf, fb_vtt="WEBVTT\n\n" + "\n\n".join(cues) + "\n")
    report = ingest(shelf)
    assert report.failed == []
    (line,) = report.alike
    assert line.startswith("a.md and b.vtt say the same (")
    assert line.endswith("): keep one, or name them alike")
    assert ingest(shelf).alike == []
    write(shelf, "d/e.txt", long_talk().replace("Nora Quill", "Nora"))
    report = ingest(shelf)
    assert len(report.alike) == 2
    assert all("d/e.txt" in line and "side by side" in line for line in report.alike)


# ------------------------------------------------------------------------- bases of before


def test_a_base_of_before_knows_its_files(tmp_path: Path, ingest: Ingest, db: Database) -> None:
    from kb.schema import MIGRATIONS, migrate
    from kb.schema.m003_talk_files import m003_talk_files

    old = Database(tmp_path / "old.db")
    for step in MIGRATIONS.pending(old)[:2]:
        step.fn(old)
    talk = {c.name: 0 for c in old["talks"].columns} | {"id": 1, "path": "b/x.vtt", "title": "X"}
    old["talks"].insert(talk)
    source = {c.name: "" for c in old["sources"].columns} | {"talk_id": 1, "root": "/a/b"}
    old["sources"].insert(source | {"sha256": "f00", "reader": "webvtt", "size": 1})
    m003_talk_files(old)
    assert [tuple(r) for r in old.execute("select path, kind, sha256 from talk_files")] == [
        ("x.vtt", "transcript", "f00")
    ]
    old.close()
    assert callable(migrate)
