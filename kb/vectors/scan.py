"""Exact search over vectors of one byte a number: quantised, compared, and the best picked out.

A row is its float32 vector divided by its own step and rounded, so that the largest number in it
becomes 127. What rounding changes in a similarity has a spread of .29 steps; everything that may be
among the best in spite of it is a candidate, and candidates are compared again in float32.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ingest.embedding import Vectors

Rows: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int8]

_LARGEST = 127
# Two similarities are both off by .29 steps of row and query in the mean square: this is 7 times
# the spread of their difference. Beyond it not one in a million millions is out of order.
_MARGIN = 3.0
_PART = 1 << 14  # rows that a thread takes at a time; fewer than two of them are one thread's
_MOST_THREADS = 4  # memory gives out before processors do
_GATHERED = 0.25  # of all rows; copying more of them takes longer than comparing all
_GROUPS = 64  # rows are put in so many layers to find what the best are at least


class Coded(NamedTuple):
    """Vectors in one byte a number.

    Args:
        codes: Shape (rows, dimensions).
        steps: Shape (rows,): what each row's codes are to be multiplied by.
    """

    codes: Codes
    steps: Vectors


def code(vectors: Vectors) -> Coded:
    """Return vectors in one byte a number."""
    largest = np.abs(vectors).max(axis=1, initial=1e-9)
    steps = (largest / _LARGEST).astype(np.float32)
    return Coded(np.rint(vectors / steps[:, None]).astype(np.int8), steps)


def decoded(coded: Coded, row: int) -> Vectors:
    """Return a row as a unit vector, nearly as it was."""
    vector = coded.codes[row].astype(np.float32)
    unit: Vectors = vector / (np.linalg.norm(vector) or 1)
    return unit


def similarities(coded: Coded, vector: Vectors, rows: Rows | None = None) -> Vectors:
    """Return the cosine similarity of rows, or of all, to a unit vector: nearly, see above."""
    if rows is not None and len(rows) > _GATHERED * len(coded.codes):
        return similarities(coded, vector)[rows]
    if rows is not None:
        coded = Coded(coded.codes[rows], coded.steps[rows])
    query = code(vector[None, :])
    out = np.empty(len(coded.codes), dtype=np.float32)

    def part(start: int) -> None:
        _compare(coded, query, slice(start, start + _PART), out)

    _shared_out(part, range(0, len(out), _PART))
    return out


def margin(coded: Coded, vector: Vectors) -> float:
    """Return how far apart two similarities are at least that are surely in the right order."""
    steps = float(coded.steps.max(initial=0)), float(np.abs(vector).max()) / _LARGEST
    return _MARGIN * float(np.hypot(*steps))


def best(scores: Vectors, count: int, margin: float) -> Rows:
    """Return the places of the `count` highest scores and of all that come within a margin of them."""
    if count >= len(scores):
        return np.arange(len(scores))
    some = np.flatnonzero(scores >= _floor(scores, count) - margin)
    least = np.partition(scores[some], -count)[-count]
    kept: Rows = some[scores[some] >= least - margin]
    return kept


def _floor(scores: Vectors, count: int) -> float:
    """Return a number that at least `count` scores reach, without sorting them all."""
    layers = len(scores) // _GROUPS
    if layers <= count:
        return float(np.partition(scores, -count)[-count])
    highest = scores[: layers * _GROUPS].reshape(_GROUPS, layers).max(axis=0)
    return float(np.partition(highest, -count)[-count])


def _compare(coded: Coded, query: Coded, part: slice, out: Vectors) -> None:
    """Fill in the similarities of some rows."""
    import numkong

    # Of a single query's dot products numkong's "distances" are faster than its "dots".
    products = np.asarray(numkong.cdist(coded.codes[part], query.codes, "dot"))[:, 0]
    np.multiply(products, coded.steps[part] * query.steps[0], out=out[part], casting="same_kind")


def _shared_out(work: Callable[[int], None], starts: range) -> None:
    """Do work from each start: this thread takes one after another, and so does who has time."""
    left = iter(starts)

    def some() -> None:
        for start in left:
            work(start)

    helpers = [_threads().submit(some) for _ in range(min(_cores(), len(starts)) - 1)]
    some()
    for helper in helpers:
        if not helper.cancel():  # it has begun
            helper.result()


@cache
def _cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(_MOST_THREADS, cores or 1)


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_cores(), thread_name_prefix="vectors")
