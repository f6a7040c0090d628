"""Converted copies of models: made once, checked against the reference, remade when broken."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ingest.embedding import cache, checks, graph, shape, weights
from ingest.embedding.converted import BLOB, TOKENIZER, WEIGHTS, ConvertedEncoder
from ingest.embedding.projection import Projection
from ingest.embedding.sources import Source

_LOG = logging.getLogger(__name__)

_FORMAT = 4  # counted up when copies made before would not be made like that now
_MANIFEST = "manifest.json"
_GRAPH = "weights.xml"  # OpenVINO writes the weights beside it; needed only until it is compiled


class _BrokenCopyError(Exception):
    """A copy is not what was put there."""


def encoder(source: Source) -> ConvertedEncoder | None:
    """Return an encoder by the converted copy of a model, None where there can be none.

    Args:
        source: The model; its copy is made where it has none yet.

    Raises:
        ModelError: The model's files are not what they should be.
        ImportError: OpenVINO is not installed.
    """
    folder = cache.folder(source.name, _key(source))
    try:
        return _opened(source, folder)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a copy, it can be made anew
        _LOG.info("%s: making a converted copy (%s)", source.name, error)
    try:
        cache.put(folder, lambda made: _make(source, made))
    except OSError as error:
        _LOG.info("%s: the copy cannot be kept in %s (%s)", source.name, folder.parent, error)
        return _fleeting(source)
    return _opened(source, folder)


def _fleeting(source: Source) -> ConvertedEncoder | None:
    """Return an encoder whose copy goes when it does: the cache cannot be written to."""
    place = tempfile.TemporaryDirectory(prefix="verbatim-", ignore_cleanup_errors=True)
    _make(source, Path(place.name))
    found = _opened(source, Path(place.name))
    if found is not None:
        weakref.finalize(found, place.cleanup)
    return found


def _key(source: Source) -> str:
    """Return what a copy depends on: the model, this code, OpenVINO's version, the processor."""
    ov = graph.openvino()
    core = ov.Core()
    device = [core.get_property("CPU", "FULL_DEVICE_NAME")]
    device += sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES"))
    tokens = source.projection and source.projection[1]
    said = json.dumps([_FORMAT, source.key, tokens, ov.__version__, device])
    return hashlib.sha256(said.encode()).hexdigest()


def _opened(source: Source, folder: Path) -> ConvertedEncoder | None:
    """Return the encoder of a copy, None where the verdict was that there can be none."""
    manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    cache.touch(folder)
    if "verdict" in manifest:
        _LOG.info("%s is left to sentence-transformers: %s", source.name, manifest["verdict"])
        return None
    if manifest["files"] != _files(folder):
        message = "its files are not as they were"
        raise _BrokenCopyError(message)
    settings = manifest["settings"]
    found = ConvertedEncoder(source.name, folder, projection=source.projected(), **settings)
    first = np.array([manifest["first"]], dtype=np.float32)
    if not checks.cosines(found.encode(checks.SENTENCES[:1]), first) >= checks.ENOUGH:
        message = "it does not say what it said"
        raise _BrokenCopyError(message)
    return found


def _files(folder: Path) -> dict[str, Any]:
    """Return what tells at no cost whether files are whole: sizes, and the small one's hash."""
    sizes = {name: (folder / name).stat().st_size for name in (BLOB, WEIGHTS, TOKENIZER)}
    return {"sizes": sizes, "blob": hashlib.sha256((folder / BLOB).read_bytes()).hexdigest()}


def _make(source: Source, folder: Path) -> None:
    """Fill a folder with a copy that agrees with the reference, or the verdict that none can."""
    try:
        said = _converted(source, folder)
    except shape.UnusualError as error:
        said = {"verdict": str(error)}
    (folder / _MANIFEST).write_text(json.dumps(said), encoding="utf-8")


def _converted(source: Source, folder: Path) -> dict[str, Any]:
    original, update = source.opened()
    projection = source.projected()
    usual = shape.of(original)
    _save(original, update, usual, projection, folder)
    expected = checks.expected(source)
    settings = {"dimensions": expected.shape[1], "max_tokens": usual.max_tokens}
    for precision in _compiled(folder):
        settings["precision"] = precision
        found = ConvertedEncoder(source.name, folder, projection=projection, **settings)
        vectors = found.encode(checks.SENTENCES)
        if (checks.cosines(vectors, expected) >= checks.ENOUGH).all():
            first = [round(float(value), 5) for value in vectors[0]]
            return {"settings": settings, "files": _files(folder), "first": first}
    message = "a converted copy says something else"
    raise shape.UnusualError(message)


def _save(
    original: Path,
    update: Path | None,
    usual: shape.Shape,
    projection: Projection | None,
    folder: Path,
) -> None:
    """Write the graph with its weights, in half precision, and the tokenizer."""
    matrix = None if projection is None else projection.matrix
    try:
        model = graph.build(weights.read(original, update), usual, matrix)
        shutil.copyfile(original / TOKENIZER, folder / TOKENIZER)
    except (FileNotFoundError, KeyError) as error:
        message = f"it has no {error}"
        raise shape.UnusualError(message) from error
    graph.openvino().save_model(model, folder / _GRAPH, compress_to_fp16=True)


def _compiled(folder: Path) -> Iterator[str]:
    """Compile the graph for this processor, in the fastest precision first; yield which it is."""
    core = graph.openvino().Core()
    half = "BF16" in core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    for precision in ("bf16", "f32") if half else ("f32",):
        settings = {
            "CACHE_MODE": "OPTIMIZE_SIZE",
            "INFERENCE_PRECISION_HINT": precision,
            "SNIPPETS_MODE": "DISABLE",  # they fuse attention's operations, which are faster apart
        }
        blob = core.compile_model(folder / _GRAPH, "CPU", settings).export_model()
        (folder / BLOB).write_bytes(blob.getvalue())
        yield precision
