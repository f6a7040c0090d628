"""Chooses how much a cue weighs beside what is said, and what a chapter costs then.

    python training/chapters/choose.py --data ../shared/data

On talks that nothing is reported on: meetings made by laying passages of QMSum's training split
end to end, podcasts with editors' breaks, transcripts with headings. No talk is judged by cues
that were learnt from it: weights are learnt anew without each fold, and meetings of one series
are in one fold.

The rule, which was written before the first run: for each weight of cues the price is the one
with which podcasts get a chapter each 1,700 words; the weight is the one whose errors (Pk plus
WindowDiff over turns), divided by the least of the same source, have the least mean over the five
sources. Podcasts that say "back" behind a break are learnt from and not judged by: editors' breaks
are announced like that, chapters are not.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from train import (
    FOLDS,
    LABEL,
    Divided,
    Row,
    learned,
    parsed,
    rows_of,
    source_of,
    turn,
    with_breaks,
    with_headings,
)

from benchmarks.chapters import errors
from ingest.chapters.cues import Weights
from ingest.chapters.cutting import cuts
from ingest.chapters.stretches import Stretch, divided

GRID = [round(0.3 + 0.1 * n, 1) for n in range(8)]
PRICES = [round(2 + 0.2 * n, 1) for n in range(41)]
CHAPTER = 1700  # words of a podcast's chapter
LEAST_WORDS = 500  # of a piece: what is shorter is no chapter
PIECES = 5  # laid end to end
LEAST_PIECES = 3
SAME = 40  # characters of a turn that two pieces may not share
_BACK = re.compile(r"(?:\W*[\w'’]+){0,11}\W*\bback\b", re.I)


@dataclass(frozen=True)
class Judged:
    """A talk in stretches, whose cues were learnt from other talks."""

    talk: Divided
    pieces: tuple[Stretch, ...]

    @property
    def words(self) -> int:
        return sum(piece.words for piece in self.pieces)


def group_of(talk: str) -> str:
    """Name what must not be parted by folds: a series of meetings, or one talk."""
    if talk.endswith(".txt"):
        return re.match(r"[A-Z]{2}\d+|[A-Za-z]+", talk)[0]
    return talk


def pieces_of(file: Path) -> dict[str, list[str]]:
    """Return the long passages of each series of meetings, none of which repeats another."""
    out: dict[str, list[str]] = defaultdict(list)
    known: dict[str, set[str]] = defaultdict(set)
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        for passage in row["passages"]:
            series = group_of(row["talk"])
            said = {block for block in passage.split("\n\n") if len(block) > SAME}
            if len(passage.split()) >= LEAST_WORDS and said.isdisjoint(known[series]):
                known[series] |= said
                out[series].append(passage)
    return out


def laid(file: Path) -> Iterator[Divided]:
    """Yield meetings made of pieces: five of one series, in an order drawn by chance (seed 0)."""
    for series, pieces in sorted(pieces_of(file).items()):
        order = np.random.default_rng(0).permutation(len(pieces))
        for first in range(0, len(pieces) - LEAST_PIECES + 1, PIECES):
            chosen = [pieces[place] for place in order[first : first + PIECES]]
            yield together(f"{series}-{first}.txt", chosen)


def together(name: str, pieces: Sequence[str]) -> Divided:
    """Lay pieces end to end; a name is the same speaker in all of them."""
    names: dict[str, int] = {}
    turns, begins = [], []
    for piece in pieces:
        begins.append(len(turns))
        labels = (LABEL.match(block) for block in piece.split("\n\n"))
        own = dict.fromkeys(label[1].strip() for label in labels if label)
        numbers = [names.setdefault(name, len(names)) for name in own]
        turns += [turn(numbers[t.speaker], t.text) for t in parsed(piece)]
    return Divided(source_of(name), name, tuple(turns), frozenset(begins[1:]))


def talks_of(data: Path) -> Iterator[Divided]:
    """Yield what is judged."""
    yield from laid(data / "qmsum-train.jsonl")
    for talk in with_breaks(data / "changelog"):
        if not any(_BACK.match(talk.turns[index].text) for index in talk.begins):
            yield talk
    yield from with_headings(data / "tagged")


def fold_of(groups: Sequence[str]) -> dict[str, int]:
    names = sorted(set(groups))
    order = np.random.default_rng(0).permutation(len(names))
    return {names[place]: number % FOLDS for number, place in enumerate(order)}


def crossfitted(rows: dict[str, list[Row]], fold: dict[str, int]) -> list[Weights]:
    """Return for every fold the weights that are learnt without it."""
    return [
        learned({w: [r for r in of if fold[group_of(r.talk)] != n] for w, of in rows.items()})
        for n in range(FOLDS)
    ]


def price_for(pool: ProcessPoolExecutor, podcasts: Sequence[Judged], cue: float) -> float:
    """Return the price with which podcasts get a chapter each 1,700 words."""
    total = sum(judged.words for judged in podcasts)

    def length(price: float) -> float:
        found = pool.map(partial(cut, price=price, cue=cue), podcasts)
        return total / sum(len(at) + 1 for at in found)

    place = bisect_left(PRICES, CHAPTER, key=length)
    return PRICES[min(place, len(PRICES) - 1)]


def cut(judged: Judged, *, price: float, cue: float) -> list[int]:
    return [judged.pieces[at].first for at in cuts(judged.pieces, price=price, cue=cue)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    rows, talks = rows_of(data), list(talks_of(data))
    learnt = (row.talk for of in rows.values() for row in of)
    fold = fold_of([group_of(name) for name in chain(learnt, (talk.name for talk in talks))])
    weights = crossfitted(rows, fold)
    judged = [
        Judged(t, tuple(divided(t.turns, weights=weights[fold[group_of(t.name)]]))) for t in talks
    ]
    of: dict[str, list[Judged]] = defaultdict(list)
    for one in judged:
        of[one.talk.source].append(one)
    for source, members in sorted(of.items()):
        ends = sum(len(one.talk.begins) for one in members)
        words = sum(one.words for one in members) / (ends + len(members))
        print(f"{source}: {len(members)} talks, {ends} boundaries, one in {words:,.0f} words")
    with ProcessPoolExecutor(2) as pool:
        report(pool, of)


def report(pool: ProcessPoolExecutor, of: dict[str, list[Judged]]) -> None:
    """Print the errors for every weight, and what the rule chooses."""
    sources = sorted(of)
    print(f"{'weight':>6}{'price':>7}" + "".join(f"{source:>15}" for source in sources))
    prices, sums = [], []
    for cue in GRID:
        prices.append(price_for(pool, of["podcasts"], cue))
        row = []
        for source in sources:
            found = pool.map(partial(cut, price=prices[-1], cue=cue), of[source])
            pairs = [
                errors(sorted(one.talk.begins), at, [1] * len(one.talk.turns))
                for one, at in zip(of[source], found, strict=True)
            ]
            row.append(np.mean(pairs, axis=0))
        sums.append([pk + wd for pk, wd in row])
        shown = "".join(f"{pk:>8.3f} /{wd:>5.3f}" for pk, wd in row)
        print(f"{cue:>6}{prices[-1]:>7}{shown}", flush=True)
    relative = np.mean(np.array(sums) / np.min(sums, axis=0), axis=1)
    print("against the least of each source:", *(f"{c} {r:.3f}" for c, r in zip(GRID, relative)))
    best = int(np.argmin(relative))
    print(f"chosen: cues weigh {GRID[best]}, a chapter costs {prices[best]}")


if __name__ == "__main__":
    main()
