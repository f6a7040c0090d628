"""The converted encoder says what the reference says."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from ingest.embedding import (
    STOCK_MODEL,
    TALK_MODEL,
    SentenceEncoder,
    checks,
    load,
    read,
    sources,
)
from ingest.embedding.converted import ConvertedEncoder

pytestmark = pytest.mark.model

WORDS = "we had two teams that both built the same search box and nobody knew until launch".split()


def talk(count: int, words: int = 0) -> list[str]:
    rng = random.Random(count)
    return [" ".join(rng.choices(WORDS, k=words or rng.randint(1, 90))) for _ in range(count)]


def nearest(
    ours: SentenceEncoder | ConvertedEncoder, other: ConvertedEncoder, texts: Sequence[str]
):
    return checks.cosines(ours.encode(texts), other.encode(texts)).min()


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(checks.SENTENCES, id="every kind of sentence"),
        pytest.param(talk(9), id="a batch and one more"),
        pytest.param(talk(100), id="so many that they are shared out"),
        pytest.param(talk(3, words=2_000), id="longer than the model can read"),
        pytest.param(["", " ", "\n"], id="nothing in them"),
    ],
)
def test_same_vectors_as_the_reference(
    reference: SentenceEncoder, stock: ConvertedEncoder, texts: Sequence[str]
) -> None:
    assert nearest(reference, stock, texts) >= checks.ENOUGH


def test_unit_vectors_in_single_precision(stock: ConvertedEncoder) -> None:
    vectors = stock.encode(talk(40))
    assert vectors.dtype == np.float32
    assert vectors.shape == (40, stock.dimensions) == (40, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


@pytest.mark.parametrize("count", [10, 80])
def test_order_is_the_callers(stock: ConvertedEncoder, count: int) -> None:
    texts = talk(count)
    alone = np.concatenate([stock.encode([text]) for text in texts])
    assert checks.cosines(stock.encode(texts), alone).min() > 0.9995


def test_nothing_to_encode(stock: ConvertedEncoder) -> None:
    assert stock.encode([]).shape == (0, 384)


def test_what_is_beyond_the_models_reach_is_cut_off(stock: ConvertedEncoder) -> None:
    long = " ".join(["word"] * 254)
    assert np.array_equal(stock.encode([long]), stock.encode([f"{long} {long}"]))


def test_name_is_as_given(stock: ConvertedEncoder, reference: SentenceEncoder) -> None:
    assert stock.name == reference.name == STOCK_MODEL


def test_threads_may_share_an_encoder(stock: ConvertedEncoder) -> None:
    from concurrent.futures import ThreadPoolExecutor

    texts = talk(30)
    expected = stock.encode(texts)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: stock.encode(texts), range(8)))
    assert all(np.array_equal(vectors, expected) for vectors in found)


def test_single_precision_agrees_where_the_processor_has_no_half(made, reference) -> None:
    folder = next(made.iterdir())
    encoder = ConvertedEncoder(STOCK_MODEL, folder, dimensions=384, max_tokens=256, precision="f32")
    assert nearest(reference, encoder, checks.SENTENCES) > 0.99999


def test_any_model_of_the_usual_shape_is_converted(save_model: Callable[..., Path]) -> None:
    name = str(save_model(max_tokens=61))
    ours = load(name)
    assert isinstance(ours, ConvertedEncoder)
    assert (ours.name, ours.dimensions) == (name, 32)
    assert nearest(SentenceEncoder(name), ours, [*checks.SENTENCES, *talk(50)]) >= checks.ENOUGH


def test_other_models_are_left_to_the_reference(save_model: Callable[..., Path]) -> None:
    name = str(save_model(pooling="cls_token"))
    assert isinstance(load(name), SentenceEncoder)


def test_an_update_changes_what_the_model_says(update, stock: ConvertedEncoder) -> None:
    ours, theirs = load(TALK_MODEL), SentenceEncoder(TALK_MODEL)
    assert isinstance(ours, ConvertedEncoder)
    assert nearest(theirs, ours, checks.SENTENCES) >= checks.ENOUGH
    assert nearest(theirs, stock, checks.SENTENCES) < 0.99


@pytest.mark.parametrize("name", [STOCK_MODEL, TALK_MODEL])
def test_recorded_vectors_are_the_references(name: str) -> None:
    recorded = checks._recorded(sources.find(name).key)
    assert recorded is not None, "run: python tests/embedding/record.py"
    found = SentenceEncoder(name).encode(checks.SENTENCES)
    assert checks.cosines(found, recorded).min() > 0.99999


PARTED = [
    "We had two teams. Both built the same search box.",
    "Nobody knew. Until launch, that is. Then everybody did.",
    "",
]
PARTS = [[(0, 17), (18, 49)], [(0, 12), (13, 36), (37, 55)], [(0, 0)]]


def test_parts_are_read_where_they_stand(stock: ConvertedEncoder) -> None:
    made, said, _ = read(stock, PARTED, PARTS)
    assert checks.cosines(made, stock.encode(PARTED)).min() > 0.9999
    assert [len(found) for found in said] == [2, 3, 1]
    for text, spans, found in zip(PARTED, PARTS, said, strict=True):
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
        alone = stock.encode([text[start:end] for start, end in spans])
        # Each is nearest to what it says by itself, and says a little of what is around it.
        assert (found @ alone.T).argmax(axis=1).tolist() == list(range(len(spans)))
    assert np.allclose(said[2][0], made[2], atol=1e-3)  # no token begins in it


def test_parts_of_a_text_are_its_tokens_shared_out(stock: ConvertedEncoder) -> None:
    text = PARTED[0]
    [whole], [[first, second]], _ = read(stock, [text], [PARTS[0]])
    assert whole @ (first + second) / np.linalg.norm(first + second) > 0.9


def test_many_parted_texts_come_back_in_order(stock: ConvertedEncoder) -> None:
    texts = talk(70)
    spans = [[(0, len(text) // 2), (len(text) // 2, len(text))] for text in texts]
    together = read(stock, texts, spans).parts
    for number in (0, 33, 69):
        [alone] = read(stock, [texts[number]], [spans[number]]).parts
        assert checks.cosines(together[number], alone).min() > 0.999


def test_an_encoder_that_knows_no_parts_encodes_them_by_themselves(
    reference: SentenceEncoder,
) -> None:
    said = read(reference, PARTED, PARTS).parts
    assert checks.cosines(said[0], reference.encode([PARTED[0][:17], PARTED[0][18:]])).min() > 0.999
    assert read(reference, [], []).parts == []


TOLD = ["How do the teams avoid duplicate work?", "", "We built the same search box twice. " * 30]


def test_tokens_as_the_reference_has_them() -> None:
    ours = read(load(TALK_MODEL), TOLD, [()] * len(TOLD)).tokens
    theirs = SentenceEncoder(TALK_MODEL).tokens(TOLD)
    assert ours is not None
    assert theirs is not None
    for own, other in zip(ours, theirs, strict=True):
        assert list(own.spans) == list(other.spans)
        assert own.telling.tolist() == other.telling.tolist()
        assert np.allclose(own.weights, other.weights, atol=0.1)
        assert ((own.vectors * other.vectors).sum(axis=1) > 0.99).all()


def test_tokens_stand_for_the_words_of_the_text() -> None:
    found = read(load(TALK_MODEL), TOLD, [()] * len(TOLD)).tokens
    assert found is not None
    first = found[0]
    said = [TOLD[0][start:end] for start, end in first.spans]
    assert said == ["How", "do", "the", "teams", "avoid", "duplicate", "work", "?"]
    assert np.allclose(np.linalg.norm(first.vectors, axis=1), 1, atol=1e-5)
    telling = [word for word, tells in zip(said, first.telling, strict=True) if tells]
    assert "the" not in telling
    assert {"teams", "avoid", "duplicate", "work"} <= set(telling)
    assert len(found[1].vectors) == 0


def test_a_model_without_a_projection_has_no_tokens(
    reference: SentenceEncoder, stock: ConvertedEncoder
) -> None:
    assert read(stock, TOLD, [()] * len(TOLD)).tokens is None
    assert read(reference, TOLD, [()] * len(TOLD)).tokens is None
