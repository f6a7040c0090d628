"""Vectors of the talks' passages and sentences, kept in files between runs: encoding is what takes long."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from ingest import embedding
from ingest.embedding import sources
from training.quotes.highlights import Labelled


def of_passages(
    talks: Sequence[Labelled], model: str, cache: Path | None = None
) -> dict[str, np.ndarray]:
    """Return by talk a vector for each passage.

    Args:
        talks: The talks.
        model: The encoder's name.
        cache: A folder where the vectors are kept, one file a model and version.
    """
    return _of({talk.name: [p.text for p in talk.passages] for talk in talks}, model, cache)


def of_candidates(talks: Sequence[Labelled], cache: Path | None = None) -> dict[str, np.ndarray]:
    """Return by talk the judge's vector for each sentence that an editor could choose."""
    texts = {
        talk.name: [talk.said[at].text for at in np.flatnonzero(talk.candidates)] for talk in talks
    }
    return _of(texts, embedding.JUDGE_MODEL, cache)


def _of(
    by_talk: Mapping[str, Sequence[str]], model: str, cache: Path | None
) -> dict[str, np.ndarray]:
    texts = {key(text): text for some in by_talk.values() for text in some}
    source = sources.find(model)
    assert source is not None, "one of the models that ship"
    file = (
        cache / f"{model}-{key(source.key)[:16]}.npz" if cache else None
    )  # another model, another file
    known = _read(file) if file else {}
    missing = sorted((h for h in texts if h not in known), key=lambda h: len(texts[h]))
    if missing:
        encoder = embedding.load(model)
        known |= zip(missing, encoder.encode([texts[h] for h in missing]), strict=True)
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            np.savez(file, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return {name: np.stack([known[key(text)] for text in some]) for name, some in by_talk.items()}


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _read(file: Path) -> dict[str, np.ndarray]:
    if not file.is_file():
        return {}
    with np.load(file, allow_pickle=False) as kept:
        return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))
