"""Learn where sentences end in unpunctuated talk: a logistic regression over hashed words.

    python -m training.sentences.train --data FOLDER

FOLDER holds `tagged/` and `qmsum-train.jsonl`. Ten minutes of one core; scipy comes with the
embedding extra. A tenth of the turns is held out; the figures on it are printed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from benchmarks.sentences import unpunctuated
from ingest.cleaning import gaps
from training.sentences import corpus

_PENALTY = 3.0
_HELD_OUT = 0.1
_ROUNDS = 100
_WIDE = 25  # bits of a hash by which signs are counted
_FEWEST = 4
Turn = tuple[list[str], NDArray[np.bool_]]


def main() -> None:
    """Write the weights, and print how good they are on what was held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=gaps.FILE)
    parser.add_argument("--penalty", type=float, default=_PENALTY)
    args = parser.parse_args()
    turns = [t for t in map(unpunctuated, corpus.said(args.data)) if len(t[0]) > 1]
    random.Random(0).shuffle(turns)
    cut = int(len(turns) * _HELD_OUT)
    weights = learnt(turns[cut:], args.penalty)
    for threshold in (-1.2, -0.9, -0.6, -0.3):
        print(
            threshold,
            "precision %.3f recall %.3f F1 %.3f" % measured(turns[:cut], weights, threshold),
        )
    args.out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(args.out, steps=weights.steps, step=weights.step, bias=weights.bias)
    print(f"{args.out}: {args.out.stat().st_size:,} bytes")
    card(args.out.parent)


def card(folder: Path) -> None:
    """Write down the hashes of what was learnt, which a test compares."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".npz", ".txt"))
    sums = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
    (folder / "card.json").write_text(json.dumps({"sha256": sums}, indent=2) + "\n", "utf-8")


def learnt(turns: list[Turn], penalty: float) -> gaps.Weights:
    """Return the weights that make the turns' own stops most likely, large weights penalised."""
    rows = np.concatenate([gaps.hashes(words) for words, _ in turns], axis=1).T
    wide = np.concatenate([gaps.hashes(words, bits=_WIDE) for words, _ in turns], axis=1).T
    target = np.concatenate([ends for _, ends in turns]).astype(np.float64)
    # A sign that few gaps share says nothing about another.
    counts = np.bincount(wide.ravel(), minlength=1 << _WIDE)
    keep = counts[wide] >= _FEWEST
    del wide
    starts = np.concatenate([[0], np.cumsum(keep.sum(axis=1))])
    columns = rows[keep]
    found = csr_matrix(
        (np.ones(len(columns), dtype=np.float32), columns, starts),
        shape=(len(rows), 1 << gaps.BITS),
    )
    print(
        f"{len(turns):,} turns, {len(target):,} gaps, {int(target.sum()):,} ends, {int((counts >= _FEWEST).sum()):,} signs"
    )

    def loss(x: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logits = found @ x[1:] + x[0]
        likely = 1 / (1 + np.exp(-logits))
        value = float(np.sum(np.logaddexp(0, logits) - target * logits))
        off = likely - target
        slope = np.concatenate([[off.sum()], found.T @ off + penalty * x[1:]])
        return value + penalty / 2 * float(x[1:] @ x[1:]), slope

    start = np.zeros(1 + (1 << gaps.BITS))
    start[0] = np.log(target.mean() / (1 - target.mean()))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _ROUNDS}).x
    step = float(np.abs(best[1:]).max()) / 127
    return gaps.Weights(np.round(best[1:] / step).astype(np.int8), step, float(best[0]))


def measured(
    turns: list[Turn], weights: gaps.Weights, threshold: float
) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the gaps whose odds are above a threshold."""
    hits = found = gold = 0
    for words, ends in turns:
        said = gaps.scores(words, weights) > threshold
        hits, found, gold = (
            hits + int((said & ends).sum()),
            found + int(said.sum()),
            gold + int(ends.sum()),
        )
    precision, recall = hits / max(1, found), hits / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


if __name__ == "__main__":
    main()
