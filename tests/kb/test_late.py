"""Late interaction: a passage is as near as its nearest words are, each weighed."""

from __future__ import annotations

import numpy as np
import pytest

from ingest import embedding
from ingest.embedding import Tokens
from kb import embeddings, late, lexical
from kb.late import Question
from kb.lexical import Counts


def unit(*rows: list[float]) -> np.ndarray:
    found = np.array(rows, dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def tokens(text: str, weights: list[float] | None = None) -> Tokens:
    spans = [(start, end) for start, end, _ in lexical.places(text)]
    count = len(spans)
    own = np.zeros(count) if weights is None else np.array(weights)
    return Tokens(unit(*np.eye(4)[:count].tolist()), own, np.ones(count, bool), spans)


def test_every_word_looks_for_its_nearest() -> None:
    asked = Question(unit([1, 0], [0, 1]), np.array([0.75, 0.25], dtype=np.float32))
    packed = {
        7: embeddings.pack_short(unit([1, 0])),
        3: embeddings.pack_short(unit([0, 1], [1, 1])),
        5: embeddings.pack_short(unit([-1, 0], [1, 0], [0, 1])),
    }
    found = late.nearness(asked, packed)
    assert list(found) == [7, 3, 5]
    assert found[7] == pytest.approx(0.75, abs=0.02)
    assert found[3] == pytest.approx(0.75 * 0.707 + 0.25, abs=0.02)
    assert found[5] == pytest.approx(1, abs=0.02)


def test_nothing_to_compare() -> None:
    asked = Question(unit([1, 0]), np.ones(1, dtype=np.float32))
    assert late.nearness(asked, {}) == {}
    empty = Tokens(np.zeros((0, 4), np.float32), np.zeros(0), np.zeros(0, bool), [])
    assert late.question("", empty, Counts(10, {})) is None


def test_rare_words_tell_more_than_common_ones() -> None:
    known = Counts(1000, {"kubernetes": 2, "work": 400})
    found = late.question("how kubernetes work", tokens("how kubernetes work"), known)
    assert found is not None
    how, rare, common = found.weights
    assert rare > common > 0
    assert rare > how > 0
    assert found.weights.sum() == pytest.approx(1)


def test_what_the_model_says_of_a_word_counts_too() -> None:
    known = Counts(1000, {"kubernetes": 20, "docker": 20})
    found = late.question("kubernetes docker", tokens("kubernetes docker", [0.0, 2.0]), known)
    assert found is not None
    assert found.weights[1] > 5 * found.weights[0]


@pytest.mark.model
def test_a_passage_keeps_the_words_that_tell() -> None:
    encoder = embedding.load()
    text = "It was the week in which we found that another team was building the same service."
    [packed] = embeddings.embed(encoder, [text])
    read = embedding.read(encoder, [text], [()]).tokens
    assert read is not None
    kept = len(packed.tokens) // (read[0].vectors.shape[1] // 2)
    assert kept == read[0].telling.sum() < len(read[0].vectors)


@pytest.mark.model
def test_a_sentence_that_answers_is_not_drowned_by_the_others() -> None:
    encoder = embedding.load()
    answer = "Another team was building exactly the same thing, and nobody had told us."
    other = "Then we had lunch, looked at the river for a while, and talked about the weather. "
    texts = [other * 5 + answer + " " + other * 5, other * 10]
    asked = "duplicate work between groups"
    made = embedding.read(encoder, [asked], [()])
    assert made.tokens is not None
    question = late.question(asked, made.tokens[0], Counts(100, {"duplicate": 1, "work": 30}))
    assert question is not None
    packed = embeddings.embed(encoder, texts)
    found = late.nearness(question, {n: own.tokens for n, own in enumerate(packed)})
    whole = encoder.encode(texts) @ made.texts[0]
    assert found[0] - found[1] > float(whole[0] - whole[1]) > 0
