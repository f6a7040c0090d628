"""A judge of quotes: MiniLM fine-tuned to tell what is torn and what points back, cut to low rank."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest.quotes.doubt import KINDS
from training.low_rank import Weights, changes, cut

RANK = 16
EPOCHS = 3
BATCH = 32
RATE, HEAD_RATE = 1e-4, 3e-3
WEIGHTS = (6.0, 3.0, 1.0)  # of a text that is so, beside one that is not: the rare count for more
LONGEST = 128  # tokens
_SCALE = 384**0.5  # a unit vector's numbers are about as large as 1 by it


class Judge(nn.Module):
    """The transformer with its mean pooling, as encoders have it, and log odds by its unit vector."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.tokenizer = AutoTokenizer.from_pretrained(str(folder))
        self.reader = AutoModel.from_pretrained(str(folder))
        self.head = nn.Linear(384, len(KINDS))
        self.stock = {name: value.detach().clone() for name, value in self._changed()}

    def forward(self, texts: Sequence[str]) -> Tensor:
        """Return log odds, shape (texts, 3), in the order of `KINDS`."""
        read = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
        )
        hidden = self.reader(**read).last_hidden_state
        mean = (hidden * read["attention_mask"][..., None]).sum(1)
        return self.head(
            _SCALE * nn.functional.normalize(nn.functional.dropout(mean, 0.1, self.training), dim=1)
        )

    def said(self) -> tuple[np.ndarray, np.ndarray]:
        """Return what unit vectors are multiplied by, shape (384, 3), and the constants added."""
        weights = self.head.weight.detach().numpy().T * np.float32(_SCALE)
        return weights.astype(np.float32), self.head.bias.detach().numpy()

    def cut(self) -> Weights:
        """Return what training changed, cut to low rank: the factors of each matrix."""
        tuned = {name: value.detach() for name, value in self._changed()}
        return cut(self.stock, tuned, RANK)

    def _changed(self) -> Iterator[tuple[str, Tensor]]:
        """Yield the matrices that training changes."""
        for name, value in self.reader.named_parameters():
            if changes(name):
                yield name, value


def taught(folder: Path, texts: Sequence[str], so: np.ndarray, seed: int = 0) -> Judge:
    """Return a judge that has learnt from texts and what is so of each.

    Args:
        folder: The stock model.
        texts: What was read.
        so: Shape (texts, 3), 1 where it is so and not a number where nobody knows, in
            the order of `KINDS`.
        seed: Of the order.
    """
    torch.manual_seed(seed)
    draw = random.Random(seed)
    judge = Judge(folder)
    for name, value in judge.reader.named_parameters():
        value.requires_grad_(name in judge.stock)
    learning = [p for p in judge.reader.parameters() if p.requires_grad]
    groups = [
        {"params": learning, "lr": RATE},
        {"params": judge.head.parameters(), "lr": HEAD_RATE},
    ]
    step = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * (len(texts) // BATCH + 8)
    rate = torch.optim.lr_scheduler.OneCycleLR(
        step, [RATE, HEAD_RATE], total_steps=steps, pct_start=0.1
    )
    target, weight = torch.tensor(so, dtype=torch.float32), torch.tensor(WEIGHTS)
    judge.train()
    for _ in range(EPOCHS):
        for batch in _batches(texts, draw):
            found = judge([texts[at] for at in batch])
            loss = _loss(found, target[batch], weight)
            step.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(judge.parameters(), 1.0)
            step.step()
            rate.step()
    return judge


def _loss(found: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Return the cross entropy over what is known."""
    known = ~target.isnan()
    each = nn.functional.binary_cross_entropy_with_logits(
        found, target.nan_to_num(), pos_weight=weight, reduction="none"
    )
    return (each * known).sum() / known.sum()


def _batches(texts: Sequence[str], draw: random.Random) -> list[list[int]]:
    """Return all texts in batches of nearly one length, in an order by chance."""
    order = list(range(len(texts)))
    draw.shuffle(order)
    out = []
    for start in range(0, len(order), 8 * BATCH):
        some = sorted(order[start : start + 8 * BATCH], key=lambda at: len(texts[at]))
        out += [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
    draw.shuffle(out)
    return out
