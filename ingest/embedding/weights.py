"""Weights as arrays: a model's file, and the low-rank update that may come on top."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ingest.embedding.base import Vectors


def read(folder: Path, update: Path | None) -> dict[str, Vectors]:
    """Return the weights of a transformer by name, float32."""
    from safetensors.numpy import load_file

    found = {
        name.removeprefix("bert."): array.astype("float32", copy=False)
        for name, array in load_file(folder / "model.safetensors").items()
        if array.dtype.kind == "f"
    }
    for name, change in changes(update) if update else ():
        found[name] = found[name] + change
    return found


def changes(update: Path) -> Iterator[tuple[str, Vectors]]:
    """Yield what an update adds to each matrix that it changes: `up @ down`."""
    from safetensors.numpy import load_file

    factors = load_file(update)
    for name in sorted(factors):
        if name.endswith(".down"):
            matrix = name.removesuffix(".down")
            up, down = factors[f"{matrix}.up"], factors[name]
            yield matrix, up.astype("float32") @ down.astype("float32")
