"""Whether a model has the usual shape: a BERT, the mean of its token vectors, unit length."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_MODULES = (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"])
# What config.json must say, where it says anything.
_CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "position_embedding_type": "absolute",
    "is_decoder": False,
}


class UnusualError(Exception):
    """A model is not of the usual shape: only sentence-transformers can run it."""


@dataclass(frozen=True)
class Shape:
    """What the weights alone do not say."""

    layers: int
    heads: int
    epsilon: float
    max_tokens: int


def of(folder: Path) -> Shape:
    """Return the shape of a sentence-transformers model.

    Raises:
        UnusualError: It is not the usual one.
    """
    names = [str(module["type"]).rpartition(".")[2] for module in _json(folder / "modules.json")]
    config = _json(folder / "config.json")
    reader = _json(folder / "sentence_bert_config.json")
    ours = _json(folder / "config_sentence_transformers.json", {})
    reasons = [
        f"{key} is {config[key]}"
        for key, value in _CONFIG.items()
        if config.get(key, value) != value
    ]
    if names not in _MODULES:
        reasons.append(f"its modules are {', '.join(names)}")
    if not _means(_json(folder / "1_Pooling" / "config.json")):
        reasons.append("its pooling is not the mean")
    if reader.get("do_lower_case") or ours.get("default_prompt_name"):
        reasons.append("it changes its texts")
    if reasons:
        raise UnusualError("; ".join(reasons))
    return Shape(
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        epsilon=config["layer_norm_eps"],
        max_tokens=_max_tokens(folder, config, reader),
    )


def _means(pooling: dict[str, Any]) -> bool:
    """Return whether pooling is by the mean, as older or newer versions write it down."""
    modes = {key for key, value in pooling.items() if key.startswith("pooling_mode_") and value}
    return modes == {"pooling_mode_mean_tokens"} or pooling.get("pooling_mode") == "mean"


def _max_tokens(folder: Path, config: dict[str, Any], reader: dict[str, Any]) -> int:
    tokenizer = _json(folder / "tokenizer_config.json", {})
    said = reader.get("max_seq_length") or tokenizer.get("model_max_length")
    most = int(config["max_position_embeddings"])
    return min(int(said), most) if said else most


def _json(path: Path, default: Any = None) -> Any:  # noqa: ANN401 - whatever the file holds
    if not path.is_file():
        if default is None:
            message = f"it has no {path.name}"
            raise UnusualError(message)
        return default
    return json.loads(path.read_text(encoding="utf-8"))
