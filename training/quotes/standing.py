"""Teach a judge which quotes are incomplete, torn, or point back, and write what ships.

    python training/quotes/standing.py --data ../shared/data --work build/standing --out ingest/data/judge

The labels are `labels.jsonl`: sentences and quotes by their SHA-256, found again in the talks that
they name. Three folds by talk; limits are quantiles of what the folds' own judges said of first
quotes. About a quarter of an hour on two cores.
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
from ingest.quotes.doubt import KINDS
from ingest.quotes.spans import MOST_SENTENCES
from ingest.quotes.standing import trimmed
from training.quotes.fragments import fragments
from training.quotes.teaching import RANK, Judge, taught

LABELS = Path(__file__).parent / "labels.jsonl"
HELD_OUT = Path(__file__).parent / "held-out.jsonl"  # of talks that no judge learns from
FOLDS = 3
KEPT = {"incomplete": 0.7, "torn": 0.9, "points": 0.75}  # of the first quotes
DRAWN = ("chance", "quotes", "kept")

Figures = dict[str, dict[str, dict[str, float]]]


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
    parser.add_argument("--work", type=Path, required=True, help="what the folds said is kept here")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    read = list(examples(args.data))
    print(f"{len(read)} texts, {Counter(one.drawn for one in read)}")
    limits, figures = limited(read, crossed(read, args.work))
    for name, found in figures.items():
        for by, figure in found.items():
            print(name, by, figure)
    write(args.out, _taught(read), limits, figures)


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


def folds(talks: Sequence[str]) -> np.ndarray:
    """Return for each text which fold its talk is in."""
    names = sorted(set(talks))
    order = np.random.RandomState(0).permutation(len(names))
    fold = {names[at]: number % FOLDS for number, at in enumerate(order)}
    return np.array([fold[talk] for talk in talks])


def crossed(read: Sequence[Example], work: Path) -> np.ndarray:
    """Return the log odds of each text by a judge that never saw its talk: minutes a fold, once."""
    known = hashlib.sha256("\n".join(map(repr, read)).encode()).hexdigest()
    of = folds([one.talk for one in read])
    out = np.zeros((len(read), len(KINDS)))
    for number in range(FOLDS):
        file = work / f"{known[:16]}-{number}.npy"
        if not file.is_file():
            judge = _taught([one for one, fold in zip(read, of, strict=True) if fold != number])
            judge.cut()
            work.mkdir(parents=True, exist_ok=True)
            np.save(file, judge.judged([read[at].text for at in np.flatnonzero(of == number)]))
        out[of == number] = np.load(file)
    return out


def _taught(read: Sequence[Example]) -> Judge:
    """Teach a judge by what was read, and by fragments made of what is whole."""
    made = list(fragments([one.text for one in read if not one.torn], random.Random(0)))
    known = np.vstack([so(read), np.tile(np.float32([1, 1, np.nan]), (len(made), 1))])
    return taught(embedding.default_folder(), [*(one.text for one in read), *made], known)


def so(read: Sequence[Example]) -> np.ndarray:
    """Return what is so of texts, shape (texts, 3), in the order of `KINDS`."""
    return np.array([[getattr(one, kind) for kind in KINDS] for one in read], dtype=np.float32)


def limited(read: Sequence[Example], judged: np.ndarray) -> tuple[np.ndarray, Figures]:
    """Return the limits of the log odds, and what they leave by how the texts were drawn."""
    drawn, is_so = np.array([one.drawn for one in read]), so(read)
    limits, figures = [], {}
    for kind, odds, true in zip(KINDS, judged.T, is_so.T, strict=True):
        limit = float(np.quantile(odds[drawn == "quotes"], KEPT[kind]))
        figures[kind] = {by: measured(true[drawn == by], odds[drawn == by], limit) for by in DRAWN}
        limits.append(limit)
    return np.array(limits, dtype=np.float32), figures


def measured(is_so: np.ndarray, scores: np.ndarray, limit: float) -> dict[str, float]:
    """Return how well scores tell texts apart, and what a limit leaves."""
    rank = np.argsort(np.argsort(scores))
    so = is_so.astype(bool)
    above = rank[so].mean() - (so.sum() - 1) / 2
    kept = scores <= limit
    return {
        "texts": len(is_so),
        "auc": round(float(above / (~so).sum()), 3),
        "kept": round(float(kept.mean()), 3),
        "so": round(float(is_so.mean()), 3),
        "so, of the kept": round(float(is_so[kept].mean()), 3),
    }


def write(folder: Path, judge: Judge, limits: np.ndarray, figures: Figures) -> None:
    """Write the judge with its limits, and its card."""
    folder.mkdir(parents=True, exist_ok=True)
    file, head = folder / f"{embedding.JUDGE_MODEL}.safetensors", folder / "head.npz"
    save_file(judge.cut(), file)
    weights, constants = judge.said()
    np.savez(head, weights=weights, constants=constants, limits=limits)
    card = {
        "name": embedding.JUDGE_MODEL,
        "version": "1",
        "base": embedding.STOCK_MODEL,
        "base_sha256": sources.STOCK_SHA256,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "head_sha256": hashlib.sha256(head.read_bytes()).hexdigest(),
        "labels": hashlib.sha256(LABELS.read_bytes()).hexdigest(),
        "dimensions": len(weights),
        "rank": RANK,
        "kinds": KINDS,
        "kept": KEPT,
        "figures": figures,
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
