"""What an encoder is: something that turns texts into unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.errors import VerbatimError

Vectors = NDArray[np.float32]

Spans = Sequence[tuple[int, int]]  # half-open, in characters of a text

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


@runtime_checkable
class PartsEncoder(Encoder, Protocol):
    """An encoder that reads a text once for its vector and for those of its parts."""

    def encode_parts(
        self, texts: Sequence[str], parts: Sequence[Spans]
    ) -> tuple[Vectors, list[Vectors]]:
        """Return one unit vector a text, and of each text one a part."""
        ...


def encode_parts(
    encoder: Encoder, texts: Sequence[str], parts: Sequence[Spans]
) -> tuple[Vectors, list[Vectors]]:
    """Return one unit vector a text, and of each text one for each of its parts.

    Where the encoder can, a part is the mean of its tokens as they were read within the text
    ("late chunking": Günther et al. 2024, arXiv:2409.04701), which costs nothing more; else parts
    are encoded by themselves.

    Args:
        encoder: Any encoder.
        texts: What to encode.
        parts: For each text, spans of it.
    """
    if isinstance(encoder, PartsEncoder):
        return encoder.encode_parts(texts, parts)
    said = [
        text[start:end] for text, spans in zip(texts, parts, strict=True) for start, end in spans
    ]
    ends = np.cumsum([len(spans) for spans in parts])
    return encoder.encode(texts), np.split(encoder.encode(said), ends[:-1]) if texts else []
