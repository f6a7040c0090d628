"""Which models have the usual shape."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ingest.embedding import shape

MODULES = [{"type": f"sentence_transformers.models.{name}"} for name in ("Transformer", "Pooling")]
CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "num_hidden_layers": 6,
    "num_attention_heads": 12,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 512,
}
FILES: dict[str, Any] = {
    "modules.json": MODULES,
    "config.json": CONFIG,
    "sentence_bert_config.json": {"max_seq_length": 256, "do_lower_case": False},
    "1_Pooling/config.json": {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
}


def written(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in (FILES | files).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    return folder


def test_the_usual_shape(tmp_path: Path) -> None:
    found = shape.of(written(tmp_path, {}))
    assert found == shape.Shape(layers=6, heads=12, epsilon=1e-12, max_tokens=256)


@pytest.mark.parametrize(
    "files",
    [
        {"modules.json": [*MODULES, {"type": "x.Normalize"}]},
        {"1_Pooling/config.json": {"pooling_mode": "mean", "embedding_dimension": 384}},
        {"config_sentence_transformers.json": {"default_prompt_name": None}},
    ],
)
def test_usual_all_the_same(tmp_path: Path, files: dict[str, Any]) -> None:
    assert shape.of(written(tmp_path, files)).layers == 6


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (
            {"modules.json": [*MODULES, {"type": "x.Dense"}]},
            "modules are Transformer, Pooling, Dense",
        ),
        ({"config.json": CONFIG | {"model_type": "mpnet"}}, "model_type is mpnet"),
        ({"config.json": CONFIG | {"hidden_act": "relu"}}, "hidden_act is relu"),
        ({"config.json": CONFIG | {"position_embedding_type": "relative_key"}}, "relative_key"),
        ({"1_Pooling/config.json": {"pooling_mode_cls_token": True}}, "pooling"),
        ({"1_Pooling/config.json": {"pooling_mode": "cls"}}, "pooling"),
        ({"sentence_bert_config.json": {"do_lower_case": True}}, "changes its texts"),
        ({"config_sentence_transformers.json": {"default_prompt_name": "q"}}, "changes its texts"),
    ],
)
def test_unusual(tmp_path: Path, files: dict[str, Any], reason: str) -> None:
    with pytest.raises(shape.UnusualError, match=reason):
        shape.of(written(tmp_path, files))


def test_a_plain_transformer_is_unusual(tmp_path: Path) -> None:
    written(tmp_path, {})
    (tmp_path / "modules.json").unlink()
    with pytest.raises(shape.UnusualError, match=r"no modules\.json"):
        shape.of(tmp_path)


@pytest.mark.parametrize(
    ("reader", "tokenizer", "expected"),
    [
        ({"max_seq_length": 128}, {"model_max_length": 512}, 128),
        ({}, {"model_max_length": 256}, 256),
        ({}, {}, 512),
        ({}, {"model_max_length": 10**30}, 512),
    ],
)
def test_how_many_tokens_are_read(
    tmp_path: Path, reader: dict[str, int], tokenizer: dict[str, int], expected: int
) -> None:
    files = {"sentence_bert_config.json": reader, "tokenizer_config.json": tokenizer}
    assert shape.of(written(tmp_path, files)).max_tokens == expected
