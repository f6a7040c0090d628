"""Editors' choices: how many are found, by weights that never saw the talk; and what no quote may be."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from ingest import quotes
from ingest.embedding import TALK_MODEL
from ingest.models import Quote
from ingest.quotes import choice, places, scoring
from ingest.quotes.features import HOSTS
from ingest.quotes.weights import Weights
from training.quotes import highlights, rivals, vectors
from training.quotes.fit import fit
from training.quotes.highlights import Labelled

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(1800)]

FIRST = 20
SEEDS = (0, 1, 2)
_SELLS = re.compile(
    r"brought to you by|sponsor|promo code|free trial|\b\w+\.com\b|sign up", re.IGNORECASE
)


@pytest.fixture(scope="module")
def talks(shared: Path) -> list[Labelled]:
    folder = shared / "highlights"
    if not (folder / "gold.jsonl").is_file():
        pytest.skip("the editors' choices are not in ../shared/data/highlights")
    return highlights.read(folder)


def judged(talk: Labelled, weights: Weights, near: np.ndarray) -> tuple[Quote, ...]:
    cast = talk.talk.speakers
    plain = scoring.sayings(talk.turns, talk.of_turn, cast, weights)
    guests = [i is None or cast[i].role not in HOSTS for i in talk.of_turn]
    said = places.place(plain, talk.passages, near, TALK_MODEL, guests, weights)
    assert said is not None
    return choice.chosen(talk.turns, talk.of_turn, cast, said, written=False)


@pytest.fixture(scope="module")
def runs(talks: list[Labelled]) -> list[list[tuple[Labelled, tuple[Quote, ...]]]]:
    near = vectors.of_passages(talks, TALK_MODEL)
    out = []
    for seed in SEEDS:
        ranked = []
        for fold in highlights.folds(len(talks), seed):
            held = set(fold.tolist())
            weights = fit([t for i, t in enumerate(talks) if i not in held], {TALK_MODEL: near})
            ranked += [(talks[i], judged(talks[i], weights, near[talks[i].name])) for i in fold]
        out.append(ranked)
    return out


def mean_recall(runs: list[list[tuple[Labelled, tuple[Quote, ...]]]], at: int) -> float:
    """Return recall among the first sentences: one in a quote of two counts as one of two."""
    found = [
        highlights.recall(
            [(t, [n for group in highlights.sentences_in(t, q) for n in group]) for t, q in ranked],
            at,
        )
        for ranked in runs
    ]
    return sum(found) / len(found)


def test_every_choice_of_the_editors_is_a_sentence_of_ours(talks: list[Labelled]) -> None:
    groups = [group for talk in talks for group in talk.gold]
    assert len(groups) == 326
    assert all(groups)


def test_recall_of_the_editors_choices(
    runs: list[list[tuple[Labelled, tuple[Quote, ...]]]],
) -> None:
    assert mean_recall(runs, 20) >= 0.15
    assert mean_recall(runs, 50) >= 0.28


def test_rivals_find_less(talks: list[Labelled]) -> None:
    for rival in (partial(rivals.chance, seed=0), rivals.longest, rivals.textrank, rivals.by_hand):
        assert highlights.recall([(talk, rival(talk)) for talk in talks], 20) < 0.1


def test_no_first_quote_asks_for_a_host_sells_or_breaks_off(
    runs: list[list[tuple[Labelled, tuple[Quote, ...]]]],
) -> None:
    for talk, kept in runs[0]:
        for quote in kept[:FIRST]:
            role = talk.talk.speakers[quote.speaker].role if quote.speaker is not None else None
            assert not ("?" in quote.text and role in HOSTS), quote.text
            assert not _SELLS.search(quote.text), quote.text
            assert quote.text.lstrip("\"“‘'(")[:1].isupper() or quote.text[:1].isdigit(), quote.text
            assert quote.text.rstrip("\"”’')")[-1:] in ".!?", quote.text


def test_the_shipped_weights_choose_the_same_way_twice(talks: list[Labelled]) -> None:
    talk = talks[0]
    first = quotes.quotes(talk.turns, talk.of_turn, talk.talk.speakers)
    assert first == quotes.quotes(talk.turns, talk.of_turn, talk.talk.speakers)
