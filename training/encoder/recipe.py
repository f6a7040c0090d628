"""What decides what is learned."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass
class Recipe:
    """Everything that decides what is learned."""

    seed: int = 7
    epochs: float = 3.0
    batch: int = 64
    negatives: float = 0.5
    rate: float = 6e-5
    warmup: float = 0.1
    decay: float = 0.01
    scale: float = 20.0
    dropout: float = 0.05
    window: float = 0.3
    backward: float = 0.3
    sibling: float = 0.3
    mined: float = 0.5
    ceiling: float = 0.98
    blind: float = 0.15
    written: int = 1
    qmsum: float = 0.0
    answers: float = 0.0
    rounds: int = 1
    resume: str = ""
    before: str = ""
    dev_pool: int = 1500
    mine_pool: int = 2500
    dev_share: float = 0.08
    length: int = 256
    ranks: str = "8,16"
    rank: int = 16
    alphas: str = "1.0"
