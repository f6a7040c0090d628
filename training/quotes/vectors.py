"""Vectors of the talks' passages, kept in a file between runs: encoding is what takes long."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingest import embedding
from training.quotes.highlights import Labelled


def of_passages(
    talks: Sequence[Labelled], model: str, cache: Path | None = None
) -> dict[str, np.ndarray]:
    """Return by talk a vector for each passage.

    Args:
        talks: The talks.
        model: The encoder's name.
        cache: A folder where the vectors are kept, one file a model.
    """
    texts = {key(p.text): p.text for talk in talks for p in talk.passages}
    file = cache / f"{model}.npz" if cache else None
    known = _read(file) if file else {}
    missing = sorted((h for h in texts if h not in known), key=lambda h: len(texts[h]))
    if missing:
        encoder = embedding.load(model)
        known |= zip(missing, encoder.encode([texts[h] for h in missing]), strict=True)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return {t.name: np.stack([known[key(p.text)] for p in t.passages]) for t in talks}


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(file: Path) -> dict[str, np.ndarray]:
    if not file.is_file():
        return {}
    with np.load(file, allow_pickle=False) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
