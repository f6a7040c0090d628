"""A BERT with mean pooling as a graph of OpenVINO, made from its weights without torch."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from ingest.embedding.base import Vectors
from ingest.embedding.shape import Shape
from ingest.imports import without

if TYPE_CHECKING:
    from openvino import Model, Node

_CLOSED = np.float32(-1e4)  # what attention adds to a token that is only padding


def openvino() -> ModuleType:
    """Return OpenVINO without its converters, which import telemetry and take half its time.

    Raises:
        ImportError: It is not installed.
    """
    return without("openvino", "openvino.tools.ovc")


def build(weights: Mapping[str, Vectors], shape: Shape, projection: Vectors | None = None) -> Model:
    """Return the model: token ids, mask and parts in, the sum of each part's token vectors out.

    The mean has the direction of the sum, and only the direction matters. A part is a row of
    weights over the text's tokens: shape (texts, parts, tokens), of which a text's mask is one.

    Args:
        weights: By their names in a BERT's state dict.
        shape: What they do not say.
        projection: A matrix that every token's hidden state is multiplied by, as a second output.

    Raises:
        KeyError: A weight is missing.
    """
    ov = openvino()
    return ov.Model(*_Builder(weights, shape).model(projection), "encoder")


class _Builder:
    """The parts of a BERT, one method a part; nodes are OpenVINO's."""

    def __init__(self, weights: Mapping[str, Vectors], shape: Shape) -> None:
        from openvino import opset13

        self._op, self._weights, self._shape = opset13, weights, shape
        self._size = weights["embeddings.word_embeddings.weight"].shape[1]
        self._head_size = self._size // shape.heads

    def model(self, projection: Vectors | None) -> tuple[list[Node], list[Node]]:
        op = self._op
        ids = op.parameter([-1, -1], np.int32, name="ids")
        mask = op.parameter([-1, -1], np.float32, name="mask")
        parts = op.parameter([-1, -1, -1], np.float32, name="parts")
        hidden = self._embeddings(ids)
        padding = op.multiply(op.subtract(op.constant(np.float32(1)), mask), op.constant(_CLOSED))
        padding = op.unsqueeze(padding, self._ints(1, 2))
        for layer in range(self._shape.layers):
            hidden = self._layer(hidden, padding, f"encoder.layer.{layer}")
        summed = op.matmul(parts, hidden, transpose_a=False, transpose_b=False)
        out = [summed]
        if projection is not None:
            matrix = op.constant(projection)
            out.append(op.matmul(hidden, matrix, transpose_a=False, transpose_b=False))
        return out, [ids, mask, parts]

    def _embeddings(self, ids: Node) -> Node:
        op, weights = self._op, self._weights
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, self._ints(0))
        places = op.constant(
            weights["embeddings.position_embeddings.weight"]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        length = op.gather(op.shape_of(ids), self._ints(1), self._ints(0))
        here = op.slice(places, self._ints(0), length, self._ints(1), self._ints(0))
        return self._norm(op.add(words, here), "embeddings.LayerNorm")

    def _layer(self, hidden: Node, padding: Node, name: str) -> Node:
        op = self._op
        query, key, value = (
            self._heads(self._dense(hidden, f"{name}.attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        # Written out: OpenVINO's own operation takes longer for texts as short as these.
        query = op.multiply(query, op.constant(np.float32(self._head_size**-0.5)))
        near = op.matmul(query, key, transpose_a=False, transpose_b=True)
        near = op.softmax(op.add(near, padding), -1)
        seen = op.matmul(near, value, transpose_a=False, transpose_b=False)
        seen = op.transpose(seen, self._ints(0, 2, 1, 3))
        seen = op.reshape(seen, self._ints(0, 0, self._size), special_zero=True)
        seen = self._dense(seen, f"{name}.attention.output.dense")
        hidden = self._norm(op.add(hidden, seen), f"{name}.attention.output.LayerNorm")
        wide = op.gelu(self._dense(hidden, f"{name}.intermediate.dense"), "erf")
        wide = self._dense(wide, f"{name}.output.dense")
        return self._norm(op.add(hidden, wide), f"{name}.output.LayerNorm")

    def _heads(self, hidden: Node) -> Node:
        split = self._ints(0, 0, self._shape.heads, self._head_size)
        hidden = self._op.reshape(hidden, split, special_zero=True)
        return self._op.transpose(hidden, self._ints(0, 2, 1, 3))

    def _dense(self, hidden: Node, name: str) -> Node:
        matrix = self._weight(f"{name}.weight")
        out = self._op.matmul(hidden, matrix, transpose_a=False, transpose_b=True)
        return self._op.add(out, self._weight(f"{name}.bias"))

    def _norm(self, hidden: Node, name: str) -> Node:
        op = self._op
        even = op.mvn(
            hidden,
            self._ints(-1),
            normalize_variance=True,
            eps=self._shape.epsilon,
            eps_mode="inside_sqrt",
        )
        scaled = op.multiply(even, self._weight(f"{name}.weight"))
        return op.add(scaled, self._weight(f"{name}.bias"))

    def _weight(self, name: str) -> Node:
        return self._op.constant(self._weights[name])

    def _ints(self, *values: int) -> Node:
        return self._op.constant(np.array(values, dtype=np.int64))
