"""The whole way of a folder: words and passages a second, peak memory, and the second run.

The rival is the least that would do: each file's text cut into pieces of 110 words, embedded by
sentence-transformers with its defaults, and written by sqlite-utils with FTS. It reads no
speakers, cleans nothing, and finds no topics or quotes.
"""

from __future__ import annotations

import argparse
import os
import runpy
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from ingest import embedding
from kb import build, store
from kb.files import find

MEMORY = runpy.run_path(str(Path(__file__).with_name("parts") / "memory.py"))


class Run(NamedTuple):
    """What a run took: seconds, those of the processor, here and in workers, and memory in MB."""

    seconds: float
    here: float
    workers: float
    memory: float
    report: build.Report


def main() -> None:
    """Print what a part of the folder takes, all of it, all of it again, and the rival."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks")
    parser.add_argument("--part", type=int, default=4, help="every n-th file comes first, alone")
    parser.add_argument(
        "--rival-share", type=int, default=10, help="the rival takes every n-th file"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        files = [talk.file for talk in find([args.data], set())[0]]
        part = ours(files[:: args.part], place / "part.db")
        whole = ours(files, place / "kb.db")
        again = ours(files, place / "kb.db")
        told("every so manieth", part)
        told("all of them", whole)
        print(f"  so many times as long for so many times the words: {ratio(whole, part)}")
        print(f"  again       {again.seconds:8.1f} s  {len(again.report.unchanged)} unchanged")
        print(f"  database    {(place / 'kb.db').stat().st_size / 1e6:8.1f} MB")
        print(f"  memory      {whole.memory:8.0f} MB at most, workers included")
        rival(args.data, place / "rival.db", args.rival_share)


def ours(files: Sequence[Path], database: Path) -> Run:
    """Ingest files."""
    db = store.open_database(database)
    start, before = time.perf_counter(), os.times()
    with MEMORY["Peak"]() as peak:
        report = build.ingest(db, files, encoder=embedding.load)
    seconds, after = time.perf_counter() - start, os.times()
    db.close()
    here = after.user + after.system - before.user - before.system
    workers = after.children_user + after.children_system
    workers -= before.children_user + before.children_system
    return Run(seconds, here, workers, peak.megabytes, report)


def told(what: str, run: Run) -> None:
    """Print one run."""
    report = run.report
    print(
        f"{what}: {len(report.added)} talks, {report.words:,} words, {report.passages:,} passages"
    )
    print(
        f"  {run.seconds:.1f} s, {report.words / run.seconds:,.0f} words/s; processor "
        f"{run.here:.0f} s here and {run.workers:.0f} s in workers; load {os.getloadavg()[0]:.1f}"
    )


def ratio(whole: Run, part: Run) -> str:
    """Return how much longer a whole took than a part, beside how much more there was."""
    used = (whole.here + whole.workers) / (part.here + part.workers)
    words = whole.report.words / part.report.words
    return f"{whole.seconds / part.seconds:.2f} (processor {used:.2f}) for {words:.2f}"


def rival(data: Path, database: Path, share: int) -> None:
    """Embed and store bare pieces of text, and print how long it took."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(embedding.default_folder()), device="cpu")
    files = sorted(data.rglob("*.md"))[::share]
    start = time.perf_counter()
    count = 0
    db = Database(database)
    for file in files:
        words = file.read_text("utf-8").split()
        pieces = [" ".join(words[at : at + 110]) for at in range(0, len(words), 110)]
        vectors = model.encode(pieces, show_progress_bar=False)
        db.table("pieces").insert_all(
            {"file": file.name, "text": text, "vector": vector.tobytes()}
            for text, vector in zip(pieces, vectors, strict=True)
        )
        count += len(pieces)
    db.table("pieces").enable_fts(["text"])
    took = time.perf_counter() - start
    print(
        f"sentence-transformers and sqlite-utils alone, {len(files)} talks: {count / took:.1f} pieces/s"
    )


if __name__ == "__main__":
    main()
