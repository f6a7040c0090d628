"""What an encoder is: something that turns texts into unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import VerbatimError

Vectors = NDArray[np.float32]

BATCH = 8  # small batches of texts of one length waste the least


class ModelError(VerbatimError):
    """An embedding model cannot be loaded, or is not what it should be."""


class Encoder(Protocol):
    """Anything that turns texts into vectors of one length."""

    @property
    def name(self) -> str:
        """What the database records; a search must use the same."""
        ...

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, float32, shape (texts, dimensions)."""
        ...
