"""Learn what editors choose, say how well it is learnt, and write the weights that ship.

    python training/quotes/train.py --data ../shared/data/highlights --cache build/quotes \
        --out ingest/data/quotes

The figures are of six folds by talk, averaged over four ways to divide the talks; the weights are
learnt from all talks. Everything is deterministic: the seeds are those of the divisions, 0 to 3.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import embedding
from ingest.models import Quote, Saying
from ingest.quotes import choice, doubt, scoring
from ingest.quotes.features import HOSTS, NAMES
from ingest.quotes.places import place
from ingest.quotes.weights import Weights
from training.quotes import highlights, vectors
from training.quotes.fit import CLOSELY_RIDGE, PLACE_RIDGE, RIDGE, fit
from training.quotes.highlights import Labelled

SEEDS = (0, 1, 2, 3)
AT = (20, 50)
STEPS = ("features", "features, as quotes", "with place", "with place, as quotes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=None)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    talks = highlights.read(args.data)
    known = {
        model: vectors.of_passages(talks, model, args.cache)
        for model in (embedding.TALK_MODEL, embedding.STOCK_MODEL)
    }
    judge_vectors = vectors.of_candidates(talks, args.cache)
    figures = {model: validate(talks, known, judge_vectors, model) for model in known}
    for model, steps in figures.items():
        for step, found in steps.items():
            print(f"{model:24} {step:24}", found)
    write(args.out, fit(talks, known, judge_vectors), figures)


def validate(
    talks: Sequence[Labelled],
    known: Mapping[str, Mapping[str, np.ndarray]],
    judge_vectors: Mapping[str, np.ndarray],
    model: str,
) -> dict[str, dict[str, float]]:
    """Return recall by step, each talk judged by weights learnt without its fold."""
    runs: dict[str, list[list[float]]] = {step: [] for step in STEPS}
    for seed in SEEDS:
        ranked: dict[str, list[tuple[Labelled, list[int]]]] = {step: [] for step in STEPS}
        for talk, learnt in by_fold(talks, {model: known[model]}, judge_vectors, seed):
            for step, order in orders(talk, learnt, known[model][talk.name], model).items():
                ranked[step].append((talk, order))
        for step, pairs in ranked.items():
            runs[step].append([highlights.recall(pairs, at) for at in AT])
    return {
        step: {f"recall@{at}": round(float(v), 3) for at, v in zip(AT, np.mean(found, 0))}
        for step, found in runs.items()
    }


def by_fold(
    talks: Sequence[Labelled],
    known: Mapping[str, Mapping[str, np.ndarray]],
    judge_vectors: Mapping[str, np.ndarray],
    seed: int = 0,
) -> Iterator[tuple[Labelled, Weights]]:
    """Yield each talk with weights that were learnt without its fold."""
    for fold in highlights.folds(len(talks), seed):
        held = set(fold.tolist())
        others = [talk for index, talk in enumerate(talks) if index not in held]
        learnt = fit(others, known, judge_vectors)
        for index in fold:
            yield talks[index], learnt


def orders(talk: Labelled, weights: Weights, near: np.ndarray, model: str) -> dict[str, list[int]]:
    """Return a talk's sentence numbers, best first, by step."""
    plain = scoring.sayings(talk.turns, talk.of_turn, talk.talk.speakers, weights)
    out: dict[str, list[int]] = {}
    numbers = {(s.turn, s.start): i for i, s in enumerate(talk.said)}
    placed = in_place(talk, plain, weights, near, model)
    for step, said in (("features", plain), ("with place", placed)):
        best = sorted(said, key=lambda s: (-s.worth, s.turn, s.start))
        out[step] = [numbers[s.turn, s.start] for s in best]
        quotes = chosen(talk, said, weights)
        out[f"{step}, as quotes"] = [
            number for group in highlights.sentences_in(talk, quotes) for number in group
        ]
    return out


def quotes_of(talk: Labelled, weights: Weights, near: np.ndarray, model: str) -> tuple[Quote, ...]:
    """Return a talk's quotes as `kb ingest` chooses them, by these weights."""
    plain = scoring.sayings(talk.turns, talk.of_turn, talk.talk.speakers, weights)
    return chosen(talk, in_place(talk, plain, weights, near, model), weights)


def in_place(
    talk: Labelled, said: Sequence[Saying], weights: Weights, near: np.ndarray, model: str
) -> tuple[Saying, ...]:
    """Return what is said with its place counted in."""
    cast = talk.talk.speakers
    guests = [i is None or cast[i].role not in HOSTS for i in talk.of_turn]
    found = place(said, talk.passages, near, model, guests, weights)
    assert found is not None, "the weights know the model"
    return found


def chosen(talk: Labelled, said: Sequence[Saying], weights: Weights) -> tuple[Quote, ...]:
    """Return the quotes that are made of what is said."""
    cast = talk.talk.speakers
    return choice.chosen(talk.turns, talk.of_turn, cast, said, written=False, weights=weights)


def judge_sha256() -> str:
    """Return the judge's hash: of another judge's vectors, `closely` knows nothing."""
    card = json.loads((doubt.FILE.parent / "card.json").read_text("utf-8"))
    return str(card["sha256"])


def write(folder: Path, weights: Weights, figures: Mapping[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "worth.npz"
    places = {f"place/{model}": weight for model, weight in weights.places.items()}
    np.savez(
        file,
        mean=weights.mean,
        scale=weights.scale,
        weight=weights.weight,
        closely=weights.closely,
        usual=np.float32(weights.usual),
        **places,
    )
    card = {
        "name": "worth",
        "version": "1",
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "features": dict(zip(NAMES, (round(float(w), 3) for w in weights.weight))),
        "ridge": RIDGE,
        "place_ridge": PLACE_RIDGE,
        "closely_ridge": CLOSELY_RIDGE,
        "encoders": sorted(weights.places),
        "judge_sha256": judge_sha256(),
        "figures": figures,
    }
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
