"""Editors' choices: how many are found, by weights that never saw the talk; and what no quote may be."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from ingest import pipeline, quotes
from ingest.embedding import TALK_MODEL
from ingest.models import Quote, Talk
from ingest.quotes.features import HOSTS
from training.quotes import highlights, rivals, train, vectors
from training.quotes.highlights import Labelled
from training.quotes.standing import held_out, so

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(1800)]

FIRST = 20
SEEDS = (0, 1, 2)
EPISODES = 20
_SELLS = re.compile(
    r"brought to you by|today's sponsor|our sponsors?\b|promo code|% off|\b\w+\.(?:com|io)/|sign up (?:today|now|at)"
    r"|head (?:on )?over to|go to \w+\.\w+|listeners of|use code",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_WAITS = re.compile(
    r"(?:before|after|when|while|if|because|since|although|until|unless|whereas)\b", re.IGNORECASE
)
_SUBJECTS = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|can|could|will|would|should|do|does|did|\w+ed|\w+n't|\w+'(?:s|re|m|ll|ve|d)"
    r"|(?:i|you|we|they|people)(?: \w+)? [a-z]+|\w+ (?:makes|takes|gets|goes|means|becomes))\b|, (?=\w)",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:that's|that is|this is|those are|these are|he|she|they|his|her|their|which|its)\b",
    re.IGNORECASE,
)
_TIED = re.compile(r"(?:and|but|or|because|so) ", re.IGNORECASE)


@pytest.fixture(scope="module")
def talks(shared: Path) -> list[Labelled]:
    folder = shared / "highlights"
    if not (folder / "gold.jsonl").is_file():
        pytest.skip("the editors' choices are not in ../shared/data/highlights")
    return highlights.read(folder)


@pytest.fixture(scope="module")
def runs(talks: list[Labelled]) -> list[list[tuple[Labelled, tuple[Quote, ...]]]]:
    near, judge_vectors = vectors.of_passages(talks, TALK_MODEL), vectors.of_candidates(talks)
    return [
        [
            (talk, train.quotes_of(talk, weights, near[talk.name], TALK_MODEL))
            for talk, weights in train.by_fold(talks, {TALK_MODEL: near}, judge_vectors, seed)
        ]
        for seed in SEEDS
    ]


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


def faults(quote: Quote, role: str | None) -> list[str]:
    """Return what no quote may be, by signs that the rules themselves do not read."""
    text = quote.text.replace("’", "'")
    bare = " ".join(_QUOTED.sub("", text).split())
    checks = {
        "asks for a host": "?" in text and role in (*HOSTS, "unknown", None),
        "sells": bool(_SELLS.search(text)),
        "begins small": not (text.lstrip("\"“‘'(")[:1].isupper() or text[:1].isdigit()),
        "does not end": text.rstrip("\"”’')")[-1:] not in (".", "!", "?"),
        "waits": bool(_WAITS.match(bare)) and len(_SUBJECTS.findall(bare)) < 2,
        "points back": bool(_BACK.match(text)),
        "opens no sentence": bool(_TIED.match(text)),
    }
    return [name for name, is_so in checks.items() if is_so]


def role_of(talk: Talk, quote: Quote) -> str | None:
    return talk.speakers[quote.speaker].role if quote.speaker is not None else None


def test_no_first_quote_asks_for_a_host_sells_or_breaks_off(
    runs: list[list[tuple[Labelled, tuple[Quote, ...]]]],
) -> None:
    found = [
        (talk.name, faults(quote, role_of(talk.talk, quote)), quote.text)
        for talk, kept in runs[0]
        for quote in kept[:FIRST]
    ]
    assert len(found) == FIRST * 60
    assert [one for one in found if one[1]] == []


def test_few_first_quotes_are_incomplete_torn_or_point_back(
    runs: list[list[tuple[Labelled, tuple[Quote, ...]]]], shared: Path
) -> None:
    labels = held_out(shared)
    names = {name for name, _ in labels}
    first = [
        labels.get((talk.name, quote.text))
        for talk, kept in runs[0]
        for quote in kept[:FIRST]
        if talk.name in names
    ]
    read = [one for one in first if one is not None]
    assert len(first) == FIRST * 60
    assert len(read) >= 1140
    incomplete, torn, points = so(read).mean(axis=0)
    assert incomplete <= 0.0085
    assert torn <= 0.2
    assert points <= 0.16


def test_nor_in_talks_of_another_show(shared: Path) -> None:
    files = sorted(f for f in (shared / "changelog").rglob("*.md") if f.parent.name != "changelog")
    some = files[:: len(files) // EPISODES][:EPISODES]
    found = []
    for file in some:
        talk = pipeline.analyse(file.read_bytes(), file.name)
        assert len(talk.quotes) >= FIRST
        found += [(file.name, faults(q, role_of(talk, q)), q.text) for q in talk.quotes[:FIRST]]
    assert len(some) == EPISODES
    assert [one for one in found if one[1]] == []


def test_the_shipped_weights_choose_the_same_way_twice(talks: list[Labelled]) -> None:
    talk = talks[0]
    first = quotes.quotes(talk.turns, talk.of_turn, talk.talk.speakers)
    assert first == quotes.quotes(talk.turns, talk.of_turn, talk.talk.speakers)
