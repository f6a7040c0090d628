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
    encode_parts,
    load,
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
    made, said = encode_parts(stock, PARTED, PARTS)
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
    [whole], [[first, second]] = encode_parts(stock, [text], [PARTS[0]])
    assert whole @ (first + second) / np.linalg.norm(first + second) > 0.9


def test_many_parted_texts_come_back_in_order(stock: ConvertedEncoder) -> None:
    texts = talk(70)
    spans = [[(0, len(text) // 2), (len(text) // 2, len(text))] for text in texts]
    _, together = encode_parts(stock, texts, spans)
    for number in (0, 33, 69):
        _, [alone] = encode_parts(stock, [texts[number]], [spans[number]])
        assert checks.cosines(together[number], alone).min() > 0.999


def test_an_encoder_that_knows_no_parts_encodes_them_by_themselves(
    reference: SentenceEncoder,
) -> None:
    _, said = encode_parts(reference, PARTED, PARTS)
    assert checks.cosines(said[0], reference.encode([PARTED[0][:17], PARTED[0][18:]])).min() > 0.999
    assert encode_parts(reference, [], [])[1] == []
