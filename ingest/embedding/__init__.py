"""Vectors: an encoder turns texts into unit vectors. It is passed in, never fetched from a global.

`load` is the one door: it returns the fastest encoder that says what the model says.
"""

from __future__ import annotations

import logging

from ingest.embedding import copies, sources
from ingest.embedding.base import Encoder, ModelError, Read, Spans, Tokens, Vectors, read
from ingest.embedding.reference import SentenceEncoder
from ingest.embedding.sources import JUDGE_MODEL, STOCK_MODEL, TALK_MODEL, default_folder

__all__ = [
    "DEFAULT_MODEL",
    "JUDGE_MODEL",
    "STOCK_MODEL",
    "TALK_MODEL",
    "Encoder",
    "ModelError",
    "Read",
    "SentenceEncoder",
    "Spans",
    "Tokens",
    "Vectors",
    "default_folder",
    "load",
    "read",
]

DEFAULT_MODEL = TALK_MODEL

_LOG = logging.getLogger(__name__)


def load(name: str = DEFAULT_MODEL) -> Encoder:
    """Return the encoder of a model.

    Models of the usual shape (a BERT, mean pooling) are run by a converted copy, made once into
    the user's cache, that imports no torch; all others, and those whose copy would say something
    else, by sentence-transformers.

    Args:
        name: `STOCK_MODEL`, `TALK_MODEL`, or the name or folder of any other
            sentence-transformers model that is on this machine.

    Raises:
        ModelError: There is no such model here, or its weights are not as published.
    """
    source = sources.find(name)
    found: Encoder | None = None
    try:
        found = copies.encoder(source) if source else None
    except ModelError:
        raise
    except Exception:  # noqa: BLE001 - speed is worth having, but nothing depends on it
        _LOG.info("%s is left to sentence-transformers", name, exc_info=True)
    return found or SentenceEncoder(name)
