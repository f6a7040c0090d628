"""Words embedded once a batch: nothing that is read changes by it."""

from __future__ import annotations

import pytest
import spacy
from spacy.language import Language
from thinc.api import Model
from thinc.types import Ragged

from ingest.distinct import embed_once
from ingest.nlp import SHIPPED

TEXTS = [
    "We moved to Lisbon in 2019, and Maria Lopes at Acme said that the team was too small.",
    "So the team, the team was the thing that mattered. The team and the thing.",
    "",
    "ok so you know we we moved to lisbon\n\nand that was that",
]


@pytest.fixture(scope="module")
def pipelines() -> tuple[Language, Language]:
    """Return the pipeline that ships as it is, and embedding words once."""
    once = spacy.load(SHIPPED)
    embed_once(once)
    return spacy.load(SHIPPED), once


def test_reads_the_same(pipelines: tuple[Language, Language]) -> None:
    plain, once = (list(nlp.pipe(TEXTS)) for nlp in pipelines)
    for one, other in zip(plain, once, strict=True):
        assert [(t.text, t.pos_, t.tag_, t.lemma_, t.ent_type_) for t in other] == [
            (t.text, t.pos_, t.tag_, t.lemma_, t.ent_type_) for t in one
        ]


def test_sees_each_word_once() -> None:
    seen: list[int] = []

    def count(model: Model, words: Ragged, is_train: bool) -> tuple[Ragged, None]:  # noqa: FBT001 - as thinc calls it
        seen.append(len(words.dataXd))
        return model.layers[0].predict(words), None

    once = spacy.load(SHIPPED)
    embed_once(once)
    (layer,) = [n for n in once.get_pipe("tok2vec").model.walk() if n.name == "once"]  # type: ignore[attr-defined]
    layer.replace_node(layer.layers[0], Model("count", count, layers=[layer.layers[0]]))
    once("a a a b b a")
    assert seen == [2]


def test_leaves_a_pipeline_without_such_a_layer_alone() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    embed_once(nlp)
    assert [s.text for s in nlp("Yes. No.").sents] == ["Yes.", "No."]
