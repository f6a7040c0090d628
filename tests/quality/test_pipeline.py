"""Floors for the language pipeline that ships: on texts that its training never saw, and in time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language

from benchmarks import pipeline as bench
from ingest import near_capitals

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return bench.spacy.load(bench.SHIPPED)


@pytest.fixture(scope="module")
def texts(shared: Path) -> Callable[[str], list[object]]:
    if bench.place(shared) is None:
        pytest.skip("the treebank is not in ../shared/data/ud-ewt")
    documents = bench.read_ewt(shared, "test", named=True)
    return lambda style: bench.styled(documents, bench.STYLES[style])


@pytest.mark.parametrize(
    ("style", "least", "sentences"),
    [("as written", 0.94, 0.74), ("lower-cased, unpunctuated", 0.90, 0.22)],
)
def test_parts_of_speech_and_sentences(
    nlp: Language, texts: Callable[[str], list[object]], style: str, least: float, sentences: float
) -> None:
    assert bench.accuracies(nlp, texts(style))["pos"] >= least
    assert bench.sentence_f(nlp, texts(style))[2] >= sentences


def test_names_are_found_better_than_by_capitals(
    nlp: Language, texts: Callable[[str], list[object]]
) -> None:
    found = dict(bench.name_scores(nlp, texts("as written"), bench.NAMES))
    assert found["all"][2] >= 0.54
    assert found["any label"][2] >= found["rule, any label"][2] + 0.15


def test_names_near_capitals_are_nearly_all(
    nlp: Language, texts: Callable[[str], list[object]]
) -> None:
    written = texts("as written")
    everywhere = dict(bench.name_scores(nlp, written, bench.NAMES))["all"][2]
    near = bench.spacy.load(bench.SHIPPED)
    near_capitals.add(near)
    assert dict(bench.name_scores(near, written, bench.NAMES))["all"][2] >= everywhere - 0.01


def test_it_loads_in_a_second() -> None:
    assert bench.loading() < 1


def test_it_reads_ten_thousand_words_a_second(
    nlp: Language, texts: Callable[[str], list[object]]
) -> None:
    some = [bench.join(sentences)[0] for sentences in texts("as written")]
    assert bench.speed(nlp, some, bench.SETS["everything"]) >= 10_000
