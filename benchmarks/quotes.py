"""Editors' choices that are found among a talk's first sentences, beside chance, length and TextRank.

Cross-validated: no talk is judged by weights that saw it. One sentence counts as one, also where a
quote has two or three. The data is `highlights`, beside the folder given, and is not published.
Then what the judge of quotes leaves among the first 20, by readers' labels, beside no judge at all.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

import numpy as np
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))

from ingest.embedding import DEFAULT_MODEL
from ingest.quotes import choice, scoring
from ingest.quotes.doubt import KINDS, Doubt, Judged
from ingest.quotes.weights import Weights, load
from training.quotes import highlights, rivals, train, vectors
from training.quotes.highlights import Labelled
from training.quotes.standing import Example, held_out, so

AT = (20, 50)
_CHANCES = 20


def main() -> None:
    """Print two tables, and the time that judging takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="highlights, or a folder beside it"
    )
    parser.add_argument("--cache", type=Path, help="a folder to keep vectors in")
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
    near = vectors.of_passages(talks, DEFAULT_MODEL, args.cache)
    known, judge_vectors = {DEFAULT_MODEL: near}, vectors.of_candidates(talks, args.cache)
    learnt = {talk.name: own for talk, own in train.by_fold(talks, known, judge_vectors)}
    for step, found in train.validate(talks, known, judge_vectors, DEFAULT_MODEL).items():
        table.add_row(f"Verbatim, {step}", *(f"{found[f'recall@{at}']:.3f}" for at in AT), "")
    Console().print(table)
    Console().print(first(talks, near, learnt, held_out(folder.parent)))
    print(f"{len(talks)} talks; judging a talk's sentences takes {seconds(talks, learnt):.2f} s")


def first(
    talks: Sequence[Labelled],
    near: dict[str, np.ndarray],
    learnt: dict[str, Weights],
    read: dict[tuple[str, str], Example],
) -> Table:
    """Return what of the first quotes is not as it should be, with the judge and without.

    Only quotes that somebody has read count.
    """
    names = {name for name, _ in read}
    table = Table(f"first {AT[0]} of {len(names)} talks", "read", *KINDS)
    for name, judge in (("no judge", _no_doubts), ("Verbatim", choice.judged)):
        found = []
        with mock.patch.object(choice, "judged", judge):
            for talk in talks:
                if talk.name in names:
                    own = learnt[talk.name], near[talk.name], DEFAULT_MODEL
                    quotes = train.quotes_of(talk, *own)[: AT[0]]
                    found += [read.get((talk.name, quote.text)) for quote in quotes]
        known = so([one for one in found if one is not None])
        shares = (f"{share:.4f}" for share in known.mean(axis=0))
        table.add_row(name, f"{len(known)} of {len(found)}", *shares)
    return table


def _no_doubts(texts: Sequence[str]) -> Judged:
    """Return what a judge makes of quotes who doubts none, and knows nothing of them."""
    vectors = np.zeros((len(texts), len(load().closely)), dtype=np.float32)
    return Judged([Doubt(-1.0, -1.0, -1.0)] * len(texts), vectors)


def figures(ranked: Sequence[tuple[Labelled, Sequence[int]]]) -> list[str]:
    """Return recall at each depth, to print."""
    return [f"{highlights.recall(ranked, at):.3f}" for at in AT]


def seconds(talks: Sequence[Labelled], learnt: dict[str, Weights]) -> float:
    """Return how long judging takes, a talk."""
    some = talks[:10]
    start = time.perf_counter()
    for talk in some:
        scoring.sayings(talk.turns, talk.of_turn, talk.talk.speakers, learnt[talk.name])
    return (time.perf_counter() - start) / len(some)


RIVALS: dict[str, Callable[[Labelled], list[int]]] = {
    "longest": rivals.longest,
    "TextRank": rivals.textrank,
    "rules by hand": rivals.by_hand,
}

if __name__ == "__main__":
    main()
