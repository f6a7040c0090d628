"""Learn which quotes are torn and which point back, from labels, and write what ships.

    python training/quotes/standing.py --data ../shared/data --out ingest/data/quotes

The labels are `labels.jsonl`: sentences and quotes by their SHA-256, found again in the talks that
they name. Six folds by talk; limits are quantiles of the folds' own scores on what was drawn by
chance.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import chapters, passages
from ingest.pipeline import read_talk
from ingest.quotes.doubt import MOST, signs_of
from ingest.quotes.grammar import Signs
from ingest.quotes.spans import MOST_SENTENCES
from ingest.quotes.standing import trimmed

LABELS = Path(__file__).parent / "labels.jsonl"
FOLDS = 6
FEWEST = 3  # texts that show a sign; rarer ones teach nothing
RIDGE = {"torn": 80.0, "points": 40.0}
KEPT = {"torn": 0.8, "points": 0.75}  # of the sentences drawn by chance
DRAWN = ("chance", "quotes")
_STEPS = 12


class Example(NamedTuple):
    """A text that was read: one sentence, or a quote of up to three."""

    talk: str
    drawn: str
    text: str
    torn: bool
    points: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    read = list(examples(args.data))
    drawn = np.array([one.drawn for one in read])
    print(
        f"{len(read)} texts of {len({one.talk for one in read})} talks, {Counter(drawn.tolist())}"
    )
    signs = signs_of([one.text for one in read])
    talks = [one.talk for one in read]
    learnt, figures = {}, {}
    for at, name in enumerate(("torn", "points")):
        rows = [pair[at] for pair in signs]
        is_so = np.array([getattr(one, name) for one in read], dtype=float)
        scores = crossed(rows, is_so, talks, RIDGE[name])
        limit = float(np.quantile(scores[drawn == "chance"], KEPT[name]))
        figures[name] = {
            by: measured(is_so[drawn == by], scores[drawn == by], limit) for by in DRAWN
        }
        for by, found in figures[name].items():
            print(name, by, found)
        weights = fit(rows, is_so, RIDGE[name])
        limit -= weights.pop("")
        learnt[name] = {"limit": round(limit, 3), "weights": weights}
    write(args.out, learnt, figures)


def examples(folder: Path) -> Iterator[Example]:
    """Yield what was read, with its words, which are found in the talk."""
    lines = sorted(map(json.loads, LABELS.read_text("utf-8").splitlines()), key=lambda x: x["talk"])
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
                whole, alone = label["whole"], label["alone"]
                yield Example(name, label["drawn"], text, not whole, not alone)


def crossed(
    rows: Sequence[Signs], is_so: np.ndarray, talks: Sequence[str], penalty: float
) -> np.ndarray:
    """Return for each text its log odds by weights that never saw its talk."""
    names = sorted(set(talks))
    order = np.random.RandomState(0).permutation(len(names))
    fold = {names[at]: number % FOLDS for number, at in enumerate(order)}
    of = np.array([fold[talk] for talk in talks])
    out = np.zeros(len(rows))
    for number in range(FOLDS):
        weights = fit([r for r, f in zip(rows, of) if f != number], is_so[of != number], penalty)
        for at in np.flatnonzero(of == number):
            out[at] = weights[""] + sum(
                weights.get(sign, 0.0) * min(n, MOST) for sign, n in rows[at].items()
            )
    return out


def fit(rows: Sequence[Signs], is_so: np.ndarray, penalty: float) -> dict[str, float]:
    """Return a weight for each sign, and under "" the constant: logistic regression by Newton's method.

    Signs that are seldom there are held closer to 0: each is penalised by its spread.
    """
    seen = Counter(sign for row in rows for sign, n in row.items() if n)
    names = sorted(sign for sign, n in seen.items() if n >= FEWEST)
    column = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names) + 1))
    matrix[:, -1] = 1.0
    for at, row in enumerate(rows):
        for sign, n in row.items():
            if sign in column:
                matrix[at, column[sign]] = min(n, MOST)
    scale = np.append(np.sqrt(matrix[:, :-1].std(axis=0)) + 0.05, 1.0)
    matrix /= scale
    held = np.full(len(names) + 1, penalty)
    held[-1] = 1e-6
    weight = np.zeros(len(names) + 1)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weight))
        slope = matrix.T @ (chance - is_so) + held * weight
        curve = (matrix.T * (chance * (1 - chance))) @ matrix + np.diag(held)
        weight -= np.linalg.solve(curve, slope)
    found = weight / scale
    return {name: round(float(w), 3) for name, w in zip([*names, ""], found, strict=True)}


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


def write(folder: Path, learnt: dict[str, object], figures: dict[str, object]) -> None:
    """Write the weights and their card."""
    file = folder / "standing.json"
    file.write_text(json.dumps(learnt, indent=0, ensure_ascii=False) + "\n", "utf-8")
    card = {
        "name": "standing",
        "version": "1",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "labels": hashlib.sha256(LABELS.read_bytes()).hexdigest(),
        "ridge": RIDGE,
        "figures": figures,
    }
    (folder / "standing-card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
