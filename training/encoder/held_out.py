"""Figures on talks held out of the training."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from data import Item
from model import Encoder
from torch import Tensor


def reciprocal_ranks(queries: Tensor, passages: Tensor, right: Sequence[int]) -> np.ndarray:
    """Rank each query's right passage.

    Args:
        queries: Query vectors.
        passages: Passage vectors.
        right: The column of each query's passage.

    Returns:
        One over the rank where it is among the first ten, else zero.
    """
    scores = queries @ passages.T
    mine_ = scores[torch.arange(len(right)), torch.tensor(right)]
    ranks = (scores > mine_[:, None]).sum(1).numpy() + 1
    return np.where(ranks <= 10, 1 / ranks, 0.0)


def dev_figures(encoder: Encoder, dev: list[Item], pool: list[str]) -> dict[str, float]:
    """Search for the held-out passages among all passages.

    Args:
        encoder: The encoder.
        dev: Held-out items with two queries each.
        pool: All passages, the held-out ones among them.

    Returns:
        MRR@10 and hit@10 over all queries and for the first and second query of a passage.
    """
    place = {text: i for i, text in enumerate(pool)}
    passages = encoder.embed(pool)
    right = [place[item.passage] for item in dev]
    first, second = (
        reciprocal_ranks(encoder.embed([i.queries[n] for i in dev]), passages, right)
        for n in (0, 1)
    )
    both = np.concatenate([first, second])
    return {
        "mrr": round(float(both.mean()), 4),
        "hit": round(float((both > 0).mean()), 4),
        "paraphrase_mrr": round(float(first.mean()), 4),
        "mixed_mrr": round(float(second.mean()), 4),
    }
