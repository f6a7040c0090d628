"""A feed beside talks says what it knows of them; with --fetch it is completed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from kb import build
from kb.cli import main
from kb.feeds.fetch import fetch
from tests.feeds.conftest import Server

Ingest = Callable[..., build.Report]

HEAD = (
    '<?xml version="1.0"?><rss version="2.0" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Paper Trails</title>'
)
SAID = (
    ("Nora Quill", "Welcome back. How did the two of you find out about the second scanner?"),
    ("SPEAKER_01", "By accident, honestly, and it took us a year to tell anybody else."),
    ("Nora Quill", "And then you made a list that everybody reads?"),
    ("SPEAKER_01", "We did, and nothing was bought twice from that day on."),
)
CHAPTERS = json.dumps(
    {"chapters": [{"startTime": 0, "title": "Scanners"}, {"startTime": 16, "title": "Lists"}]}
)


def vtt(about: str = "scanner") -> str:
    cues = (
        f"00:00:{i * 8:02}.000 --> 00:00:{i * 8 + 7:02}.000\n<v {who}>{said.replace('scanner', about)}"
        for i, (who, said) in enumerate(SAID)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def item(number: int, title: str, more: str = "") -> str:
    return (
        f"<item><title>{title}</title><guid>pt-{number}</guid>"
        f"<link>https://example.org/{number}</link><pubDate>Wed, 0{number} May 2024 09:00:00 +0000</pubDate>"
        f'<enclosure url="https://cdn.example.org/{number}/audio.mp3" type="audio/mpeg"/>'
        f"<description>About number {number}.</description>"
        '<podcast:person role="host">Nora Quill</podcast:person>'
        f'<podcast:person role="guest">Tomas Reyes</podcast:person>{more}</item>'
    )


def feed(*items: str) -> str:
    return HEAD + "".join(items) + "</channel></rss>"


@pytest.fixture
def show(tmp_path: Path) -> Path:
    """A folder with a feed of three episodes and transcripts of two."""
    folder = tmp_path / "show"
    (folder / "texts").mkdir(parents=True)
    (folder / "feed.xml").write_text(
        feed(item(1, "The tape drawer"), item(2, "Two teams"), item(3, "A cache"))
    )
    (folder / "texts" / "01 The Tape Drawer.vtt").write_text(vtt())
    (folder / "texts" / "two-teams.vtt").write_text(vtt("printer"))
    return folder


def talks(db: Database) -> dict[str, dict[str, object]]:
    return {str(row["path"]): dict(row) for row in db.query("select * from talks")}


def test_a_feed_in_a_folder_speaks_of_its_talks(ingest: Ingest, show: Path, db: Database) -> None:
    report = ingest(show)
    assert (report.failed, report.skipped) == ([], [])
    talk = talks(db)["texts/01 The Tape Drawer.vtt"]
    assert (talk["title"], talk["show"]) == ("The tape drawer", "Paper Trails")
    assert (talk["date"], talk["url"]) == ("2024-05-01", "https://example.org/1")
    assert talk["media_url"] == "https://cdn.example.org/1/audio.mp3"
    assert (talk["description"], talk["kind"]) == ("About number 1.", "podcast")
    assert report.feeds == ["feed.xml: 1 of 3 items have no transcript here"]
    assert ("feed.xml", "feed") in db.execute("select path, kind from talk_files").fetchall()


def test_people_of_a_feed_have_roles_and_name_nobody(
    ingest: Ingest, show: Path, db: Database
) -> None:
    ingest(show / "texts" / "two-teams.vtt")  # its feed is in the folder above: not looked for
    ingest(show)
    found = db.execute(
        "select name, role, attribution from speakers join talk_speakers on speaker_id = speakers.id "
        "join talks on talks.id = talk_id where title = 'Two teams' order by position"
    ).fetchall()
    assert found[0] == ("Nora Quill", "host", "stated")
    assert found[1][0] == "SPEAKER_01"
    assert "Tomas Reyes" not in {row["name"] for row in db.query("select name from speakers")}


def test_only_what_an_item_changed_about_is_read_again(
    ingest: Ingest, show: Path, db: Database
) -> None:
    ingest(show)
    assert len(ingest(show).unchanged) == 2
    text = (show / "feed.xml").read_text()
    more = item(4, "A fourth")
    (show / "feed.xml").write_text(
        text.replace("About number 2.", "Quite another thing.").replace(
            "</channel>", more + "</channel>"
        )
    )
    report = ingest(show)
    assert (len(report.changed), len(report.unchanged)) == (1, 1)
    assert talks(db)["texts/two-teams.vtt"]["description"] == "Quite another thing."
    (show / "feed.xml").unlink()
    assert len(ingest(show).changed) == 2
    assert talks(db)["texts/two-teams.vtt"]["description"] is None


def test_a_feed_alone_brings_the_talks_that_it_names_and_no_others(
    ingest: Ingest, show: Path, db: Database
) -> None:
    (show / "diary.txt").write_text("Ann Lee: We met.\nBen Oak: We did.\nAnn Lee: Yes we did.\n")
    report = ingest(show / "feed.xml")
    assert sorted(report.added) == ["texts/01 The Tape Drawer.vtt", "texts/two-teams.vtt"]
    assert report.skipped == []
    assert ingest(show).added == ["diary.txt"]
    assert len(ingest(show / "feed.xml").unchanged) == 2


def test_what_the_transcript_and_its_sidecar_say_wins(
    ingest: Ingest, show: Path, db: Database
) -> None:
    (show / "texts" / "two-teams.vtt.yml").write_text("title: Two teams, one scanner\ndate: 2020\n")
    ingest(show)
    talk = talks(db)["texts/two-teams.vtt"]
    assert (talk["title"], talk["date"], talk["show"]) == (
        "Two teams, one scanner",
        "2020",
        "Paper Trails",
    )


def test_files_that_a_feed_names_are_one_talk_wherever_they_lie(
    ingest: Ingest, show: Path, db: Database
) -> None:
    for folder in ("t", "c", "3"):
        (show / folder).mkdir()
    (show / "t" / "abc.vtt").write_text(vtt("cache"))
    (show / "c" / "xyz.json").write_text(CHAPTERS)
    (show / "3" / "audio.mp3").write_bytes(b"ID3")
    named = (
        '<podcast:transcript url="https://x.example/t/abc.vtt" type="text/vtt"/>'
        '<podcast:chapters url="https://x.example/c/xyz.json"/>'
    )
    (show / "feed.xml").write_text(feed(item(3, "A cache", named)))
    ingest(show)
    talk = talks(db)["t/abc.vtt"]
    files = db.execute(
        "select path, kind from talk_files where talk_id = ? order by position", [talk["id"]]
    ).fetchall()
    assert files == [
        ("t/abc.vtt", "transcript"),
        ("c/xyz.json", "chapters"),
        ("3/audio.mp3", "media"),
        ("feed.xml", "feed"),
    ]
    chapters = db.execute(
        "select title, origin from chapters where talk_id = ? order by position", [talk["id"]]
    )
    assert chapters.fetchall() == [("Scanners", "listed"), ("Lists", "listed")]


def test_feeds_that_cannot_be_read_are_named(ingest: Ingest, show: Path, db: Database) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>'
    (show / "feed.xml").write_text(bomb)
    for _ in range(2):
        report = ingest(show)
        (line,) = report.failed
        assert line.startswith("feed.xml:1: the feed declares entities")
    assert db.table("skipped_files").count == 1
    (show / "feed.xml").write_text(feed(item(1, "The tape drawer")))
    assert ingest(show).failed == []
    assert db.table("skipped_files").count == 0


def test_a_list_of_feeds_says_which_are_not_here(ingest: Ingest, show: Path) -> None:
    outlines = "".join(
        f'<outline text="{title}" xmlUrl="https://example.org/{title}/feed"/>'
        for title in ("Paper Trails", "Night Shift", "City Desk")
    )
    (show / "all.opml").write_text(f"<opml><body>{outlines}</body></opml>")
    report = ingest(show)
    assert report.failed == []
    assert report.feeds[-1] == "all.opml: 2 of its feeds are not here: Night Shift, City Desk"


# ---------------------------------------------------------------------------------- downloads


def online(server: Server, *, broken: bool = False) -> str:
    server.pages |= {
        "/t/3.json": json.dumps(
            {
                "version": "1.0.0",
                "segments": [
                    {"speaker": who, "startTime": i * 8, "endTime": i * 8 + 7, "body": said}
                    for i, (who, said) in enumerate(SAID)
                ],
            }
        ).encode(),
        "/t/3.txt": b"never asked for",
        "/c/3.json": CHAPTERS.encode(),
    }
    if broken:
        del server.pages["/t/3.json"], server.pages["/t/3.txt"]
    return feed(
        item(1, "The tape drawer"),
        item(
            3,
            "A cache",
            f'<podcast:transcript url="{server.url("/t/3.txt")}" type="text/plain"/>'
            f'<podcast:transcript url="{server.url("/t/3.json")}" type="application/json"/>'
            f'<podcast:chapters url="{server.url("/c/3.json")}" type="application/json+chapters"/>',
        ),
    )


def test_nothing_is_downloaded_unless_asked_for(ingest: Ingest, show: Path, server: Server) -> None:
    (show / "feed.xml").write_text(online(server))
    report = ingest(show)
    assert server.asked == []
    assert report.feeds == [
        "feed.xml: 1 of 2 items have no transcript here; --fetch downloads the 1 that it names"
    ]


def test_what_a_feed_names_is_downloaded_once_and_ingested(
    ingest: Ingest, show: Path, server: Server, db: Database
) -> None:
    (show / "feed.xml").write_text(online(server))
    report = ingest(show, fetch=lambda wanted: fetch(wanted, allow=[server.host]))
    assert sorted(server.asked) == ["/c/3.json", "/t/3.json"]
    assert report.failed == []
    names = sorted(file.name for file in (show / "feed-files").iterdir())
    assert [name.partition("-")[0] for name in names] == ["a", "a"]
    assert [name.partition(".")[2] for name in names] == ["chapters.json", "json"]
    (talk,) = [talk for path, talk in talks(db).items() if path.startswith("feed-files/")]
    assert (talk["title"], talk["date"]) == ("A cache", "2024-05-03")
    chapters = db.execute(
        "select title from chapters where talk_id = ? order by position", [talk["id"]]
    ).fetchall()
    assert chapters == [("Scanners",), ("Lists",)]
    again = ingest(show, fetch=lambda wanted: fetch(wanted, allow=[server.host]))
    assert (len(again.unchanged), again.changed, len(server.asked)) == (3, [], 2)
    assert len(ingest(show).unchanged) == 3


def test_the_command_line_asks_this_computer_only_when_told(
    show: Path, server: Server, tmp_path: Path
) -> None:
    (show / "feed.xml").write_text(online(server, broken=True))
    for file in (show / "texts").iterdir():
        file.unlink()

    def run(*options: str) -> tuple[int, str]:
        command = ["-d", str(tmp_path / "kb.db"), "ingest", str(show / "feed.xml"), *options]
        result = CliRunner().invoke(main, command)
        return result.exit_code, result.output

    code, said = run("--fetch")
    assert code == 1
    assert f"{server.host} is on a private network; --fetch-from {server.host} allows it" in said
    assert server.asked == []
    code, said = run("--fetch", "--fetch-from", server.host)
    assert code == 1
    assert "404" in said
    assert server.asked[:2] == ["/t/3.json", "/t/3.txt"]
    assert run("--fetch-from", server.host)[0] == 2
