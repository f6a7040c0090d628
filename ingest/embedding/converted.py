"""The encoder that does the work: a converted copy of a model, run by OpenVINO without torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.base import BATCH, Vectors
from ingest.embedding.graph import openvino

if TYPE_CHECKING:
    from openvino import CompiledModel, InferRequest

BLOB, WEIGHTS, TOKENIZER = "model.blob", "weights.bin", "tokenizer.json"

_STEP = 8  # lengths are rounded up to a multiple: fewer shapes to prepare for
_FEW = 4 * BATCH  # up to this many texts are done sooner than more streams are ready
_STREAMS = 16  # more would cost more memory than they give speed

_Rows: TypeAlias = Sequence[Sequence[int]]
_Batch: TypeAlias = tuple[list[int], NDArray[np.int32], Vectors]


class ConvertedEncoder:
    """An encoder by OpenVINO; it may be shared by threads, which then take turns.

    Args:
        name: The model's name.
        folder: Its converted copy.
        dimensions: How long its vectors are.
        max_tokens: What is beyond is cut off, as the reference does.
        precision: "bf16" or "f32": what to compute in.
    """

    def __init__(
        self, name: str, folder: Path, *, dimensions: int, max_tokens: int, precision: str
    ) -> None:
        # Tokenising is a small part of the work; its own threads would be in the way of forks.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        self._name, self._dimensions, self._max_tokens = name, dimensions, max_tokens
        self._folder, self._precision = folder, precision
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        self._lock = threading.Lock()
        self._one = [self._model(streams=1).create_infer_request()]
        self._many: list[InferRequest] | None = None

    @property
    def name(self) -> str:
        """The model's name, as given."""
        return self._name

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        return self._dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        out = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        if not texts:
            return out
        with self._lock:
            rows = [found.ids for found in self._tokenizer.encode_batch(list(texts))]
            _run(self._requests(len(rows)), _batches(rows, self._max_tokens), out)
        out /= np.linalg.norm(out, axis=1, keepdims=True)
        return out

    def _requests(self, count: int) -> list[InferRequest]:
        """Return what to run texts on: many are shared out to one stream a core."""
        streams = min(_cores(), _STREAMS)
        if count <= _FEW or streams == 1:
            return self._one
        if self._many is None:
            model = self._model(streams=streams)
            self._many = [model.create_infer_request() for _ in range(streams)]
        return self._many

    def _model(self, *, streams: int) -> CompiledModel:
        """Return the model with so many streams of one thread each, not tied to a core."""
        ov = openvino()
        return ov.Core().import_model(
            ov.tensor_from_file(self._folder / BLOB), "CPU", self._settings(streams)
        )

    def _settings(self, streams: int) -> dict[str, object]:
        return {
            "CACHE_MODE": "OPTIMIZE_SIZE",
            "WEIGHTS_PATH": str(self._folder / WEIGHTS),
            "INFERENCE_PRECISION_HINT": self._precision,
            "NUM_STREAMS": streams,
            "INFERENCE_NUM_THREADS": streams,
            "ENABLE_CPU_PINNING": False,
        }


def _run(requests: Sequence[InferRequest], batches: Iterator[_Batch], out: Vectors) -> None:
    """Fill in the vectors, unscaled; each request has a batch under way while others are read."""
    # Not AsyncInferQueue: taking one down can abort the process at its end (2026.4).
    under_way: list[list[int]] = [[] for _ in requests]
    for turn, (places, ids, mask) in enumerate(batches):
        at = turn % len(requests)
        _collect(requests[at], under_way[at], out)
        requests[at].start_async([ids, mask])
        under_way[at] = places
    for request, places in zip(requests, under_way, strict=True):
        _collect(request, places, out)


def _collect(request: InferRequest, places: list[int], out: Vectors) -> None:
    if places:
        request.wait()
        out[places] = request.get_output_tensor(0).data


def _batches(rows: _Rows, longest: int) -> Iterator[_Batch]:
    """Yield batches of texts of nearly one length: their places, token ids and mask."""
    order = sorted(range(len(rows)), key=lambda place: -len(rows[place]))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        length = min(-(-len(rows[places[0]]) // _STEP) * _STEP, longest)
        ids = np.zeros((len(places), length), dtype=np.int32)
        mask = np.zeros(ids.shape, dtype=np.float32)
        for row, place in enumerate(places):
            ids[row, : len(rows[place])] = rows[place]
            mask[row, : len(rows[place])] = 1
        yield places, ids, mask


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
