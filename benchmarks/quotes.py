"""Editors' choices that are found among a talk's first sentences, beside chance, length and TextRank.

Cross-validated: no talk is judged by weights that saw it. One sentence counts as one, also where a
quote has two or three. The data is `highlights`, beside the folder given, and is not published.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.embedding import DEFAULT_MODEL
from ingest.quotes import scoring
from training.quotes import highlights, rivals, train, vectors
from training.quotes.fit import fit
from training.quotes.highlights import Labelled

AT = (20, 50)
_CHANCES = 20


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="highlights, or a folder beside it"
    )
    parser.add_argument("--cache", type=Path, help="a folder to keep the passages' vectors in")
    args = parser.parse_args()
    folder = next(
        (f for f in (args.data, args.data.parent / "highlights") if (f / "gold.jsonl").is_file()),
        None,
    )
    if folder is None:
        print("highlights/gold.jsonl is not beside the data: quotes are not measured")
        return
    talks = highlights.read(folder)
    table = Table("quotes", *(f"recall@{at}" for at in AT), "s/talk")
    for name, ranking in RIVALS.items():
        start = time.perf_counter()
        ranked = [(talk, ranking(talk)) for talk in talks]
        took = (time.perf_counter() - start) / len(talks)
        table.add_row(name, *figures(ranked), f"{took:.3f}")
    chances = [
        [highlights.recall([(t, rivals.chance(t, seed)) for t in talks], at) for at in AT]
        for seed in range(_CHANCES)
    ]
    table.add_row("chance", *(f"{mean:.3f}" for mean in np.mean(chances, axis=0)), "")
    near = {DEFAULT_MODEL: vectors.of_passages(talks, DEFAULT_MODEL, args.cache)}
    for step, found in train.validate(talks, near, DEFAULT_MODEL).items():
        table.add_row(f"Verbatim, {step}", *(f"{found[f'recall@{at}']:.3f}" for at in AT), "")
    Console().print(table)
    print(f"{len(talks)} talks; judging a talk's sentences takes {seconds(talks, near):.2f} s")


def figures(ranked: Sequence[tuple[Labelled, Sequence[int]]]) -> list[str]:
    """Return recall at each depth, to print."""
    return [f"{highlights.recall(ranked, at):.3f}" for at in AT]


def seconds(talks: Sequence[Labelled], near: dict[str, dict[str, np.ndarray]]) -> float:
    """Return how long judging takes, a talk."""
    some = talks[:10]
    weights = fit(some, near)
    start = time.perf_counter()
    for talk in some:
        scoring.sayings(talk.turns, talk.of_turn, talk.talk.speakers, weights)
    return (time.perf_counter() - start) / len(some)


RIVALS: dict[str, Callable[[Labelled], list[int]]] = {
    "longest": rivals.longest,
    "TextRank": rivals.textrank,
    "rules by hand": rivals.by_hand,
}

if __name__ == "__main__":
    main()
