"""What is learned from: passages, the queries they answer, and passages that do not answer them."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from model import Encoder
from recipe import Recipe
from texts import MEETING_LABEL, clean, sentences
from torch import Tensor


WRITTEN = Path(__file__).with_name("queries.jsonl")


@dataclasses.dataclass
class Item:
    """A passage, the queries that it answers, and passages that do not answer them."""

    source: str
    talk: str
    passage: str
    queries: list[str]
    negatives: list[str]
    mined: list[str] = dataclasses.field(default_factory=list)


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


def written_items(rows: Sequence[dict[str, Any]], written: Path) -> list[Item]:
    """Make items of the queries written for this project, for passages that had none.

    Args:
        rows: The objects of changelog-train/queries.jsonl, whose "others" are the passages.
        written: A file of objects with the "sha256" of a passage and its "queries".

    Returns:
        One item a line whose passage is in the rows; its negatives are of the same talk.
    """
    around = {
        hashlib.sha256(text.encode()).hexdigest(): (row, text)
        for row in rows
        for text in row["others"]
    }
    items = []
    for line in read_lines(written):
        if line["sha256"] in around:
            row, text = around[line["sha256"]]
            rest = [row["passage"], *(other for other in row["others"] if other != text)]
            queries, passage = list(line["queries"]), clean(text)
            items.append(Item("podcast", row["talk"], passage, queries, [clean(t) for t in rest]))
    return items


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
        turns = MEETING_LABEL.sub("", "\n\n".join(row["passages"])).split("\n\n")
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
    if recipe.written:
        train += written_items(kept, WRITTEN)
        dev += written_items(held, WRITTEN)
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
