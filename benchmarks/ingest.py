"""The whole way of a folder: words and passages a second, peak memory, and the second run.

The rival is the least that would do: each file's text cut into pieces of 110 words, embedded by
sentence-transformers with its defaults, and written by sqlite-utils with FTS. It reads no
speakers, cleans nothing, and finds no topics or quotes.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from sqlite_utils import Database

from ingest import embedding
from kb import build, store


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks")
    parser.add_argument(
        "--rival-share", type=int, default=10, help="the rival takes every n-th file"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours(args.data, Path(folder) / "kb.db")
        rival(args.data, Path(folder) / "rival.db", args.rival_share)


def ours(data: Path, database: Path) -> None:
    """Ingest twice, and print how long each took."""
    db = store.open_database(database)
    start = time.perf_counter()
    report = build.ingest(db, [data], encoder=embedding.load)
    first = time.perf_counter() - start
    start = time.perf_counter()
    again = build.ingest(db, [data], encoder=embedding.load)
    second = time.perf_counter() - start
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    workers = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"Verbatim: {len(report.added)} talks, {report.words:,} words, {report.passages:,} passages"
    )
    print(
        f"  first run   {first:8.1f} s  {report.words / first:10,.0f} words/s  {report.passages / first:7.1f} passages/s"
    )
    print(f"  second run  {second:8.1f} s  {len(again.unchanged)} unchanged")
    print(f"  peak memory {own:8.0f} MB here, {workers:.0f} MB in the largest worker")
    print(f"  database    {database.stat().st_size / 1e6:8.1f} MB")
    db.close()


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
