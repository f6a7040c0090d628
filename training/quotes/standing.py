"""Teach a judge which quotes are incomplete, torn, or point back, and write what ships.

    python training/quotes/standing.py --data ../shared/data --out ingest/data/judge
    python training/quotes/limits.py --data ../shared/data

The labels are `labels.jsonl`: sentences and quotes by their SHA-256, found again in the talks that
they name. About a quarter of an hour on two cores. What is doubtful is set by the second script.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import chapters, embedding, passages
from ingest.embedding import sources
from ingest.pipeline import read_talk
from ingest.quotes.doubt import FILE, KINDS
from ingest.quotes.spans import MOST_SENTENCES
from ingest.quotes.standing import trimmed
from training.quotes.fragments import fragments
from training.quotes.teaching import RANK, Judge, taught

LABELS = Path(__file__).parent / "labels.jsonl"
HELD_OUT = Path(__file__).parent / "held-out.jsonl"  # of talks that no judge learns from


class Example(NamedTuple):
    """A text that was read: one sentence, or a quote of up to three."""

    talk: str
    drawn: str
    text: str
    incomplete: bool
    torn: bool
    points: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    read = list(examples(args.data))
    print(f"{len(read)} texts, {Counter(one.drawn for one in read)}")
    write(args.out, _taught(read))


def examples(folder: Path, labels: Path = LABELS) -> Iterator[Example]:
    """Yield what was read, with its words, which are found in the talk."""
    lines = sorted(map(json.loads, labels.read_text("utf-8").splitlines()), key=lambda x: x["talk"])
    for name, group in groupby(lines, key=lambda label: str(label["talk"])):
        file = folder / name
        talk = read_talk(file.read_bytes(), file.name)
        _, turns = chapters.with_chapters(talk.turns, talk.chapters)
        texts = {}
        for turn in turns:
            spans = passages.spoken(turn)
            for at, (start, _) in enumerate(spans):
                for _, end in spans[at : at + MOST_SENTENCES]:
                    text = turn.text[start:end]
                    text = text[trimmed(turn.text[start : spans[at][1]]) :]
                    text = text[:1].upper() + text[1:]
                    texts[hashlib.sha256(text.encode()).hexdigest()] = text
        for label in group:
            if text := texts.get(label["sha256"], ""):
                is_so = (not label[kind] for kind in ("complete", "whole", "alone"))
                yield Example(name, label["drawn"], text, *is_so)


def held_out(folder: Path) -> dict[tuple[str, str], Example]:
    """Return what was read of the talks that no judge learns from, by the talk's name and the text."""
    return {(Path(one.talk).stem, one.text): one for one in examples(folder, HELD_OUT)}


def _taught(read: Sequence[Example]) -> Judge:
    """Teach a judge by what was read, and by fragments made of what is whole."""
    made = list(fragments([one.text for one in read if not one.torn], random.Random(0)))
    known = np.vstack([so(read), np.tile(np.float32([1, 1, np.nan]), (len(made), 1))])
    return taught(embedding.default_folder(), [*(one.text for one in read), *made], known)


def so(read: Sequence[Example]) -> np.ndarray:
    """Return what is so of texts, shape (texts, 3), in the order of `KINDS`."""
    return np.array([[getattr(one, kind) for kind in KINDS] for one in read], dtype=np.float32)


def write(folder: Path, judge: Judge) -> None:
    """Write the judge and its card; nothing is doubtful as long as it has no limits."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{embedding.JUDGE_MODEL}.safetensors"
    save_file(judge.cut(), file)
    weights, constants = judge.said()
    limits = np.full(len(KINDS), np.inf, dtype=np.float32)
    np.savez(folder / FILE.name, weights=weights, constants=constants, limits=limits)
    card = {
        "name": embedding.JUDGE_MODEL,
        "version": "2",
        "base": embedding.STOCK_MODEL,
        "base_sha256": sources.STOCK_SHA256,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "labels": hashlib.sha256(LABELS.read_bytes()).hexdigest(),
        "dimensions": len(weights),
        "rank": RANK,
        "kinds": KINDS,
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
