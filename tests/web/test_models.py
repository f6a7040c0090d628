"""Encoders are loaded once, in the background, and asked by many threads."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ingest.embedding import ModelError, Vectors
from kb.web.models import Encoders, Remembering
from tests.conftest import HashingEncoder


class Counting(HashingEncoder):
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.inside = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.inside += 1
        assert self.inside == 1, "two threads at once"
        self.asked += texts
        found = super().encode(texts)
        self.inside -= 1
        return found


def test_what_was_encoded_is_remembered() -> None:
    counting = Counting()
    encoder = Remembering(counting)
    first = encoder.encode(["a b", "c", "a b"])
    again = encoder.encode(["c", "a b"])
    assert counting.asked == ["a b", "c"]
    np.testing.assert_array_equal(first[:2], again[::-1])
    assert encoder.encode([]).shape == (0, 64)


def test_it_forgets_what_was_not_asked_for_longest() -> None:
    counting = Counting()
    encoder = Remembering(counting, size=2)
    for text in ("a", "b", "a", "c", "a"):
        encoder.encode([text])
    assert counting.asked == ["a", "b", "c"]


def test_more_texts_at_once_than_it_remembers() -> None:
    assert Remembering(HashingEncoder(), size=2).encode(["a", "b", "c"]).shape == (3, 64)


def test_one_thread_at_a_time() -> None:
    encoder = Remembering(Counting(), size=1)
    with ThreadPoolExecutor(4) as pool:
        assert len(list(pool.map(lambda n: encoder.encode([str(n)]), range(100)))) == 100


def test_asking_never_waits() -> None:
    gate = threading.Event()

    def slowly(name: str) -> HashingEncoder:
        gate.wait(5)
        return HashingEncoder()

    encoders = Encoders(make=slowly)
    assert encoders.get("x") is None
    assert encoders.problem("x") == "the language model is still loading"
    gate.set()
    assert encoders.wait("x", 5)
    assert encoders.get("x") is not None
    assert encoders.problem("x") is None


@pytest.mark.parametrize("error", [ModelError("no such model here"), OSError("disk gone")])
def test_what_cannot_be_loaded_says_why_and_is_not_tried_again(error: Exception) -> None:
    tried = []

    def failing(name: str) -> HashingEncoder:
        tried.append(name)
        raise error

    encoders = Encoders(make=failing)
    assert not encoders.wait("x", 5)
    assert encoders.get("x") is None
    assert str(error) in str(encoders.problem("x"))
    assert tried == ["x"]
