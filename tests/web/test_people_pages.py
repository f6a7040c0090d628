"""Pages on which people decide who is who, and the page of the archive's health."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import build, collections, people, store
from tests.conftest import HashingEncoder
from tests.kb.test_people import HARBOURS, RIVERS
from tests.web.checks import Page
from tests.web.visitor import Visitor

VOICES = "/-/kb/voices"


@pytest.fixture
def maps(tmp_path: Path, encoder: HashingEncoder) -> Path:
    """A knowledge base of two talks with labels only, and a file that cannot be read."""
    folder = tmp_path / "talks" / "maps"
    folder.mkdir(parents=True)
    (folder / "rivers.vtt").write_text(RIVERS, "utf-8")
    (folder / "harbours.vtt").write_text(HARBOURS, "utf-8")
    (folder / "empty.vtt").write_text("WEBVTT\n\n", "utf-8")
    path = tmp_path / "maps.db"
    with closing(store.open_database(path)) as db:
        build.ingest(db, [folder.parent], encoder=lambda: encoder, workers=1)
    return path


@pytest.fixture
def editor(serve: Callable[..., Datasette], maps: Path) -> Visitor:
    """Somebody who may edit it."""
    return Visitor(serve(maps, editing=True))


@pytest.fixture
def log(maps: Path) -> Iterator[Database]:
    """The same knowledge base, to look into."""
    with closing(Database(maps)) as db:
        yield db


def page_of(log: Database, name: str, talk: str = "maps/rivers.vtt") -> str:
    return f"/-/kb/speaker/{people.find(log, name, talk).id}"


async def test_unknown_voices_with_excerpts_and_suggestions_first(editor: Visitor) -> None:
    text = await editor.get(VOICES)
    assert "4 voices that files name by a label only; for 2 of them" in text
    assert text.index("Ann Lee</b>") < text.index("Harbours")
    assert "guest today is Carl Voss" in text
    assert "The harbour was closed in the winter" in text
    assert text.count(">Accept</button>") == 2
    assert "4 voices without a name" in await editor.get("/-/kb/speakers")


async def test_who_may_not_edit_sees_the_evidence_and_no_forms(
    serve: Callable[..., Datasette], maps: Path, log: Database
) -> None:
    reader = Visitor(serve(maps))
    for path in (VOICES, page_of(log, "SPEAKER_01")):
        text = await reader.get(path)
        assert "Carl Voss" in text
        assert 'method="post"' not in text
    status, _ = await reader.post(page_of(log, "SPEAKER_01"), {"action": "accept", "person": "Eve"})
    assert status == 403
    assert people.decisions(log) == []


async def test_a_suggestion_is_accepted_and_undone(editor: Visitor, log: Database) -> None:
    old = page_of(log, "SPEAKER_01")
    text = await editor.get(old)
    assert "It may be" in text
    assert "Only the bends that I like." in text
    assert (
        await editor.send(VOICES, old, action="accept", person="Carl Voss", back="voices") == VOICES
    )
    moved = await editor.ds.client.get(old)
    assert (moved.status_code, moved.headers["location"]) == (302, page_of(log, "Carl Voss"))
    text = await editor.get(page_of(log, "Carl Voss"))
    assert "<h1>Carl Voss</h1>" in text
    assert "name mapped" in text
    assert "“SPEAKER_01” is Carl Voss" in text
    (decision,) = people.decisions(log)
    await editor.send(
        page_of(log, "Carl Voss"), page_of(log, "Carl Voss"), action="undo", what=decision.id
    )
    assert "<h1>SPEAKER_01</h1>" in await editor.get(old)


async def test_names_show_how_they_are_known_wherever_they_stand(
    editor: Visitor, log: Database
) -> None:
    talk = log.execute("select id from talks where path = 'maps/rivers.vtt'").fetchone()[0]
    assert "no name" in await editor.get(f"/-/kb/talk/{talk}")
    await editor.send(VOICES, page_of(log, "SPEAKER_00"), action="rename", name="Ann Lee")
    for path in (f"/-/kb/talk/{talk}", "/-/kb/search?q=rope&mode=keyword", "/-/kb/quotes"):
        assert "name mapped" in await editor.get(path), path


async def test_a_rejected_suggestion_is_gone(editor: Visitor, log: Database) -> None:
    await editor.send(VOICES, page_of(log, "SPEAKER_01"), action="reject", person="Carl Voss")
    assert "for 1 of them" in await editor.get(VOICES)
    assert "1 decision about who is who" in await editor.get("/-/kb/speakers")


async def test_a_voice_is_named_merged_and_renamed(editor: Visitor, log: Database) -> None:
    harbours = "maps/harbours.vtt"
    one, two = page_of(log, "SPEAKER_00", harbours), page_of(log, "SPEAKER_01", harbours)
    await editor.send(one, two, action="merge", into="SPEAKER_00")
    await editor.send(one, one, action="rename", name="Dora Kern")
    dora = page_of(log, "Dora Kern", harbours)
    await editor.send(dora, dora, action="rename", name="Dora Kerner")
    text = await editor.get(page_of(log, "Dora Kerner", harbours))
    assert "1 talk · 4 turns" in text
    assert "Also called" in text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"action": "accept"}, "name the person"),
        ({"action": "rename", "name": "Speaker 9"}, "names nobody"),
        ({"action": "merge", "into": "Nobody"}, "no speaker"),
        ({"action": "undo", "what": "12"}, "nothing was decided"),
        ({"action": "sing"}, "a button of this page"),
    ],
)
async def test_what_cannot_be_is_said(
    editor: Visitor, log: Database, form: dict[str, str], says: str
) -> None:
    page = page_of(log, "SPEAKER_01")
    await editor.get(page)
    token = editor.cookies["ds_csrftoken"]
    response = await editor.ds.client.post(
        page,
        data={"csrftoken": token, **form},
        cookies=editor.cookies,
        headers={"host": "localhost"},
    )
    assert response.status_code == 400
    assert says in response.text.lower()


async def test_a_form_without_a_token_changes_nothing(editor: Visitor, log: Database) -> None:
    status, _ = await editor.post(
        page_of(log, "SPEAKER_01"), {"action": "accept", "person": "Carl Voss"}
    )
    assert status == 403
    assert people.decisions(log) == []


async def test_a_collection_says_who_was_renamed_since(editor: Visitor, log: Database) -> None:
    collections.create(log, "Rope")
    turn = log.execute("select id from turns where text like 'Only the bends%'").fetchone()[0]
    collections.add_span(log, "rope", turn, 0, 29)
    assert "(now" not in await editor.get("/-/kb/collection/rope")
    await editor.send(VOICES, page_of(log, "SPEAKER_01"), action="rename", name="Carl Voss")
    text = await editor.get("/-/kb/collection/rope")
    assert "SPEAKER_01</b>" in text
    assert "(now Carl Voss)" in text


# ------------------------------------------------------------------------------------------ health


async def test_health_of_all_talks_by_what_it_is(editor: Visitor, log: Database) -> None:
    text = await editor.get("/-/kb/doctor")
    assert "Files that look like talks and cannot be read" in text
    assert "maps/empty.vtt" in text
    assert "Words of speakers whom only a label names" in text
    talk = log.execute("select id from talks where path = 'maps/rivers.vtt'").fetchone()[0]
    links = Page(text).links
    assert f"/-/kb/talk/{talk}" in links
    one = await editor.get(f"/-/kb/doctor?talk={talk}")
    assert "kb speakers suggest maps/rivers.vtt" in one
    assert "empty.vtt" not in one
    assert f"/-/kb/doctor?talk={talk}" in await editor.get(f"/-/kb/talk/{talk}")


async def test_health_follows_decisions_and_what_was_kept(editor: Visitor, log: Database) -> None:
    assert "no name for 2 speakers" in await editor.get("/-/kb/doctor")
    for label, name in (("SPEAKER_00", "Ann Lee"), ("SPEAKER_01", "Carl Voss")):
        await editor.send(VOICES, page_of(log, label), action="rename", name=name)
    text = await editor.get("/-/kb/doctor?check=unnamed")
    assert "maps/harbours.vtt" in text
    assert "maps/rivers.vtt" not in text


async def test_health_of_nothing_and_of_what_is_not_there(
    serve: Callable[..., Datasette], tmp_path: Path
) -> None:
    path = tmp_path / "none.db"
    store.open_database(path).close()
    reader = Visitor(serve(path))
    assert "All talks are in health" in await reader.get("/-/kb/doctor")
    assert "Every voice has a name" in await reader.get(VOICES)
    assert (await reader.ds.client.get("/-/kb/doctor?talk=5")).status_code == 404


async def test_health_is_hidden_where_files_are(
    serve: Callable[..., Datasette], maps: Path
) -> None:
    metadata = {"databases": {"maps": {"tables": {"skipped_files": {"allow": False}}}}}
    ds = serve(maps, metadata=metadata)
    assert (await ds.client.get("/-/kb/doctor")).status_code == 403
    assert (await ds.client.get(VOICES)).status_code == 200
