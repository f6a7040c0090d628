"""Floors for topics: curated tags among a talk's first ten, and keys that do not move."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from benchmarks.topics import Item, read, score, textrank, verbatim
from ingest.topics.candidates import candidates

pytestmark = [pytest.mark.slow, pytest.mark.model]


@pytest.fixture(scope="module")
def items(shared: Path) -> list[Item]:
    return list(read(shared / "tagged"))


@pytest.mark.timeout(600)
def test_curated_tags_are_found(items: list[Item]) -> None:
    exact, within = score(items, [verbatim(item) for item in items])
    assert exact >= 0.5
    assert within >= 0.5
    theirs, _ = score(items, [textrank(item) for item in items])
    assert exact > 2 * theirs


def test_a_topic_is_no_speaker_and_no_small_word(items: list[Item]) -> None:
    for item in items[::8]:
        names = {name.lower() for name in verbatim(item)}
        speakers = {speaker.name.lower() for speaker in item.talk.speakers if speaker.named}
        assert not names & speakers
        assert not names & set("people thing things time way company story bunch question".split())


def test_talks_that_write_differently_share_keys(items: list[Item]) -> None:
    forms: dict[str, Counter[str]] = {}
    for item in items[::8]:
        for key, candidate in candidates(item.docs).items():
            forms.setdefault(key, Counter()).update(candidate.forms)
    by_letters = {form.lower().replace("-", " ") for f in forms.values() for form in f}
    assert len(forms) < len(by_letters)
