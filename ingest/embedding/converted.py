"""The encoder that does the work: a converted copy of a model, run by OpenVINO without torch."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.embedding.base import BATCH, Read, Spans, Tokens, Vectors
from ingest.embedding.graph import openvino
from ingest.embedding.projection import Projection

if TYPE_CHECKING:
    from openvino import CompiledModel, InferRequest

BLOB, WEIGHTS, TOKENIZER = "model.blob", "weights.bin", "tokenizer.json"

_STEP = 8  # lengths are rounded up to a multiple: fewer shapes to prepare for
_FEW = 4 * BATCH  # up to this many texts are done sooner than more streams are ready
_STREAMS = 16  # more would cost more memory than they give speed


class _Text(NamedTuple):
    """A text's token ids, their places in it, and of each of its parts the tokens that begin in it."""

    ids: Sequence[int]
    spans: Spans
    parts: Sequence[Sequence[int]]


class _Batch(NamedTuple):
    """What the model takes, and in `places` which texts they are, of `sizes` tokens."""

    places: list[int]
    sizes: list[int]
    ids: NDArray[np.int32]
    mask: Vectors
    parts: Vectors


class _Made(NamedTuple):
    """What the model makes: vectors of texts, and of their parts one after another from `first`.

    `tokens` are what the projection makes of them, by text; None where nobody wants to know.
    """

    texts: Vectors
    parts: Vectors
    first: Sequence[int]
    tokens: list[Vectors] | None = None


class ConvertedEncoder:
    """An encoder by OpenVINO; it may be shared by threads, which then take turns.

    Args:
        name: The model's name.
        folder: Its converted copy.
        dimensions: How long its vectors are.
        max_tokens: What is beyond is cut off, as the reference does.
        precision: "bf16" or "f32": what to compute in.
        projection: What makes vectors of its tokens, where the copy was made with one.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        *,
        dimensions: int,
        max_tokens: int,
        precision: str,
        projection: Projection | None = None,
    ) -> None:
        # Tokenising is a small part of the work; its own threads would be in the way of forks.
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from tokenizers import Tokenizer

        self._name, self._dimensions, self._max_tokens = name, dimensions, max_tokens
        self._folder, self._precision, self._projection = folder, precision, projection
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
        if not texts:
            return np.zeros((0, self._dimensions), dtype=np.float32)
        with self._lock:
            tokenized = self._tokenized(texts, [()] * len(texts))
            return _scaled(self._made(tokenized).texts)

    def read(self, texts: Sequence[str], parts: Sequence[Spans]) -> Read:
        """Return the vectors of texts, and of their parts and tokens as they are read in their place.

        A part that no token begins in has the vector of its text.
        """
        if not texts:
            return Read(self.encode([]), [], None)
        with self._lock:
            tokenized = self._tokenized(texts, parts)
            made = self._made(tokenized, tokens=self._projection is not None)
        return Read(
            _scaled(made.texts),
            np.split(_scaled(made.parts), made.first[1:]),
            self._tokens(tokenized, made),
        )

    def _made(self, texts: Sequence[_Text], *, tokens: bool = False) -> _Made:
        first = list(accumulate((len(text.parts) for text in texts), initial=0))
        made = _Made(
            np.zeros((len(texts), self._dimensions), dtype=np.float32),
            np.zeros((first.pop(), self._dimensions), dtype=np.float32),
            first,
            [np.zeros((0, 0), dtype=np.float32)] * len(texts) if tokens else None,
        )
        _run(self._requests(len(texts)), _batches(texts, self._max_tokens), made)
        return made

    def _tokens(self, texts: Sequence[_Text], made: _Made) -> list[Tokens] | None:
        """Return the texts' tokens, without the marks of beginning and end."""
        if self._projection is None or made.tokens is None:
            return None
        return [
            self._projection.tokens(rows[1:-1], text.ids[1:-1], text.spans[1:-1])
            for text, rows in zip(texts, made.tokens, strict=True)
        ]

    def _tokenized(self, texts: Sequence[str], parts: Sequence[Spans]) -> list[_Text]:
        return [
            _Text(found.ids, found.offsets, _parts(found.offsets, spans) if spans else ())
            for found, spans in zip(self._tokenizer.encode_batch(list(texts)), parts, strict=True)
        ]

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


def _scaled(vectors: Vectors) -> Vectors:
    scaled: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def _parts(offsets: Spans, spans: Spans) -> list[list[int]]:
    """Return of each span the tokens that begin in it; all of them where none does."""
    begin = np.array([start if start < end else -1 for start, end in offsets])
    found = [np.flatnonzero((begin >= start) & (begin < end)).tolist() for start, end in spans]
    return [tokens or list(range(len(offsets))) for tokens in found]


def _run(requests: Sequence[InferRequest], batches: Iterator[_Batch], made: _Made) -> None:
    """Fill in the vectors, unscaled; each request has a batch under way while others are read."""
    # Not AsyncInferQueue: taking one down can abort the process at its end (2026.4).
    under_way: list[_Batch | None] = [None] * len(requests)
    for turn, batch in enumerate(batches):
        at = turn % len(requests)
        _collect(requests[at], under_way[at], made)
        requests[at].start_async([batch.ids, batch.mask, batch.parts])
        under_way[at] = batch
    for request, last in zip(requests, under_way, strict=True):
        _collect(request, last, made)


def _collect(request: InferRequest, batch: _Batch | None, made: _Made) -> None:
    if batch is None:
        return
    request.wait()
    found = request.get_output_tensor(0).data
    made.texts[batch.places] = found[:, 0]
    for row, place in enumerate(batch.places):
        start = made.first[place]
        end = made.first[place + 1] if place + 1 < len(made.first) else len(made.parts)
        made.parts[start:end] = found[row, 1 : 1 + end - start]
    if made.tokens is not None:
        projected = request.get_output_tensor(1).data
        for row, place in enumerate(batch.places):
            made.tokens[place] = projected[row, : batch.sizes[row]].copy()


def _batches(texts: Sequence[_Text], longest: int) -> Iterator[_Batch]:
    """Yield batches of texts of nearly one length; the first part of each is all of it."""
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place].ids))
    for start in range(0, len(order), BATCH):
        places = order[start : start + BATCH]
        length = min(-(-len(texts[places[0]].ids) // _STEP) * _STEP, longest)
        most = max(len(texts[place].parts) for place in places)
        ids = np.zeros((len(places), length), dtype=np.int32)
        parts = np.zeros((len(places), 1 + most, length), dtype=np.float32)
        for row, place in enumerate(places):
            text = texts[place]
            ids[row, : len(text.ids)] = text.ids
            parts[row, 0, : len(text.ids)] = 1
            for number, tokens in enumerate(text.parts, start=1):
                parts[row, number, tokens] = 1
        sizes = [len(texts[place].ids) for place in places]
        yield _Batch(places, sizes, ids, parts[:, 0].copy(), parts)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
