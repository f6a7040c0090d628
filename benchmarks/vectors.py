"""Search by vectors alone: exact, over a million rows of 384 numbers, beside what others take.

Rivals that are not installed are left out; `pip install sqlite-vec llm` brings them. All are timed
by turns in one run, so that the ratios count even on a machine that others use too; "CPU" is the
processor's time, which other people's work disturbs less. `--data` is not needed: the vectors are
made, as near to each other as passages of talk are.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import embeddings, store, vectors
from kb.embeddings import Packed

DIMENSIONS = 384
_ABOUT = 600  # subjects that rows gather around
_AT_ONCE = 10_000
_FOUND = 10
_REST = 0.2  # seconds between two ways: threads of the one before still turn for a moment
_LLM_ROWS = 100_000  # llm's time grows with the rows: it is measured on these, and scaled

_RESIDENT = """
import sys
import numpy as np
from kb import store, vectors
db = store.open_database(sys.argv[1])
index = vectors.load(db)
for turn in range(20):
    # No random numbers, whose library a search has no need of.
    vector = index.vector(int(index.ids[turn * len(index.ids) // 20]))
    vector += np.sin(np.arange(index.dimensions) * (turn + 1)) / index.dimensions**0.5
    index.nearest(db, vector / np.linalg.norm(vector), 10)
# Not getrusage: a process begins with what the one that started it had.
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) / 1024)
"""


class Timed(NamedTuple):
    """Milliseconds, and the processor's."""

    wall: float
    processor: float


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not needed: the vectors are made")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kb.db"
        matrix = made(args.rows)
        queries = asked(matrix, args.queries)
        db = filled(path, matrix)
        start = time.perf_counter()
        vectors.load(db)
        took = time.perf_counter() - start
        resident = float(_run(_RESIDENT, str(path))) if Path("/proc/self/status").exists() else 0.0
        table = compared(db, matrix, queries, Path(folder))
        db.close()
    Console().print(table)
    print(f"index made in {took:.1f} s; a process that searches it needs {resident:.0f} MiB, ")
    print(f"those of the file included that it shares; load {os.getloadavg()[0]:.1f}")


def made(rows: int) -> Vectors:
    """Return unit vectors around common subjects."""
    rng = np.random.default_rng(3)
    subjects = rng.standard_normal((_ABOUT, DIMENSIONS), dtype=np.float32)
    subjects /= np.linalg.norm(subjects, axis=1, keepdims=True)
    matrix = np.empty((rows, DIMENSIONS), dtype=np.float32)
    for start in range(0, rows, _AT_ONCE):
        part = matrix[start : start + _AT_ONCE]
        rng.standard_normal(out=part, dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
        part += subjects[rng.integers(_ABOUT, size=len(part))] * 0.8
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return matrix


def asked(matrix: Vectors, count: int) -> Vectors:
    """Return vectors that are near some rows."""
    rng = np.random.default_rng(4)
    noise = rng.standard_normal((count, DIMENSIONS), dtype=np.float32) / DIMENSIONS**0.5
    near = matrix[rng.integers(len(matrix), size=count)] + noise
    found: Vectors = near / np.linalg.norm(near, axis=1, keepdims=True)
    return found


def filled(path: Path, matrix: Vectors) -> Database:
    """Return a knowledge base whose passages have these vectors, and no more than that."""
    db = store.open_database(path)
    db.execute("pragma foreign_keys = off")
    db.execute("pragma synchronous = off")
    store.claim_model(db, "made", DIMENSIONS)
    for start in range(0, len(matrix), _AT_ONCE):
        packed = embeddings.pack(matrix[start : start + _AT_ONCE])
        ids = range(start, start + len(packed))
        store.add_vectors(
            db, [(i, str(i), Packed(v, b"")) for i, v in zip(ids, packed, strict=True)]
        )
    return db


def compared(db: Database, matrix: Vectors, queries: Vectors, folder: Path) -> Table:
    """Return the times of all, the slow ones with fewer queries."""
    truth = [set(np.argpartition(-(matrix @ q), _FOUND)[:_FOUND].tolist()) for q in queries]
    index = vectors.load(db)

    def ours(vector: Vectors) -> set[int]:
        near = index.nearest(db, vector, _FOUND).similarity
        return set(sorted(near, key=lambda passage: -near[passage])[:_FOUND])

    def in_numpy(vector: Vectors) -> set[int]:
        return set(np.argpartition(-(matrix @ vector), _FOUND)[:_FOUND].tolist())

    ways: dict[str, tuple[Callable[[Vectors], set[int]], float, int]] = {
        "Verbatim": (ours, 1.0, len(queries)),
        "numpy, float32": (in_numpy, 1.0, len(queries)),
    }
    if find_spec("sqlite_vec"):
        ways["sqlite-vec, float32"] = (_sqlite_vec(matrix, folder), 1.0, 5)
    if find_spec("llm"):
        some = matrix[:_LLM_ROWS]
        ways[f"llm similar (by {len(some):,})"] = (
            _llm(some, folder),
            len(matrix) / len(some),
            2,
        )
    timed: dict[str, list[Timed]] = {name: [] for name in ways}
    right: dict[str, list[float]] = {name: [] for name in ways}
    for number, vector in enumerate(queries):
        for name, (way, scale, most) in ways.items():
            if number < most:
                time.sleep(_REST)
                start, used = time.perf_counter(), time.process_time()
                found = way(vector)
                wall, processor = time.perf_counter() - start, time.process_time() - used
                timed[name].append(Timed(1000 * scale * wall, 1000 * scale * processor))
                right[name].append(len(found & truth[number]) / _FOUND)
    return _table(timed, right, len(matrix))


def _table(timed: dict[str, list[Timed]], right: dict[str, list[float]], rows: int) -> Table:
    table = Table("", "best, ms", "median", "CPU, best", "times ours", "by CPU", "recall@10")
    table.title = f"{rows:,} x {DIMENSIONS}, one query"
    ours = timed["Verbatim"]
    fastest, least = min(t.wall for t in ours), min(t.processor for t in ours)
    for name, runs in timed.items():
        best, used = min(t.wall for t in runs), min(t.processor for t in runs)
        exact = not name.startswith("llm")
        table.add_row(
            name,
            f"{best:,.1f}",
            f"{statistics.median(t.wall for t in runs):,.1f}",
            f"{used:,.1f}",
            f"{best / fastest:,.1f}",
            f"{used / least:,.1f}",
            f"{statistics.mean(right[name]):.3f}" if exact else "",
        )
    return table


def _sqlite_vec(matrix: Vectors, folder: Path) -> Callable[[Vectors], set[int]]:
    import sqlite_vec

    db = Database(folder / "vec.db")
    db.conn.enable_load_extension(True)  # noqa: FBT003 - as SQLite has it
    sqlite_vec.load(db.conn)
    db.execute(f"create virtual table rows using vec0(embedding float[{DIMENSIONS}])")
    for start in range(0, len(matrix), _AT_ONCE):
        part = matrix[start : start + _AT_ONCE]
        db.conn.executemany(
            "insert into rows (rowid, embedding) values (?, ?)",
            ((start + n, row.tobytes()) for n, row in enumerate(part)),
        )
    db.conn.commit()
    sql = f"select rowid from rows where embedding match ? order by distance limit {_FOUND}"  # noqa: S608
    return lambda vector: {row[0] for row in db.execute(sql, [vector.tobytes()])}


def _llm(matrix: Vectors, folder: Path) -> Callable[[Vectors], set[int]]:
    import llm
    from llm.embeddings import Collection

    db = Database(folder / "llm.db")

    class Silent(llm.EmbeddingModel):
        model_id = "none"

        def embed_batch(self, items: Iterable[str | bytes]) -> Iterator[list[float]]:
            return iter([] for _ in items)

    collection = Collection("rows", db, model=Silent())
    db.table("embeddings").insert_all(
        {"collection_id": collection.id, "id": str(n), "embedding": llm.encode(row.tolist())}
        for n, row in enumerate(matrix)
    )
    return lambda vector: {
        int(entry.id) for entry in collection.similar_by_vector(vector.tolist(), number=_FOUND)
    }


def _run(code: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own code, above
        [sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout


if __name__ == "__main__":
    main()
