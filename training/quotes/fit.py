"""Learning: three ridge regressions in closed form, on sentences, passages and the judge's vectors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ingest.models import Saying
from ingest.quotes.places import WIDTH, home
from ingest.quotes.scoring import smooth
from ingest.quotes.weights import Weights
from training.quotes.highlights import Labelled

RIDGE = 0.2  # times the number of sentences; features are scaled
PLACE_RIDGE = 2.0  # times the mean variance of a dimension
CLOSELY_RIDGE = 10.0  # times the same
_TARGET_WIDTH = 1.6  # passages: those near a chosen sentence are good places too
_CLIP = 4.0


def fit(
    talks: Sequence[Labelled],
    vectors: Mapping[str, Mapping[str, np.ndarray]],
    judge_vectors: Mapping[str, np.ndarray],
) -> Weights:
    """Return the weights learnt from some talks.

    Args:
        talks: To learn from.
        vectors: By encoder, by talk: a unit vector for each passage.
        judge_vectors: By talk: the judge's vector for each candidate.
    """
    rows = np.vstack([talk.rows[talk.candidates] for talk in talks]).astype(np.float64)
    chosen = np.concatenate([talk.chosen[talk.candidates] for talk in talks])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    weight = ridge(np.clip((rows - mean) / scale, -_CLIP, _CLIP), chosen, RIDGE * len(rows))
    places = {model: _place(talks, of_talk) for model, of_talk in vectors.items()}
    return Weights(
        mean.astype(np.float32),
        scale.astype(np.float32),
        (weight / np.abs(weight).max()).astype(np.float32),
        places,
        *_closely(np.vstack([judge_vectors[talk.name] for talk in talks]), chosen),
    )


def ridge(rows: np.ndarray, target: np.ndarray, penalty: float) -> np.ndarray:
    rows = rows - rows.mean(axis=0)
    gram = rows.T @ rows
    return np.linalg.solve(gram + penalty * np.eye(len(gram)), rows.T @ (target - target.mean()))


def _closely(rows: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, float]:
    """Return the weight of each number of the judge's vectors, and the mean of what it makes of them.

    Scaled so that what it makes of them are standard deviations.
    """
    weight = ridge(rows, chosen, CLOSELY_RIDGE * float(rows.var(axis=0).sum()))
    found = rows @ weight
    scale = found.std()
    return (weight / scale).astype(np.float32), float(found.mean() / scale)


def _place(talks: Sequence[Labelled], vectors: Mapping[str, np.ndarray]) -> np.ndarray:
    inputs, targets = [], []
    for talk in talks:
        said = [Saying(s.turn, s.start, s.end, 0.0) for s in talk.said]
        homes = np.array(list(home(said, talk.passages)))
        count = len(talk.passages)
        chosen = np.bincount(homes, weights=talk.chosen, minlength=count)
        guests = np.bincount(homes, weights=talk.candidates, minlength=count) > 0
        everywhere = np.arange(count)
        near = vectors[talk.name]
        around = np.stack([smooth(column, everywhere, WIDTH) for column in near.T], axis=1)
        target = np.minimum(smooth(chosen, everywhere, _TARGET_WIDTH), 1.0)
        inputs.append(around[guests])
        targets.append(target[guests] - target[guests].mean())
    rows = np.vstack(inputs)
    centred = rows - rows.mean(axis=0)
    weight = ridge(
        rows, np.concatenate(targets), PLACE_RIDGE * float((centred**2).sum(axis=0).mean())
    )
    return (weight / np.linalg.norm(weight)).astype(np.float32)
