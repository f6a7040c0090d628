"""Reported speech: the owner's documents quote nobody, and prose is read as well as by textacy's rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import reported as bench
from ingest.reported import reported

pytestmark = [pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(600)]

# Found by textacy's rules and no speech: the subject of a letter.
NO_SPEECH = ("Revisiting",)


def test_the_owners_documents_report_no_speech(shared: Path) -> None:
    """By hand: titles of rows and a term stand between marks in two of them, and no words of anybody."""
    talks = list(bench.talks(shared / "seeds"))
    assert len(talks) == 5
    assert any("“" in turn.text for talk in talks for turn in talk.turns)
    assert [
        reported(turn.text) for talk in talks for turn in talk.turns if reported(turn.text)
    ] == []


@pytest.mark.parametrize("name", ["samples", "seeds", "tagged"])
def test_prose_is_read_as_well_as_by_textacys_rules(shared: Path, name: str) -> None:
    folder = bench.SAMPLES if name == "samples" else shared / name
    texts = [t.text for talk in bench.talks(folder) if bench.is_prose(talk) for t in talk.turns]
    (ours, theirs, both, _), lost = bench.compared(texts)
    only_theirs = [text[one.start : one.end] for text, one in lost]
    assert [words for words in only_theirs if not words.startswith(NO_SPEECH)] == []
    assert ours >= both == theirs - len(lost)


def test_speech_of_talks_is_read_nearly_as_well(shared: Path) -> None:
    texts = [t.text for talk in bench.talks(shared / "tagged") for t in talk.turns]
    (_, theirs, both, _), _ = bench.compared(texts)
    assert theirs > 150
    assert both >= 0.96 * theirs
