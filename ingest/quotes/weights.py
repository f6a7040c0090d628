"""What was learnt: a thousand numbers, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent.parent / "data" / "quotes" / "worth.npz"


@dataclass(frozen=True)
class Weights:
    """A mean, a scale and a weight for each feature; a weight for each dimension of a vector.

    Args:
        places: By the encoder's name: what a passage's vector says about its place.
        closely: What the judge's vector of a quote says about its worth, in standard deviations ...
        usual: ... above this, which is what it says of most.
    """

    mean: NDArray[np.float32]
    scale: NDArray[np.float32]
    weight: NDArray[np.float32]
    places: dict[str, NDArray[np.float32]]
    closely: NDArray[np.float32]
    usual: float


@lru_cache(maxsize=1)
def load(file: Path = FILE) -> Weights:
    """Return the weights that ship, or those of another file."""
    with np.load(file, allow_pickle=False) as found:
        places = {
            name.removeprefix("place/"): found[name].astype(np.float32)
            for name in found.files
            if name.startswith("place/")
        }
        return Weights(
            found["mean"],
            found["scale"],
            found["weight"],
            places,
            found["closely"],
            float(found["usual"]),
        )
