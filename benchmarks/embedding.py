"""Passages a second beside sentence-transformers, how alike the vectors are, and cold start.

Both encode the same texts, by turns and in one run, so that the ratio counts even on a machine
that others use too. Cold start is from a new process to its first vector, with the files in memory.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.table import Table

from ingest.embedding import DEFAULT_MODEL, SentenceEncoder, Vectors, checks, load

_SUFFIXES = (".html", ".md", ".srt", ".txt", ".vtt")
_WORD = re.compile(r"[\w'’]*[A-Za-z][\w'’]*[.,;:?!]?")
_THEIR_BATCH = 32  # sentence-transformers' default

_COLD = """
import resource, sys, time
from ingest.embedding import {door}
{door}({model!r}).encode(["how do teams avoid doing the same work twice?"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""

T = TypeVar("T")


class Run(NamedTuple):
    """What one turn took."""

    seconds: float
    processor: float  # seconds of all cores


def main() -> None:
    """Print two tables: cold start, then throughput."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("transcripts"), help="a folder of talks")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--texts", type=int, default=400, help="how many passages")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns each")
    args = parser.parse_args()
    texts = list(islice(passages(args.data), args.texts))
    console = Console()
    console.print(cold(args.model, args.rounds))
    console.print(throughput(args.model, texts, args.rounds))


def passages(folder: Path, seed: int = 7) -> Iterator[str]:
    """Yield texts of 60 to 130 words without end, 95 in the mean."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES)
    words = [w for path in files for w in _WORD.findall(path.read_text("utf-8", "replace"))]
    if not words:
        sys.exit(f"{folder} holds no text")
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    endless = cycle(words)
    while True:
        yield " ".join(islice(endless, rng.randint(60, 130)))


def throughput(model: str, texts: Sequence[str], rounds: int) -> Table:
    """Return passages a second (the median turn's) beside sentence-transformers' default."""
    theirs, ours = SentenceEncoder(model, batch=_THEIR_BATCH), load(model)
    turns = {
        "reference": theirs.encode,
        type(ours).__name__: ours.encode,
    }
    runs, vectors = by_turns(turns, texts, rounds)
    table = Table("encoder", "passages/s", "best", "ratio", "CPU s", "cosine min", "mean")
    cosines = checks.cosines(*vectors.values())
    slow = statistics.median(run.seconds for run in next(iter(runs.values())))
    for name, timed in runs.items():
        best, middle = min(timed).seconds, statistics.median(run.seconds for run in timed)
        table.add_row(
            name,
            f"{len(texts) / middle:.1f}",
            f"{len(texts) / best:.1f}",
            f"{slow / middle:.2f}",
            f"{min(run.processor for run in timed):.2f}",
            *([f"{cosines.min():.5f}", f"{cosines.mean():.5f}"] if name != "reference" else ()),
        )
    words = sum(len(text.split()) for text in texts) / len(texts)
    table.title = f"{model}: {len(texts)} passages of {words:.0f} words, {rounds} turns"
    return table


def by_turns(
    turns: Mapping[str, Callable[[Sequence[str]], Vectors]], texts: Sequence[str], rounds: int
) -> tuple[dict[str, list[Run]], dict[str, Vectors]]:
    """Run each in turn, so many times; the first time of all does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in turns}
    vectors = {}
    for number in range(rounds + 1):
        for name, encode in turns.items():
            start, used = time.perf_counter(), time.process_time()
            vectors[name] = encode(texts)
            run = Run(time.perf_counter() - start, time.process_time() - used)
            if number:
                runs[name].append(run)
    return runs, vectors


def cold(model: str, rounds: int) -> Table:
    """Return the time from process start to the first vector."""
    load(model)  # whose copy is made once
    found: dict[str, list[tuple[float, float]]] = {"SentenceEncoder": [], "load": []}
    for _ in range(rounds):
        for door, timed in found.items():
            code = _COLD.format(door=door, model=model)
            start = time.perf_counter()
            done = subprocess.run(  # noqa: S603 - our own code, above
                [sys.executable, "-c", code],
                check=True,
                capture_output=True,
                text=True,
            )
            timed.append((time.perf_counter() - start, float(done.stdout)))
    table = Table("process start to first vector", "best, s", "median, s", "peak, MB")
    for door, timed in found.items():
        seconds = [took for took, _ in timed]
        peak = max(size for _, size in timed)
        table.add_row(
            door, f"{min(seconds):.2f}", f"{statistics.median(seconds):.2f}", f"{peak:.0f}"
        )
    return table


if __name__ == "__main__":
    main()
