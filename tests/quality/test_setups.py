"""Set-ups and points, written in pairs (training/quotes/README.md): most of the one are seen, of the other hardly any."""

from __future__ import annotations

from pathlib import Path

from ingest.quotes.setups import opens_list, sets_up
from ingest.quotes.standing import trimmed
from ingest.sentences import sentences

PAIRS = Path(__file__).parents[2] / "training" / "quotes" / "setups.tsv"


def last(text: str) -> str:
    """Return a quote's last sentence, trimmed."""
    start, end = sentences(text)[-1]
    sentence = text[start:end]
    return sentence[trimmed(sentence) :]


def test_set_ups_are_told_from_points() -> None:
    lines = [line.split("\t") for line in PAIRS.read_text("utf-8").splitlines()]
    seen = {
        kind: [sets_up(last(text)) or opens_list(last(text)) for own, text in lines if own == kind]
        for kind in ("set-up", "point")
    }
    assert len(seen["set-up"]) == len(seen["point"]) == 312
    assert sum(seen["set-up"]) / 312 >= 0.6
    assert sum(seen["point"]) / 312 <= 0.06
