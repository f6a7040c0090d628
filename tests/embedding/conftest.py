"""Small models to convert, and a cache of their own for every test."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import STOCK_MODEL, SentenceEncoder, load, sources
from ingest.embedding.converted import ConvertedEncoder

SaveModel = Callable[..., Path]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("VERBATIM_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session")
def reference() -> SentenceEncoder:
    return SentenceEncoder(STOCK_MODEL)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that holds the stock model's copy."""
    pytest.importorskip("openvino")
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERBATIM_CACHE", str(folder))
        assert isinstance(load(STOCK_MODEL), ConvertedEncoder)
    return folder


@pytest.fixture(scope="session")
def stock(made: Path) -> ConvertedEncoder:
    """The stock model, converted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VERBATIM_CACHE", str(made))
        found = load(STOCK_MODEL)
    assert isinstance(found, ConvertedEncoder)
    return found


@pytest.fixture
def save_model(tmp_path: Path) -> SaveModel:
    """Save a tiny model with random weights; return its folder."""
    return lambda **options: _saved(tmp_path / "tiny", **options)


@pytest.fixture
def update(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A random update of the stock model, in place of the one that comes with the project."""
    from safetensors.numpy import save_file

    rng = np.random.default_rng(5)
    name = "encoder.layer.3.intermediate.dense.weight"
    path = tmp_path / f"{sources.TALK_MODEL}.safetensors"
    factors = {
        f"{name}.down": rng.normal(0, 0.2, (2, 384)),
        f"{name}.up": rng.normal(size=(1536, 2)),
    }
    save_file({key: value.astype(np.float16) for key, value in factors.items()}, path)
    folder = sources._SHIPPED[sources.TALK_MODEL]
    shipped = json.loads((folder / "card.json").read_text("utf-8"))
    card = shipped | {"sha256": sources._sha256(path)}
    (tmp_path / "card.json").write_text(json.dumps(card), "utf-8")
    shutil.copy(folder / "tokens.npz", tmp_path)
    monkeypatch.setitem(sources._SHIPPED, sources.TALK_MODEL, tmp_path)
    return path


def _saved(folder: Path, *, pooling: str = "mean_tokens", max_tokens: int = 61) -> Path:
    import torch
    from transformers import AutoTokenizer, BertConfig, BertModel

    torch.manual_seed(3)
    config = BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64
    )
    BertModel(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(sources.default_folder()).save_pretrained(folder)
    modes = ("mean_tokens", "cls_token", "max_tokens")
    files: dict[str, object] = {
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {
                "idx": 1,
                "name": "1",
                "path": "1_Pooling",
                "type": "sentence_transformers.models.Pooling",
            },
        ],
        "sentence_bert_config.json": {"max_seq_length": max_tokens, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": 32}
        | {f"pooling_mode_{mode}": mode == pooling for mode in modes},
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    return folder
