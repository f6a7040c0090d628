"""Fit the curves of kb/calibration.py, and print them with how far they can be trusted.

    .venv/bin/python training/search/calibrate.py ../shared/data [--model NAME] [--quick]

DATA is a folder with changelog-train/queries.jsonl. Archives of four sizes are made of its
passages; what is asked are the queries of the talks that the encoder was not trained on, each once
with the talk that has the answer and once without. Figures are of talks that the curve was not
fitted on (five folds by talk). Ten minutes on two cores; --quick leaves the largest archive out.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent))

import archive  # noqa: E402
from observe import Observed, observe  # noqa: E402

from ingest import embedding  # noqa: E402
from kb import embeddings  # noqa: E402
from kb.calibration import MEANING_BEND, NOTHING_CLOSE, WORDS_BEND  # noqa: E402
from kb.search import MODES  # noqa: E402

FOLDS = 5
EDGES = (0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8)
THRESHOLDS = (0.02, 0.03, 0.05, 0.07, 0.1)
_RIDGE = 1e-5


def observations(data: Path, model: str, *, quick: bool) -> list[Observed]:
    """Return the hits of all held-out queries in archives of several sizes."""
    rows = archive.read(data / "changelog-train" / "queries.jsonl")
    told, held = archive.talks(rows), archive.held_out(rows)
    chance = random.Random(1)
    inside = [talk for talk in told if talk.talk in held]
    outside = [talk for talk in told if talk.talk not in held]
    chance.shuffle(inside)
    chance.shuffle(outside)
    archives = [inside[:30], inside, inside + outside[:350], inside + outside]
    encoder = embedding.load(model)
    texts = [text for talk in archives[-1 - quick] for text in talk.passages]
    vectors = dict(zip(texts, embeddings.embed(encoder, texts), strict=True))
    found: list[Observed] = []
    for some in archives[: len(archives) - quick]:
        names = {talk.talk for talk in some} & held
        with tempfile.TemporaryDirectory() as folder:
            db = archive.make(Path(folder) / "kb.db", some, vectors, encoder)
            found += observe(db, encoder, archive.queries(rows, names), MODES)
            db.close()
        print(f"searched {sum(len(talk.passages) for talk in some):,} passages", file=sys.stderr)
    return found


def features(found: Sequence[Observed]) -> np.ndarray:
    """Return what the curve sees of hits: 1, weight, weight above the bend, log10 of passages."""
    weight = np.array([hit.weight for hit in found])
    bend = WORDS_BEND if found[0].mode == "keyword" else MEANING_BEND
    size = np.log10([hit.size for hit in found])
    return np.c_[np.ones(len(found)), weight, np.maximum(0, weight - bend), size]


def fitted(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights of a logistic regression that only rises with a hit's weight."""

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b
        value = np.mean(np.logaddexp(0, z) - y * z) + _RIDGE * np.sum(b[1:] ** 2)
        slope = x.T @ (1 / (1 + np.exp(-z)) - y) / len(y)
        slope[1:] += 2 * _RIDGE * b[1:]
        return float(value), slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def crossed(found: Sequence[Observed], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return each hit's chance by a curve that was fitted on other talks."""
    talks = sorted({hit.talk for hit in found})
    random.Random(0).shuffle(talks)
    fold_of = {talk: number % FOLDS for number, talk in enumerate(talks)}
    folds = np.array([fold_of[hit.talk] for hit in found])
    out = np.zeros(len(y))
    for fold in range(FOLDS):
        b = fitted(x[folds != fold], y[folds != fold])
        out[folds == fold] = 1 / (1 + np.exp(-x[folds == fold] @ b))
    return out


def report(mode: str, found: Sequence[Observed], chance: np.ndarray, right: np.ndarray) -> None:
    """Print, as Markdown, how often what was promised came true, and what "nothing close" is worth."""
    print(f"\n### {mode}\n\n| promised | hits | were right |\n| --- | --- | --- |")
    bins = np.digitize(chance, EDGES)
    for number in sorted(set(bins)):
        own = bins == number
        print(f"| {chance[own].mean():.3f} | {own.sum():,} | {right[own].mean():.3f} |")
    first = np.array([hit.rank == 1 for hit in found])
    absent = np.array([hit.absent for hit in found])
    sizes = np.array([hit.size for hit in found])
    for size in sorted(set(sizes)):
        own = first & (sizes == size)
        area = separated(chance[own], ~absent[own])
        print(f"\n{size:,} passages: area under the curve of present and absent answers {area:.3f}")
    if mode == "keyword":
        return
    found_at_all = {(hit.size, hit.query) for hit in found if hit.right and not hit.absent}
    among = np.array([(hit.size, hit.query) in found_at_all for hit in found])
    print("\n| passages | below | precision | recall | false alarms | where it is among ten |")
    print("| --- | --- | --- | --- | --- | --- |")
    for size in sorted(set(sizes)):
        own = first & (sizes == size)
        for threshold in THRESHOLDS:
            said = chance[own] < threshold
            gone, there = absent[own], among[own] & ~absent[own]
            mark = "**" if threshold == NOTHING_CLOSE else ""
            print(
                f"| {size:,} | {mark}{threshold}{mark} | {gone[said].mean():.2f} "
                f"| {said[gone].mean():.2f} | {said[~gone].mean():.2f} "
                f"| {said[there].mean():.2f} |"
            )


def separated(chance: np.ndarray, wanted: np.ndarray) -> float:
    """Return the area under the curve: how often a wanted one has the higher chance."""
    order = np.argsort(chance)
    ranks = np.empty(len(chance))
    ranks[order] = np.arange(1, len(chance) + 1)
    count = int(wanted.sum())
    return float((ranks[wanted].sum() - count * (count + 1) / 2) / (count * (~wanted).sum()))


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", default=embedding.DEFAULT_MODEL)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    every = observations(args.data, args.model, quick=args.quick)
    curves: dict[str, np.ndarray] = {}
    for mode in MODES:
        found = [hit for hit in every if hit.mode == mode]
        x, y = features(found), np.array([float(hit.right) for hit in found])
        curves[mode] = fitted(x, y)
        report(mode, found, crossed(found, x, y), y)
    written = {mode: ", ".join(f"{n:.3f}" for n in curve) for mode, curve in curves.items()}
    print("\nFor kb/calibration.py:\n")
    print(f"KEYWORD = Curve({written['keyword']})")
    print(f'FITTED: "{args.model}": {{')
    for mode in ("hybrid", "semantic"):
        print(f'    "{mode}": Curve({written[mode]}, MEANING_BEND),')
    print("}")


if __name__ == "__main__":
    main()
