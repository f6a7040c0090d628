"""Summaries in the knowledge base: stored with their receipts, exported, and shown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlite_utils import Database

from ingest.readers import READERS
from kb import about, build, listings, pairing, store, summaries
from kb.cli import main
from kb.errors import NotFoundError
from kb.exports.chapters import chapters_json
from kb.exports.summary import summary_markdown
from kb.rows import text_hash
from tests.ingest.test_summaries import SHORE

TIMED = """\
WEBVTT

NOTE Chapters come from the file beside it

00:00:00.500 --> 00:00:04.000
<v Ada Brook>A sea wall is a promise that one generation makes to the next.

00:00:04.250 --> 00:00:08.000
<v Ada Brook>Maintenance is the only kind of heroism that nobody photographs.
"""


@pytest.fixture
def shore(ingest: Callable[..., build.Report], tmp_path: Path, db: Database) -> Database:
    """A knowledge base of one talk that is long enough."""
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "shore.md").write_text(SHORE, "utf-8")
    assert ingest(tmp_path / "talks").failed == []
    return db


def kb(db: Database, *args: str) -> Result:
    path = next(db.query("pragma database_list"))["file"]
    return CliRunner().invoke(main, ["-d", path, *args])


def talk(db: Database) -> int:
    return listings.talk_id(db, "shore.md")


def test_each_sentence_is_stored_with_what_proves_it(shore: Database) -> None:
    found = summaries.summary(shore, talk(shore))
    source = next(shore.query("select text from sources"))["text"]
    assert len(found.talk) >= 3
    assert set(found.chapters) == {row["id"] for row in shore.query("select id from chapters")}
    for sentence in (*found.talk, *found.chapters.values()):
        assert source[sentence.start_char : sentence.end_char] == sentence.source_text
        assert text_hash(sentence.text) == sentence.sha256
        assert sentence.speaker == "Ada Brook"
    rows = list(shore.query('select "of", count(*) as n from summary_view group by 1 order by 1'))
    assert rows == [{"of": "chapter", "n": 2}, {"of": "talk", "n": len(found.talk)}]


def test_ids_stay_when_a_file_is_ingested_again(
    shore: Database, ingest: Callable[..., build.Report], tmp_path: Path
) -> None:
    before = {
        row["text"]: row["id"] for row in shore.query("select id, text from summary_sentences")
    }
    file = tmp_path / "talks" / "shore.md"
    file.write_text(SHORE + "\nNora Quill: Good night.\n", "utf-8")
    assert ingest(tmp_path / "talks").changed == ["shore.md"]
    after = {
        row["text"]: row["id"] for row in shore.query("select id, text from summary_sentences")
    }
    same = before.keys() & after.keys()
    assert same
    assert all(before[text] == after[text] for text in same)


def test_a_removed_talk_takes_its_summary_along(shore: Database) -> None:
    store.remove(shore, talk(shore))
    assert shore["summary_sentences"].count == 0


def test_people_have_their_topics_and_quotes(shore: Database) -> None:
    people = {portrait.name: portrait for portrait in summaries.portraits(shore, talk(shore))}
    assert list(people) == ["Nora Quill", "Ada Brook"]
    assert "sea wall" in {subject.name for subject in people["Ada Brook"].subjects}
    assert 1 <= len(people["Ada Brook"].quotes) <= 2


def test_markdown_holds_every_receipt(shore: Database) -> None:
    text = summary_markdown(shore, "shore.md")
    receipts = [json.loads(r) for r in re.findall(r"^<!-- receipt (\{.*\}) -->$", text, re.M)]
    found = summaries.summary(shore, talk(shore))
    assert [r["sha256"] for r in receipts] == [
        s.sha256 for s in (*found.talk, *found.chapters.values())
    ]
    assert receipts[0] == found.talk[0].receipt
    assert text.startswith("# The sea wall\n\nCoast Talk\n\n## In a few sentences\n\n> ")
    assert "**Ada Brook**" in text


def test_markup_in_a_talk_stays_words(shore: Database) -> None:
    with shore.atomic():
        shore.execute("update talks set title = '<b>*wall*</b>'")
    assert summary_markdown(shore, "shore.md").startswith("# \\<b\\>\\*wall\\*\\</b\\>")


def test_the_command_line(shore: Database, tmp_path: Path) -> None:
    done = kb(shore, "talk", "shore.md")
    assert done.exit_code == 0
    assert "in its own words" in done.output
    assert about.talk(shore, "shore.md")["summary"]
    out = tmp_path / "shore.md.md"
    assert kb(shore, "summary", "shore.md", "-o", str(out)).exit_code == 0
    assert out.read_text("utf-8") == summary_markdown(shore, "shore.md")
    assert kb(shore, "chapters", "shore.md").output.split("\n")[:2] == [
        "          The stone",
        "          The tide tables",
    ]
    for command in ("summary", "chapters"):
        wrong = kb(shore, command, "none.md")
        assert wrong.exit_code == 2 or isinstance(wrong.exception, NotFoundError)


def test_a_talk_that_is_too_short_says_so(filled: Database) -> None:
    with pytest.raises(NotFoundError, match="too short"):
        summary_markdown(filled, "catalogue.md")


def test_chapters_without_times_are_not_made_up(shore: Database) -> None:
    with pytest.raises(NotFoundError, match="none of its chapters has a time"):
        chapters_json(shore, "shore.md")


def test_chapters_come_back_as_they_were(
    ingest: Callable[..., build.Report], tmp_path: Path, db: Database
) -> None:
    (tmp_path / "wall.vtt").write_text(TIMED, "utf-8")
    assert ingest(tmp_path / "wall.vtt").failed == []
    here = listings.talk_id(db, "wall.vtt")
    titles = [("The “promise”: one & two", 500), ("Maintenance — or: <heroism>", 4_250)]
    with db.atomic():
        db["chapters"].insert_all(
            {
                "id": number,
                "talk_id": here,
                "position": number,
                "title": title,
                "start_char": 0,
                "start_ms": start_ms,
                "origin": "heading",
            }
            for number, (title, start_ms) in enumerate(titles)
        )
        db["chapters"].insert(
            {
                "id": 9,
                "talk_id": here,
                "position": 9,
                "title": "x",
                "start_char": 0,
                "origin": "heading",
            }
        )
    text = chapters_json(db, "wall.vtt")
    assert pairing.is_chapters(text)
    assert [(c.title, c.start_ms) for c in pairing.read_chapters(text)] == titles
    placed = pairing.place(pairing.read_chapters(text), READERS.get("webvtt").read(TIMED).cues)
    assert [(c.title, c.start_ms) for c in placed] == titles
