"""Compare the stock encoder with the tuned one; search by meaning only.

Usage: python evaluate.py UPDATE.safetensors --archive FOLDER --generic FOLDER --sentences FILE

An archive is a folder of transcripts with queries.jsonl. --generic is a folder of Markdown whose
headings are searched for; --sentences is a file with one sentence a line (CoNLL-U also works).
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import hashlib
import json
import random
import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from scipy.stats import spearmanr
from torch import Tensor

from data import read_lines
from model import Encoder, base_folder
from texts import clean
from update import merge, put, weights_of

Figures = dict[str, str]


@dataclasses.dataclass
class Passage:
    """A run of a talk."""

    talk: str
    start: int
    end: int
    text: str


# ---------------------------------------------------------------- passages


def _pieces(text: str, words: int) -> Iterator[tuple[int, int]]:
    for paragraph in re.finditer(r"\S(?:.*?\S)?(?=\s*\n\s*\n|\s*\Z)", text, re.DOTALL):
        if len(paragraph.group().split()) <= 1.25 * words:
            yield paragraph.span()
            continue
        start = paragraph.start()
        for stop in re.finditer(r"[.?!][\"')]?\s+(?=[\"'(A-Z])", paragraph.group()):
            end = paragraph.start() + stop.end()
            if len(text[start:end].split()) >= words / 3:
                yield start, end
                start = end
        yield start, paragraph.end()


def passages_of(talk: str, text: str, words: int = 120) -> list[Passage]:
    """Cut a talk into passages of whole paragraphs, or of sentences where those are long.

    Args:
        talk: Its path in the archive.
        text: Its text.
        words: About how many words a passage has.

    Returns:
        The passages, with marks and labels stripped from their text.
    """
    spans: list[list[int]] = []
    count = 0
    for start, end in _pieces(text, words):
        size = len(clean(text[start:end]).split())
        if spans and count + size <= 1.2 * words and count < words:
            spans[-1][1] = end
            count += size
        else:
            spans.append([start, end])
            count = size
    made = [Passage(talk, start, end, clean(text[start:end])) for start, end in spans]
    return [passage for passage in made if passage.text]


def archive_passages(folder: Path) -> list[Passage]:
    """Cut every talk of an archive.

    Args:
        folder: The archive.

    Returns:
        All passages.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".txt"} and path.name not in {"LICENSE.md", "README.md"}:
            name = path.relative_to(folder).as_posix()
            found.extend(passages_of(name, path.read_bytes().decode("utf-8")))
    return found


def is_right(passage: Passage, query: dict[str, Any]) -> bool:
    """Say whether a passage answers a query.

    Args:
        passage: The passage.
        query: An object of queries.jsonl.

    Returns:
        True where it overlaps a gold span by at least half of the shorter of the two.
    """
    if passage.talk != query["talk"]:
        return False
    for start, end in query["spans"]:
        overlap = min(end, passage.end) - max(start, passage.start)
        if overlap >= 0.5 * min(end - start, passage.end - passage.start):
            return True
    return False


# ---------------------------------------------------------------- figures


def embed(encoder: Encoder, texts: list[str], tag: str, cache: Path) -> Tensor:
    """Embed texts in bfloat16 (cosine .9999 to full precision), or read an earlier run's vectors.

    Args:
        encoder: The encoder.
        texts: What to embed.
        tag: Names the encoder's weights.
        cache: The folder of earlier vectors.

    Returns:
        One vector a text.
    """
    key = hashlib.sha256("\0".join([tag, *texts]).encode()).hexdigest()[:24]
    path = cache / f"{key}.npy"
    if path.exists():
        return torch.from_numpy(np.load(path))
    vectors = encoder.embed(texts)
    cache.mkdir(parents=True, exist_ok=True)
    np.save(path, vectors.numpy())
    return vectors


def first_right(scores: Tensor, right: Sequence[bool]) -> float:
    """Compute one over the rank of the first right passage.

    Args:
        scores: A score a passage.
        right: Whether each passage is right.

    Returns:
        The reciprocal rank, or zero below the tenth.
    """
    for rank, place in enumerate(scores.topk(min(10, len(scores))).indices.tolist(), 1):
        if right[place]:
            return 1 / rank
    return 0.0


def archive_figures(folder: Path, encoder: Encoder, tag: str, cache: Path) -> Figures:
    """Search an archive with its queries.

    Args:
        folder: The archive.
        encoder: The encoder.
        tag: Names the encoder's weights.
        cache: The folder of earlier vectors.

    Returns:
        "MRR@10 / hit@10" by kind of query.
    """
    passages = archive_passages(folder)
    queries = read_lines(folder / "queries.jsonl")
    vectors = embed(encoder, [p.text for p in passages], tag, cache)
    asked = embed(encoder, [q["query"] for q in queries], tag, cache)
    by_kind: dict[str, list[float]] = collections.defaultdict(list)
    for query, vector in zip(queries, asked, strict=True):
        right = [is_right(p, query) for p in passages]
        scores = vectors @ vector
        if query.get("within"):
            inside = torch.tensor([p.talk == query["talk"] for p in passages])
            scores = scores.masked_fill(~inside, -2)
        value = first_right(scores, right)
        by_kind["all"].append(value)
        by_kind[query["kind"]].append(value)
    return {f"{folder.name} {k} ({len(v)})": _pair(v) for k, v in sorted(by_kind.items())}


def _pair(values: Sequence[float]) -> str:
    hits = np.mean([value > 0 for value in values])
    return f"{np.mean(values):.3f} / {hits:.3f}"


def heading_pairs(folder: Path) -> tuple[list[str], list[str], list[int]]:
    """Make a small question-and-passage set of headings and the text under them.

    Args:
        folder: Markdown files.

    Returns:
        Headings of three words or more, passages, and the passage of each heading.
    """
    headings: list[str] = []
    passages: list[str] = []
    right: list[int] = []
    for path in sorted(folder.glob("*.md")):
        parts = re.split(r"^#{1,6} +(.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for heading, body in zip(parts[1::2], parts[2::2], strict=True):
            runs = [p for p in passages_of("", body) if len(p.text.split()) >= 30]
            if runs and len(heading.split()) >= 3 and heading not in headings:
                headings.append(clean(heading))
                right.append(len(passages))
            passages.extend(p.text for p in runs)
    return headings, passages, right


def generic_figures(folder: Path, encoder: Encoder, tag: str, cache: Path) -> Figures:
    """Search Markdown sections by their headings.

    Args:
        folder: Markdown files that nothing was trained on.
        encoder: The encoder.
        tag: Names the encoder's weights.
        cache: The folder of earlier vectors.

    Returns:
        "MRR@10 / hit@10" of the first passage under each heading.
    """
    headings, passages, right = heading_pairs(folder)
    scores = embed(encoder, headings, tag, cache) @ embed(encoder, passages, tag, cache).T
    gold = [[place == own for place in range(len(passages))] for own in right]
    values = [first_right(row, own) for row, own in zip(scores, gold, strict=True)]
    return {f"{folder.name} headings ({len(values)} of {len(passages)})": _pair(values)}


def sentences_of(path: Path, most: int = 2000) -> list[str]:
    """Read sentences of six words or more.

    Args:
        path: One sentence a line, or CoNLL-U.
        most: How many to keep.

    Returns:
        The sentences, in order.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.suffix == ".conllu":
        lines = [line[9:] for line in lines if line.startswith("# text = ")]
    return [line for line in lines if len(line.split()) >= 6][:most]


def cosines(vectors: Tensor, seed: int = 7) -> np.ndarray:
    """Compare neighbouring and random pairs of sentences.

    Args:
        vectors: Sentence vectors in the order of the text.
        seed: Decides the random pairs.

    Returns:
        Cosines of all neighbours and of four times as many random pairs.
    """
    rng = random.Random(seed)
    count = len(vectors)
    pairs = [(i, i + 1) for i in range(count - 1)]
    pairs += [(rng.randrange(count), rng.randrange(count)) for _ in range(4 * count)]
    one, other = zip(*[(a, b) for a, b in pairs if a != b], strict=True)
    return (vectors[list(one)] * vectors[list(other)]).sum(1).numpy()


# ---------------------------------------------------------------- command


def figures(args: argparse.Namespace, encoder: Encoder, tag: str) -> tuple[Figures, Any]:
    """Measure one encoder.

    Args:
        args: The command line.
        encoder: The encoder.
        tag: Names its weights.

    Returns:
        Figures by name, and the cosines of generic sentences (None without --sentences).
    """
    found: Figures = {}
    for folder in args.archive:
        found.update(archive_figures(folder, encoder, tag, args.cache))
    for folder in args.generic:
        found.update(generic_figures(folder, encoder, tag, args.cache))
    near = None
    if args.sentences:
        near = cosines(embed(encoder, sentences_of(args.sentences), tag, args.cache))
    return found, near


def main() -> None:
    """Measure the stock and the tuned encoder and print both."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("update", type=Path)
    parser.add_argument("--archive", type=Path, nargs="*", default=[])
    parser.add_argument("--generic", type=Path, nargs="*", default=[])
    parser.add_argument("--sentences", type=Path, default=None)
    parser.add_argument("--base", type=Path, default=None, help="folder of the stock model")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "verbatim-encoder-cache"
    )
    parser.add_argument("--json", type=Path, default=None, help="also write the figures here")
    args = parser.parse_args()
    torch.set_num_threads(2)
    encoder = Encoder(args.base or base_folder(), 256, 0.0)
    stock, stock_near = figures(args, encoder, "stock")
    put(encoder, merge(weights_of(encoder), load_file(args.update)))
    digest = hashlib.sha256(args.update.read_bytes()).hexdigest()
    tuned, tuned_near = figures(args, encoder, digest)
    for key, value in stock.items():
        print(f"{key:44} stock {value}   tuned {tuned[key]}")
    if stock_near is not None:
        same = float(spearmanr(stock_near, tuned_near).statistic)
        print(f"Spearman of stock and tuned cosines of generic sentences: {same:.3f}")
        stock["generic spearman"], tuned["generic spearman"] = "1.000", f"{same:.3f}"
    if args.json:
        args.json.write_text(json.dumps({"stock": stock, "tuned": tuned}, indent=2) + "\n")


if __name__ == "__main__":
    main()
