"""The change of the weights: taken, put back, averaged and saved; `low_rank` cuts it and merges it."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from recipe import Recipe
from safetensors.torch import load_file, save_file

sys.path.insert(0, str(Path(__file__).parents[1]))

from low_rank import Weights, changes, cut, merge

if TYPE_CHECKING:
    from model import Encoder

NAME = "verbatim-minilm-talk"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
__all__ = ["Weights", "average", "changes", "cut", "merge", "put", "save", "weights_of"]


def weights_of(encoder: Encoder) -> Weights:
    """Copy the matrices that change.

    Args:
        encoder: The model.

    Returns:
        State-dict name to matrix.
    """
    return {k: v.detach().clone() for k, v in encoder.weights.items() if changes(k)}


def put(encoder: Encoder, weights: Weights) -> None:
    """Put matrices back into the model.

    Args:
        encoder: The model to change.
        weights: What weights_of returned, or an edited copy.
    """
    with torch.no_grad():
        for name, matrix in weights.items():
            encoder.weights[name].copy_(matrix)


def save(output: Path, factors: Weights, recipe: Recipe, figures: dict[str, Any]) -> None:
    """Write the update and its card.

    Args:
        output: The folder to write to.
        factors: The low-rank update.
        recipe: How it was made.
        figures: What it was measured at.
    """
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{NAME}.safetensors"
    save_file(factors, path)
    card = {
        "name": NAME,
        "version": "3",
        "base": "all-MiniLM-L6-v2",
        "base_sha256": BASE_SHA256,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "dimensions": 384,
        "rank": next(iter(v.shape[0] for k, v in factors.items() if k.endswith(".down"))),
        "figures": figures,
    }
    (output / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    detail = {"recipe": dataclasses.asdict(recipe), "dev": figures}
    (output / "figures.json").write_text(json.dumps(detail, indent=2) + "\n", encoding="utf-8")


def average(paths: Sequence[Path]) -> Weights:
    """Average the trained matrices of several runs.

    Args:
        paths: tuned.safetensors files of other runs.

    Returns:
        The mean matrices.
    """
    loaded = [load_file(path) for path in paths]
    return {k: torch.stack([w[k].float() for w in loaded]).mean(0) for k in loaded[0]}
