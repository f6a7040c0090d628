"""The reference, and the door to any model: an encoder by sentence-transformers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ingest.embedding import sources, weights
from ingest.embedding.base import BATCH, ModelError, Tokens, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class SentenceEncoder:
    """An encoder by sentence-transformers.

    Args:
        name: A model that comes with the installation, or the name or folder of any other
            sentence-transformers model that is on this machine.
        batch: How many texts are encoded at a time.

    Raises:
        ModelError: There is no such model here, or its weights are not as published.
    """

    def __init__(self, name: str = sources.STOCK_MODEL, *, batch: int = BATCH) -> None:
        self._name, self._batch = name, batch
        self._model = _loaded(name)
        source = sources.find(name)
        self._projection = source.projected() if source else None

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
            list(texts), batch_size=self._batch, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(found, dtype=np.float32)

    def tokens(self, texts: Sequence[str]) -> list[Tokens] | None:
        """Return the tokens of texts; None where the model has no vectors for them."""
        if self._projection is None or not texts:
            return None
        states = self._model.encode(
            list(texts),
            batch_size=self._batch,
            output_value="token_embeddings",
            show_progress_bar=False,
        )
        read = self._model.tokenizer(
            list(texts),
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
        )
        return [
            self._projection.tokens(
                own.numpy()[1:-1] @ self._projection.matrix, ids[1:-1], spans[1:-1]
            )
            for own, ids, spans in zip(
                states, read["input_ids"], read["offset_mapping"], strict=True
            )
        ]


def _loaded(name: str) -> SentenceTransformer:
    source = sources.find(name)
    folder, update = source.opened() if source else (name, None)
    # Nothing is fetched at run time: a name that is not on this machine is an error at once.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        message = (
            f"the embedding model {name!r} is not on this machine; give the folder of a "
            f"sentence-transformers model, or leave --model out for the default"
        )
        raise ModelError(message) from error
    if update is not None:
        _add(model, update)
    return model


def _add(model: SentenceTransformer, update: Path) -> None:
    import torch

    state = dict(model[0].named_parameters())
    # The transformer's own names come after those of the modules around it.
    ours = {name.rpartition("model.")[2]: tensor for name, tensor in state.items()}
    with torch.no_grad():
        for name, change in weights.changes(update):
            ours[name].add_(torch.from_numpy(change))
