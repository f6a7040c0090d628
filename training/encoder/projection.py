"""Learn what makes vectors of tokens comparable word by word, over an encoder that stays as it is.

Usage: python projection.py DATA OUTPUT --update verbatim-minilm-talk.safetensors --seed 7

DATA is a folder with changelog-train/queries.jsonl and qmsum-train.jsonl. OUTPUT is a folder that
receives tokens.npz (what ships) and tokens.json (held-out figures). Half an hour on two cores.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import logging
import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from data import Data, chunk, load, read_lines
from mining import mine_words
from model import Encoder, base_folder
from recipe import Recipe
from safetensors.torch import load_file
from texts import MEETING_LABEL, sentences
from torch import Tensor
from torch.nn import functional
from update import merge, put, weights_of

log = logging.getLogger("projection")

_VOCABULARY = 30_522


@dataclasses.dataclass(frozen=True)
class Plan:
    """Everything that decides what is learned."""

    dimensions: int = 64
    batch: int = 32  # questions a step of podcasts; of meetings, those of one meeting
    negatives: int = 3  # passages a question that do not answer it
    mined: float = 0.5  # of those, the share that BM25 finds instead of one of the same talk
    rate: float = 1e-3
    scale: float = 20.0  # cosines are multiplied by
    whole: float = 0.5  # how much the vectors of whole texts count beside those of tokens
    rarity: float = 0.5  # the power of a word's rarity; kb/late.py has the same
    common: float = 0.5  # tokens that more passages have than this share are not kept of any
    window: int = 110  # words of a meeting's passages
    held: float = 1 / 6  # of the meetings, held out


@dataclasses.dataclass(frozen=True)
class Texts:
    """Hidden states of texts, one token after another.

    Args:
        states: Half precision, shape (tokens, 384).
        first: Where each text begins, and the end of the last.
        ids: Token ids.
        vectors: Unit vectors of whole texts.
    """

    states: np.ndarray
    first: np.ndarray
    ids: np.ndarray
    vectors: Tensor

    def of(self, text: int) -> slice:
        """Return where a text's tokens are, without the marks of beginning and end."""
        return slice(self.first[text] + 1, self.first[text + 1] - 1)

    def found_in(self) -> np.ndarray:
        """Return in how many texts each token id is."""
        count = len(self.first) - 1
        text = np.repeat(np.arange(count), np.diff(self.first))
        pairs = np.unique(self.ids.astype(np.int64) * count + text)
        return np.bincount(pairs // count, minlength=_VOCABULARY)


@dataclasses.dataclass(frozen=True)
class Asked:
    """A question: which it is, the passages that answer it, and some that do not."""

    question: int
    right: tuple[int, ...]
    near: tuple[int, ...] = ()
    mined: tuple[int, ...] = ()


@dataclasses.dataclass(frozen=True)
class Source:
    """Questions with the passages to choose from; `groups` are asked together."""

    questions: Texts
    passages: Texts
    asked: list[Asked]
    groups: list[list[int]]


@torch.no_grad()
def read(encoder: Encoder, texts: Sequence[str], size: int = 16) -> Texts:
    """Return the hidden states of texts, as the encoder reads them."""
    encoder.eval()
    rows = encoder.ids(texts)
    first = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    states = np.zeros((first[-1], 384), np.float16)
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    for at in range(0, len(order), size):
        some = order[at : at + size]
        hidden, _ = encoder.hidden([rows[i] for i in some])
        for i, found in zip(some, hidden.float().numpy(), strict=True):
            states[first[i] : first[i + 1]] = found[: len(rows[i])]
    sums = np.add.reduceat(states.astype(np.float32), first[:-1], axis=0)
    vectors = functional.normalize(torch.tensor(sums), dim=-1)
    return Texts(states, first, np.concatenate([np.array(row) for row in rows]), vectors)


def podcasts(encoder: Encoder, data: Data) -> Source:
    """Return the training questions of podcasts, with what BM25 finds for them."""
    held = {text for item in data.dev for text in [item.passage, *item.negatives]}
    mine_words(data.train, [text for text in data.pool if text not in held])
    texts = sorted({t for i in data.train for t in [i.passage, *i.negatives[:4], *i.mined[:6]]})
    place = {text: number for number, text in enumerate(texts)}
    questions, asked = [], []
    for item in data.train:
        near = tuple(place[text] for text in item.negatives[:4])
        mined = tuple(place[text] for text in item.mined[:6])
        for query in item.queries:
            asked.append(Asked(len(questions), (place[item.passage],), near, mined))
            questions.append(query)
    return Source(read(encoder, questions), read(encoder, texts), asked, [])


def meetings(encoder: Encoder, rows: Sequence[dict], words: int) -> Source:
    """Return the questions of meetings, grouped by meeting; right is any stretch of what answers."""
    place: dict[str, int] = {}
    questions, asked = [], []
    groups: dict[str, list[int]] = {}
    for row in rows:
        turns = MEETING_LABEL.sub("", "\n\n".join(row["passages"])).split("\n\n")
        parts = [s for turn in turns if len(turn.split()) >= 4 for s in sentences(turn)]
        found = [text for text in chunk(parts, words) if len(text.split()) >= 40]
        if found:
            right = tuple(place.setdefault(text, len(place)) for text in found)
            groups.setdefault(row["talk"], []).append(len(asked))
            asked.append(Asked(len(questions), right))
            questions.append(row["query"])
    large = [
        groups[talk]
        for talk in sorted(groups)
        if len({p for n in groups[talk] for p in asked[n].right}) >= 6
    ]
    return Source(read(encoder, questions), read(encoder, list(place)), asked, large)


class Projection:
    """What is learned: a matrix, and what a token's state says of how much it tells."""

    def __init__(self, passages: Texts, plan: Plan, rng: np.random.Generator) -> None:
        """Begin with the main directions of tokens, and every token telling the same."""
        some = np.sort(rng.choice(len(passages.states), 100_000, replace=False))
        states = passages.states[some].astype(np.float32)
        states /= np.linalg.norm(states, axis=1, keepdims=True)
        directions = np.linalg.eigh(states.T @ states)[1][:, ::-1][:, : plan.dimensions]
        self.matrix = torch.nn.Parameter(torch.tensor(directions.copy()))
        self.telling = torch.nn.Parameter(torch.zeros(384))
        counts = passages.found_in()
        self.common = counts > plan.common * (len(passages.first) - 1)
        self.plan = plan

    def rarity(self, source: Source) -> Tensor:
        """Return the logarithm of how much each token id's rarity counts among some passages."""
        count = len(source.passages.first) - 1
        found = np.minimum(source.passages.found_in(), count / 2)
        return (
            self.plan.rarity * torch.tensor(np.log1p((count - found + 0.5) / (found + 0.5))).log()
        )

    def scores(self, source: Source, asked: Sequence[int], passages: Sequence[int]) -> Tensor:
        """Return how near questions are to passages, shape (questions, passages)."""
        own = [source.asked[number].question for number in asked]
        states, there, ids = _padded(source.questions, own, None)
        texts, kept, _ = _padded(source.passages, passages, self.common)
        nearest = torch.einsum("qad,pbd->qpab", self._unit(states), self._unit(texts))
        nearest = nearest.masked_fill(~kept[None, :, None, :], -1).amax(-1)
        weights = states @ self.telling + self.rarity(source).float()[ids]
        weights = weights.masked_fill(~there, -1e4).softmax(-1)
        whole = source.questions.vectors[own] @ source.passages.vectors[list(passages)].T
        return self.plan.whole * whole + (nearest * weights[:, None, :]).sum(-1)

    def _unit(self, states: Tensor) -> Tensor:
        return functional.normalize(states @ self.matrix, dim=-1)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what ships: the matrix with the weights as its last column, and common ids."""
        both = torch.cat([self.matrix, self.telling[:, None]], dim=1).detach().numpy()
        return {"matrix": both.astype(np.float16), "common": np.flatnonzero(self.common)}


def _padded(
    texts: Texts, some: Sequence[int], without: np.ndarray | None
) -> tuple[Tensor, Tensor, Tensor]:
    """Return states, a mask and ids of texts, padded to one length; some ids left out."""
    rows = []
    for text in some:
        ids, states = texts.ids[texts.of(text)], texts.states[texts.of(text)]
        if without is not None and not without[ids].all():
            ids, states = ids[~without[ids]], states[~without[ids]]
        rows.append((ids, states))
    size = max(1, max(len(ids) for ids, _ in rows))
    found = np.zeros((len(rows), size, 384), np.float32)
    mask = np.zeros((len(rows), size), bool)
    kinds = np.zeros((len(rows), size), np.int64)
    for number, (ids, states) in enumerate(rows):
        found[number, : len(ids)], mask[number, : len(ids)] = states, True
        kinds[number, : len(ids)] = ids
    return torch.tensor(found), torch.tensor(mask), torch.tensor(kinds)


def loss_of(
    projection: Projection, source: Source, asked: Sequence[int], passages: list[int]
) -> Tensor:
    """Return how far questions are from preferring any of what answers them."""
    scores = projection.plan.scale * projection.scores(source, asked, passages)
    right = torch.tensor([[p in source.asked[n].right for p in passages] for n in asked])
    return (scores.logsumexp(1) - scores.masked_fill(~right, -1e4).logsumexp(1)).mean()


def pool_of(
    source: Source, asked: Sequence[int], plan: Plan, rng: np.random.Generator
) -> list[int]:
    """Return what some questions choose from: what answers any of them, and what does not."""
    found = [passage for n in asked for passage in source.asked[n].right]
    for n in asked:
        for _ in range(plan.negatives):
            mined = source.asked[n].mined
            near = source.asked[n].near
            options = mined if mined and (not near or rng.random() < plan.mined) else near
            if options:
                found.append(options[rng.integers(len(options))])
    return list(dict.fromkeys(found))


def fit(projection: Projection, talk: Source, meeting: Source, rng: np.random.Generator) -> None:
    """Train in place: every question of podcasts and of meetings once."""
    plan = projection.plan
    order = rng.permutation(len(talk.asked))
    steps = [
        (talk, order[at : at + plan.batch].tolist())
        for at in range(0, len(order) - plan.batch + 1, plan.batch)
    ]
    steps += [(meeting, group) for group in meeting.groups]
    rates = (plan.rate, 3 * plan.rate)
    optimizer = torch.optim.AdamW(
        [{"params": [projection.matrix]}, {"params": [projection.telling]}], weight_decay=0.01
    )
    started, losses = time.time(), []
    for at, number in enumerate(rng.permutation(len(steps))):
        source, asked = steps[number]
        for group, rate in zip(optimizer.param_groups, rates, strict=True):
            group["lr"] = rate * min((at + 1) / 50, (len(steps) - at) / len(steps))
        loss = loss_of(projection, source, asked, pool_of(source, asked, plan, rng))
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        losses.append(loss.item())
        if at % 100 == 99:
            mean, spent = np.mean(losses[-100:]), time.time() - started
            log.info("step %d of %d, loss %.3f, %.0f s", at + 1, len(steps), mean, spent)


@torch.no_grad()
def held_out(projection: Projection, source: Source, weights: Sequence[float]) -> dict[str, float]:
    """Return MRR@10, by how much tokens count beside whole texts.

    The thirty nearest passages by whole texts are looked into, or in meetings all of it.
    """
    whole = source.questions.vectors @ source.passages.vectors.T
    ranks: dict[float, list[float]] = {weight: [] for weight in weights}
    groups = source.groups or [[number] for number in range(len(source.asked))]
    for group in groups:
        for n in group:
            own = source.asked[n]
            top = whole[own.question].topk(30).indices.tolist()
            if source.groups:
                top = sorted({p for other in group for p in source.asked[other].right})
            near = whole[own.question][top]
            tokens = projection.scores(source, [n], top)[0] - projection.plan.whole * near
            for weight in weights:
                order = (near + weight * tokens).argsort(descending=True, stable=True).tolist()
                place = next((k for k, at in enumerate(order[:10], 1) if top[at] in own.right), 0)
                ranks[weight].append(1 / place if place else 0.0)
    return {f"{weight:g}": round(float(np.mean(found)), 4) for weight, found in ranks.items()}


def held_out_podcasts(encoder: Encoder, data: Data) -> Source:
    """Return the held-out questions of podcasts among all passages that were held out, and more."""
    place = {text: number for number, text in enumerate(data.dev_pool)}
    questions, asked = [], []
    for item in data.dev:
        for query in item.queries:
            asked.append(Asked(len(questions), (place[item.passage],)))
            questions.append(query)
    return Source(read(encoder, questions), read(encoder, data.dev_pool), asked, [])


def main() -> None:
    """Train, measure and save."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--update", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--dimensions", type=int, default=Plan.dimensions)
    args = parser.parse_args()
    plan, recipe = Plan(dimensions=args.dimensions), Recipe(seed=args.seed)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    encoder = Encoder(base_folder(), recipe.length, 0.0)
    data = load(args.data, encoder, recipe)
    put(encoder, merge(weights_of(encoder), load_file(args.update)))
    talk = podcasts(encoder, data)
    meeting = meetings(encoder, read_lines(args.data / "qmsum-train.jsonl"), plan.window)
    random.Random(0).shuffle(meeting.groups)
    cut = round(plan.held * len(meeting.groups))
    projection = Projection(talk.passages, plan, rng)
    fit(projection, talk, dataclasses.replace(meeting, groups=meeting.groups[cut:]), rng)
    args.output.mkdir(parents=True, exist_ok=True)
    np.savez(args.output / "tokens.npz", allow_pickle=False, **projection.arrays())
    weights = (0.0, 1.0, 2.0, 3.0, 4.0)
    figures = {
        "podcasts": held_out(projection, held_out_podcasts(encoder, data), weights),
        "meetings": held_out(
            projection, dataclasses.replace(meeting, groups=meeting.groups[:cut]), weights
        ),
        "sha256": hashlib.sha256((args.output / "tokens.npz").read_bytes()).hexdigest(),
        "plan": dataclasses.asdict(plan),
        "seed": args.seed,
    }
    (args.output / "tokens.json").write_text(json.dumps(figures, indent=2) + "\n")
    log.info("%s", json.dumps(figures))


if __name__ == "__main__":
    main()
