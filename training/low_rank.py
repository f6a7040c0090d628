"""The change that training made of a BERT's matrices, cut to low rank: what ships of a fine-tuned model."""

from __future__ import annotations

import re

import torch
from torch import Tensor

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
