"""The change of the weights: taken, cut to low rank, merged, averaged and saved."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from recipe import Recipe
from safetensors.torch import load_file, save_file
from torch import Tensor

if TYPE_CHECKING:
    from model import Encoder

NAME = "verbatim-minilm-talk"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
Weights = dict[str, Tensor]


def changes(name: str) -> bool:
    """Say whether a weight is one of the matrices that change.

    Args:
        name: Its name in the state dict.

    Returns:
        True for the attention, intermediate and output matrices.
    """
    return (
        name.startswith("encoder.layer.")
        and name.endswith("dense.weight")
        or bool(
            re.fullmatch(r"encoder\.layer\.\d+\.attention\.self\.(query|key|value)\.weight", name)
        )
    )


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


def cut(stock: Weights, tuned: Weights, rank: int, alpha: float = 1.0) -> Weights:
    """Cut the change of each matrix to its leading singular directions.

    Args:
        stock: Matrices before training.
        tuned: Matrices after training.
        rank: Directions kept.
        alpha: How much of the change to keep (1 is all of it).

    Returns:
        float16 factors `K.down` (rank x in) and `K.up` (out x rank) for each matrix K.
    """
    factors: Weights = {}
    for name, matrix in tuned.items():
        left, values, right = torch.linalg.svd(matrix - stock[name], full_matrices=False)
        root = values[:rank].sqrt()
        factors[f"{name}.up"] = (alpha * left[:, :rank] * root).half().contiguous()
        factors[f"{name}.down"] = (root[:, None] * right[:rank]).half().contiguous()
    return factors


def merge(stock: Weights, factors: Weights) -> Weights:
    """Add a low-rank update to the stock matrices.

    Args:
        stock: Matrices before training.
        factors: What cut returned.

    Returns:
        The updated matrices.
    """
    return {
        name: matrix + factors[f"{name}.up"].float() @ factors[f"{name}.down"].float()
        for name, matrix in stock.items()
    }


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
