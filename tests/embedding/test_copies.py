"""Copies are made once, reused, remade when broken, and never needed."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import (
    JUDGE_MODEL,
    STOCK_MODEL,
    TALK_MODEL,
    ModelError,
    SentenceEncoder,
    checks,
    copies,
    graph,
    load,
)
from ingest.embedding.converted import ConvertedEncoder

pytestmark = pytest.mark.model

SEARCH = """
import sys
from ingest.embedding import load
encoder = load(sys.argv[1])
encoder.encode(["how do teams avoid doing the same work twice?"])
heavy = {"torch", "transformers", "sentence_transformers", "openvino_telemetry"}
print(type(encoder).__name__, sorted(heavy & set(sys.modules)))
"""


def run(name: str, cache: Path) -> str:
    env = os.environ | {"VERBATIM_CACHE": str(cache), "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", SEARCH, name], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()


def written(cache: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in cache.rglob("*") if path.is_file()}


def test_made_once_and_reused(made: Path, stock: ConvertedEncoder, cache: Path) -> None:
    shutil.copytree(made, cache)
    before = written(cache)
    again = load(STOCK_MODEL)
    assert isinstance(again, ConvertedEncoder)
    assert np.array_equal(again.encode(["why"]), stock.encode(["why"]))
    assert written(cache) == before


@pytest.mark.parametrize("name", [STOCK_MODEL, TALK_MODEL, JUDGE_MODEL])
def test_no_torch_in_the_process_that_searches(name: str, cache: Path) -> None:
    pytest.importorskip("openvino")
    assert run(name, cache) == "ConvertedEncoder []"  # which makes the copy
    assert run(name, cache) == "ConvertedEncoder []"


def _shorten(folder: Path) -> None:
    os.truncate(folder / "weights.bin", 1_000_000)


def _zero(folder: Path) -> None:
    path = folder / "weights.bin"
    path.write_bytes(bytes(path.stat().st_size))


def _scramble(folder: Path) -> None:
    path = folder / "model.blob"
    path.write_bytes(os.urandom(path.stat().st_size))


def _lose(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def _misspell(folder: Path) -> None:
    (folder / "manifest.json").write_text("{]", "utf-8")


def _empty(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}", "utf-8")


@pytest.mark.filterwarnings("ignore:invalid value")  # vectors of no length at all
@pytest.mark.parametrize("damage", [_shorten, _zero, _scramble, _lose, _misspell, _empty])
def test_a_broken_copy_is_made_anew(
    made: Path, stock: ConvertedEncoder, cache: Path, damage: Callable[[Path], None]
) -> None:
    shutil.copytree(made, cache)
    [folder] = cache.iterdir()
    damage(folder)
    again = load(STOCK_MODEL)
    assert isinstance(again, ConvertedEncoder)
    assert np.array_equal(again.encode(["why"]), stock.encode(["why"]))
    assert [path.name for path in cache.iterdir()] == [folder.name]
    assert written(cache).keys() == {cache / p.relative_to(made) for p in made.rglob("*.*")}


def test_two_processes_may_make_it_at_once(cache: Path) -> None:
    pytest.importorskip("openvino")
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(lambda _: run(STOCK_MODEL, cache), range(3)))
    assert said == ["ConvertedEncoder []"] * 3
    assert len(list(cache.iterdir())) == 1


def test_a_cache_that_cannot_be_written_to_is_done_without(
    cache: Path, stock: ConvertedEncoder
) -> None:
    cache.write_text("a file, where a folder should be", "utf-8")
    found = load(STOCK_MODEL)
    assert isinstance(found, ConvertedEncoder)
    assert np.array_equal(found.encode(["why"]), stock.encode(["why"]))


def test_without_openvino_the_reference_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert isinstance(load(STOCK_MODEL), SentenceEncoder)


def test_a_copy_that_says_something_else_is_not_used(
    cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pytest.importorskip("openvino")
    caplog.set_level(logging.INFO, "ingest.embedding")
    monkeypatch.setattr(graph, "_CLOSED", np.float32(5))  # attention to padding
    assert isinstance(load(STOCK_MODEL), SentenceEncoder)
    assert "says something else" in caplog.text
    # The verdict is kept, so that nobody waits for it again.
    monkeypatch.setattr(copies, "_make", None)
    assert isinstance(load(STOCK_MODEL), SentenceEncoder)


def test_a_changed_model_gets_another_copy(save_model: Callable[..., Path], cache: Path) -> None:
    pytest.importorskip("openvino")
    model = save_model()
    load(str(model))
    os.utime(model / "model.safetensors", (0, 0))
    load(str(model))
    assert len(list(cache.iterdir())) == 2


def test_the_manifest_says_what_was_decided(made: Path) -> None:
    manifest = json.loads(next(made.rglob("manifest.json")).read_text("utf-8"))
    assert manifest["settings"]["precision"] in ("bf16", "f32")
    assert manifest["settings"]["max_tokens"] == 256
    assert len(manifest["first"]) == 384


@pytest.mark.parametrize("door", [load, SentenceEncoder])
def test_an_unknown_model_is_one_line(door: Callable[[str], object], tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        door(str(tmp_path / "no-such-model"))
    assert "no-such-model" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_sentences_are_of_every_kind() -> None:
    assert "" in checks.SENTENCES
    assert max(len(text.split()) for text in checks.SENTENCES) > 256
