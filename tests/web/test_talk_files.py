"""The talk page says which files a talk has, and what each is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from datasette.app import Datasette

from kb import build, store
from tests.conftest import PODCAST, HashingEncoder


@pytest.fixture
def base(tmp_path: Path, encoder: HashingEncoder) -> tuple[Path, int]:
    """A knowledge base of one talk in two texts, with chapters, sound and a cover; the talk's id."""
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "12.txt").write_text(PODCAST)
    bare = [
        f"{i + 1}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{line}"
        for i, line in enumerate(each for each in PODCAST.splitlines() if not each.endswith(":"))
    ]
    (folder / "12.srt").write_text("\n\n".join(bare))
    (folder / "12.chapters.json").write_text('{"chapters": [{"startTime": 0, "title": "One"}]}')
    (folder / "12.mp3").write_bytes(b"ID3")
    path = tmp_path / "kb.db"
    db = store.open_database(path)
    report = build.ingest(db, [folder], encoder=lambda: encoder, workers=1)
    assert report.added == ["12.txt"]
    talk = int(db.execute("select id from talks").fetchone()[0])
    db.close()
    return path, talk


async def test_all_files_are_listed_with_what_they_are_for(
    base: tuple[Path, int], serve: Callable[..., Datasette]
) -> None:
    path, talk = base
    text = (await serve(path).client.get(f"/-/kb/talk/{talk}")).text
    assert "About the 4 files" in text
    for kind, name, why in (
        ("File", "12.txt", "names its speakers"),
        ("Alternative", "12.srt", "names no speakers"),
        ("Chapters", "12.chapters.json", "not used: the transcript has no times that fit"),
        ("Media", "12.mp3", ""),
    ):
        shown = f"<dt>{kind}</dt><dd><code>{name}</code>"
        assert (f'{shown} <span class="muted">{why}</span>' if why else shown) in text
    assert "Known as" not in text


async def test_who_may_not_see_files_sees_none(
    base: tuple[Path, int], serve: Callable[..., Datasette]
) -> None:
    path, talk = base
    hidden = {"databases": {path.stem: {"tables": {"talk_files": {"allow": False}}}}}
    response = await serve(path, metadata=hidden).client.get(f"/-/kb/talk/{talk}")
    assert response.status_code == 200
    assert "12.srt" not in response.text
