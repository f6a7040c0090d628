"""How long a search takes: from the command line, and in Datasette by page and JSON, at several sizes.

Large archives are made of the real one (parts/large.py) in a temporary folder. Beside them,
in the same run, what a search would take by FTS5 and by numpy alone over the same rows. All with a
warm disk: what is timed was asked once before, and nothing but the disk's pages remembers it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from datasette.app import Datasette
from rich.console import Console
from rich.table import Table
from sqlite_utils import Database

from ingest import embedding
from kb import beside, build, embeddings, evaluate, lexical, serving, store, vectors
from kb.search import MODES
from kb.web import models

LARGE = runpy.run_path(str(Path(__file__).with_name("parts") / "large.py"))

_WORDS = "select rowid from passages_fts where passages_fts match ? order by rank limit 10"
_QUERIES = (
    "how teams avoid duplicate work",
    "why did you choose Postgres",
    "burnout",
    "what makes a good code review",
    "advice for people who are new to open source",
    "Kubernetes operators",
    "nobody wants to be on call at night",
    "machine learning in the browser",
    "how do you decide what to build next",
    "documentation that people read",
)


def main() -> None:
    """Print a table for the command line, and one for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks")
    parser.add_argument("--database", type=Path, help="one of them that is there already")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument(
        "--keep", type=Path, help="a folder where large archives stay, to run again"
    )
    args = parser.parse_args()
    queries = _queries(args.data)
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        place = args.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        base = args.database or ingested(args.data, place / "base.db")
        console.print(command_line(base, queries, Path(folder) / "compiled"))
        for size in args.sizes:
            path = place / f"{size}.db"
            db = store.open_database(path) if path.exists() else LARGE["grow"](base, path, size)
            console.print(prepared(db))
            console.print(asyncio.run(in_datasette(db, path, queries)))
            db.close()


def _queries(data: Path) -> Sequence[str]:
    file = data / "queries.jsonl"
    return (
        [query.query for query in evaluate.read_queries(file)][::2] if file.exists() else _QUERIES
    )


def ingested(data: Path, path: Path) -> Path:
    """Return a database of the talks in a folder."""
    db = store.open_database(path)
    build.ingest(db, [data], encoder=embedding.load)
    db.close()
    return path


def command_line(path: Path, queries: Sequence[str], compiled: Path) -> Table:
    """Return the time from process start to printed hits, beside a first vector by the reference.

    Python finds all that it imports compiled, as pip and a first run leave it; here in a folder
    of its own, since an environment may be told to write no such files.
    """
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(compiled)
    kb = [sys.executable, "-m", "kb", "-d", str(path), "search"]
    model = "from ingest.embedding import SentenceEncoder as S; S().encode(['words'])"
    table = Table("process start to", "best, s", "median, s", "CPU s, best", title=str(load()))
    for name, command in (
        ("printed hits", lambda query: [*kb, query]),
        ("printed hits, by words", lambda query: [*kb, "--mode", "keyword", query]),
        ("a first vector by sentence-transformers", lambda _: [sys.executable, "-c", model]),
    ):
        _timed(command(queries[0]), environment)
        runs = [_timed(command(query), environment) for query in queries[:6]]
        table.add_row(
            name,
            f"{min(run[0] for run in runs):.2f}",
            f"{statistics.median(run[0] for run in runs):.2f}",
            f"{min(run[1] for run in runs):.2f}",
        )
    return table


def _timed(command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 - ours
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def prepared(db: Database) -> Table:
    """Make what is beside the database anew, and return how long that takes and how large it is."""
    folder = beside.folder_of(db)
    for path in folder.rglob("*") if folder and folder.exists() else ():
        if path.is_file():
            path.unlink()
    table = Table("beside the database", "s", "MB")
    for name, make in (("vectors", vectors.load), ("words", lexical.prepare)):
        start = time.perf_counter()
        make(db)
        found = folder.glob(f"{name}*/*") if folder else ()
        size = sum(path.stat().st_size for path in found) / 1e6
        table.add_row(name, f"{time.perf_counter() - start:.1f}", f"{size:.0f}")
    return table


async def in_datasette(db: Database, path: Path, queries: Sequence[str]) -> Table:
    """Return the time of pages and of JSON, by mode, with and without a filter."""
    encoder = embedding.load((store.model_of(db) or ("", 0))[0])
    datasette = serving.datasette(str(path), metadata=None, editing=False)
    await datasette.invoke_startup()
    count = db.execute("select count(*) from passages").fetchone()[0]
    table = Table(
        "", "median, ms", "best", "95%", "CPU, median", title=f"{count:,} passages; {load()}"
    )
    for mode in MODES:
        for narrowed in ((), (("show", LARGE["ONE_IN_A_HUNDRED"]),)):
            for page in ("search.json", "search"):
                name = f"{page}, {mode}{', 1% of passages' if narrowed else ''}"
                url = f"/-/kb/{page}?{urlencode([('mode', mode), *narrowed])}&q="
                # Once for the disk, whose pages a quiet machine soon gives up; then to be timed.
                for _ in range(2):
                    models.ENCODERS.add(encoder)  # which remembers no query yet
                    await _ask(datasette, url, "the first takes longest")
                    runs = [await _ask(datasette, url, query) for query in queries]
                _add(table, name, runs)
    for name, ask in _rivals(db):
        for _ in range(2):
            runs = [_clocked(partial(ask, query)) for query in queries[:12]]
        _add(table, name, runs)
    return table


async def _ask(datasette: Datasette, url: str, query: str) -> tuple[float, float]:
    start, used = time.perf_counter(), time.process_time()
    response = await datasette.client.get(url + urlencode({"": query})[1:])
    assert response.status_code == 200, response.text[:300]
    return time.perf_counter() - start, time.process_time() - used


def _clocked(work: Callable[[], object]) -> tuple[float, float]:
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def _add(table: Table, name: str, runs: Sequence[tuple[float, float]]) -> None:
    walls = sorted(1000 * run[0] for run in runs)
    used = statistics.median(1000 * run[1] for run in runs)
    late = walls[int(0.95 * (len(walls) - 1))]
    table.add_row(
        name, f"{statistics.median(walls):.1f}", f"{walls[0]:.1f}", f"{late:.1f}", f"{used:.1f}"
    )


def _rivals(db: Database) -> Iterator[tuple[str, Callable[[str], object]]]:
    def words(query: str) -> object:
        return db.execute(_WORDS, [lexical.match_expression(query)]).fetchall()

    yield "FTS5 alone, any of the words", words
    model = store.model_of(db)
    count = db.execute("select count(*) from embeddings").fetchone()[0]
    if model is None or count > 200_000:
        return
    found = db.execute("select embedding from embeddings").fetchall()
    matrix = embeddings.unpack([row[0] for row in found], model[1])
    yield "numpy alone, one float32 product", lambda _: np.argpartition(matrix @ matrix[0], -10)


def load() -> str:
    """Return how busy the machine is."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
