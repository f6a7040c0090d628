"""Batches, losses and the loop."""

from __future__ import annotations

import logging
import math
import random
import re
import time
from collections.abc import Iterator, Sequence

import numpy as np
import torch
from data import Item
from model import Encoder
from recipe import Recipe
from texts import blinded, shares_text, window
from torch import Tensor, nn
from torch.nn import functional

log = logging.getLogger("encoder")


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Deal items into batches of one source each.

    Args:
        items: All items.
        size: Items a batch.
        rng: The source of chance.

    Yields:
        Batches in random order, no passage twice in one.
    """
    dealt: list[list[Item]] = []
    for source in sorted({item.source for item in items}):
        ours = [item for item in items if item.source == source]
        rng.shuffle(ours)
        count = math.ceil(len(ours) / size)
        dealt.extend(ours[i::count] for i in range(count))
    rng.shuffle(dealt)
    yield from dealt


def pool_of(batch: Sequence[Item], recipe: Recipe, rng: random.Random) -> list[str]:
    """Gather a batch's passages: the right ones first, then hard negatives.

    Args:
        batch: The items.
        recipe: How many negatives, and of which kind.
        rng: The source of chance.

    Returns:
        The texts to embed.
    """
    right = [window(i.passage, rng) if rng.random() < recipe.window else i.passage for i in batch]
    right = [
        blinded(text, item.queries) if rng.random() < recipe.blind else text
        for text, item in zip(right, batch, strict=True)
    ]
    wrong = []
    for item in batch:
        for _ in range(int(recipe.negatives + rng.random())):
            mined = item.mined and (not item.negatives or rng.random() < recipe.mined)
            options = item.mined if mined else item.negatives
            if options:
                wrong.append(rng.choice(options))
    return right + wrong


def same_text(batch: Sequence[Item], pool: Sequence[str]) -> Tensor:
    """Mark pool passages that share text with an item's passage without being it.

    Args:
        batch: The items; item i's passage is pool[i].
        pool: All passages of the step.

    Returns:
        Booleans, items by passages.
    """
    words = [set(text.lower().split()) for text in pool]
    own = [set(item.passage.lower().split()) for item in batch]
    same = [[i != j and shares_text(a, b) for j, b in enumerate(words)] for i, a in enumerate(own)]
    return torch.tensor(same)


def contrast(scores: Tensor, owner: Tensor, masked: Tensor, recipe: Recipe) -> Tensor:
    """Lose where a query is nearer to another passage, or a passage to another query.

    Args:
        scores: Scaled cosines, queries by passages.
        owner: Each query's item, which is also its passage's column.
        masked: Items by passages to leave out of the comparison.
        recipe: The weight of the backward direction.

    Returns:
        The loss.
    """
    scores = scores.masked_fill(masked[owner], -1e4)
    loss = functional.cross_entropy(scores, owner)
    if recipe.backward:
        back = scores[:, owner].T
        siblings = (owner[:, None] == owner[None, :]) & ~torch.eye(len(owner), dtype=torch.bool)
        back = back.masked_fill(siblings | masked[owner][:, owner].T, -1e4)
        loss = loss + recipe.backward * functional.cross_entropy(back, torch.arange(len(owner)))
    return loss


def sibling_loss(queries: Tensor, owner: Tensor, scale: float) -> Tensor:
    """Lose where a query is nearer to a stranger than to the other query of its passage.

    Args:
        queries: Query vectors.
        owner: Each query's item.
        scale: What cosines are multiplied by.

    Returns:
        The loss; zero where no item has two queries.
    """
    itself = torch.eye(len(owner), dtype=torch.bool)
    twin = (owner[:, None] == owner[None, :]) & ~itself
    rows = twin.any(1).nonzero().ravel()
    if not len(rows):
        return queries.sum() * 0
    scores = (scale * queries @ queries.T).masked_fill(itself, -1e4)[rows]
    return functional.cross_entropy(scores, twin[rows].int().argmax(1))


def step_loss(encoder: Encoder, batch: list[Item], recipe: Recipe, rng: random.Random) -> Tensor:
    """Compute the loss of one batch.

    Args:
        encoder: The encoder in training.
        batch: The items.
        recipe: The weights of the terms.
        rng: The source of chance.

    Returns:
        The loss.
    """
    pool = pool_of(batch, recipe, rng)
    flat = [(i, query) for i, item in enumerate(batch) for query in item.queries]
    owner = torch.tensor([i for i, _ in flat])
    queries = encoder([query for _, query in flat], 128)
    passages = encoder(pool, 8)
    scores = recipe.scale * queries @ passages.T
    loss = contrast(scores, owner, same_text(batch, pool), recipe)
    if recipe.sibling:
        loss = loss + recipe.sibling * sibling_loss(queries, owner, recipe.scale)
    return loss


def fit(encoder: Encoder, items: list[Item], recipe: Recipe) -> None:
    """Train in place.

    Args:
        encoder: The stock encoder.
        items: What to learn from.
        recipe: How.
    """
    rng = random.Random(recipe.seed)
    weights = [w for w in encoder.weights.values() if w.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=recipe.decay)
    plan = [b for _ in range(math.ceil(recipe.epochs)) for b in batches(items, recipe.batch, rng)]
    plan = plan[: round(len(plan) * recipe.epochs / math.ceil(recipe.epochs))]
    warm = max(1, round(recipe.warmup * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / warm, (len(plan) - at) / max(1, len(plan) - warm))
    )
    started, losses = time.time(), []
    for at, batch in enumerate(plan):
        encoder.train()
        loss = step_loss(encoder, batch, recipe, rng)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if at % 20 == 19:
            mean, spent = np.mean(losses[-20:]), time.time() - started
            log.info("step %d of %d, loss %.3f, %.0f s", at + 1, len(plan), mean, spent)
