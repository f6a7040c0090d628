"""What an encoder is: something that turns texts into unit vectors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.errors import VerbatimError

Vectors = NDArray[np.float32]

Spans = Sequence[tuple[int, int]]  # half-open, in characters of a text

BATCH = 8  # small batches of texts of one length waste the least


class ModelError(VerbatimError):
    """An embedding model cannot be loaded, or is not what it should be."""


class Tokens(NamedTuple):
    """The vectors of a text's tokens, each as it was read among the others.

    Args:
        vectors: One unit vector a token, float32, shape (tokens, dimensions of a projection).
        weights: The logarithm of how much a token tells in a question, shape (tokens,).
        telling: Whether a token is worth keeping of a passage, shape (tokens,): those that nearly
            every passage has are not.
        spans: The characters of the text that each token stands for.
    """

    vectors: Vectors
    weights: Vectors
    telling: NDArray[np.bool_]
    spans: Sequence[tuple[int, int]]


class Read(NamedTuple):
    """What an encoder makes of texts, in their order.

    Args:
        texts: One unit vector a text, float32, shape (texts, dimensions).
        parts: Of each text one unit vector a part, shape (parts, dimensions).
        tokens: Of each text its tokens; None where the model has no vectors for them.
    """

    texts: Vectors
    parts: list[Vectors]
    tokens: list[Tokens] | None


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
class TokensEncoder(Encoder, Protocol):
    """An encoder that can be asked for the vectors of a text's tokens."""

    def tokens(self, texts: Sequence[str]) -> list[Tokens] | None:
        """Return the tokens of texts; None where the model has no vectors for them."""
        ...


@runtime_checkable
class Reader(Encoder, Protocol):
    """An encoder that reads a text once for its vector and for those of its parts and tokens."""

    def read(self, texts: Sequence[str], parts: Sequence[Spans]) -> Read:
        """Return the vectors of texts, of their parts and of their tokens."""
        ...


def read(encoder: Encoder, texts: Sequence[str], parts: Sequence[Spans]) -> Read:
    """Return the vectors of texts, and of each text those of its parts and of its tokens.

    Where the encoder can, a part is the mean of its tokens as they were read within the text
    ("late chunking": Günther et al. 2024, arXiv:2409.04701), which costs nothing more; else parts
    are encoded by themselves.

    Args:
        encoder: Any encoder.
        texts: What to encode.
        parts: For each text, spans of it.
    """
    if isinstance(encoder, Reader):
        return encoder.read(texts, parts)
    said = [
        text[start:end] for text, spans in zip(texts, parts, strict=True) for start, end in spans
    ]
    ends = np.cumsum([len(spans) for spans in parts])
    whole = encoder.encode(texts)
    found = np.split(encoder.encode(said), ends[:-1]) if texts else []
    tokens = encoder.tokens(texts) if isinstance(encoder, TokensEncoder) else None
    return Read(whole, found, tokens)
