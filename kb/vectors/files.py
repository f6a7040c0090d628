"""The index in files: written once for a state of the database, mapped into memory by who searches."""

from __future__ import annotations

import json
import logging
import mmap
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import beside, embeddings, store
from kb.vectors import scan
from kb.vectors.index import Ids, Index
from kb.vectors.scan import Coded

_LOG = logging.getLogger(__name__)

_KIND = "vectors"
_ABOUT, _IDS, _CODES, _STEPS = "about.json", "ids.i64", "codes.i8", "steps.f32"
_AT_ONCE = 4096  # rows read at a time
_FEW = 0.2  # of all rows; more new ones than that are read in the order in which they lie
_IDS_SQL = "select passage_id from embeddings order by passage_id"
_ALL_SQL = "select passage_id, embedding from embeddings order by passage_id"


def opened(db: Database) -> Index | None:
    """Return the index that is there for the database as it is now, None where there is none."""
    place = beside.place(db, _KIND, store.state(db))
    return _read(place) if place and beside.whole(place) else None


def made(db: Database, before: Index | None = None) -> Index:
    """Return an index made from the tables, in files where they can be written.

    Args:
        db: The knowledge base.
        before: An earlier index of it, whose rows are used again where they still hold.
    """
    state = store.state(db)
    place = beside.place(db, _KIND, state)
    index = _made(db, state, before or _earlier(place))
    if place is None or not len(index.ids) or store.state(db) != state:
        return index
    try:
        beside.put(place, lambda folder: _write(index, folder))
    except OSError as error:
        _LOG.info("the index cannot be kept in %s (%s)", place.parent, error)
        return index
    return _read(place) or index


def _earlier(place: Path | None) -> Index | None:
    found = (_read(path) for path in beside.earlier(place) if beside.whole(path)) if place else ()
    return next((index for index in found if index), None)


def _read(place: Path) -> Index | None:
    try:
        about = json.loads((place / _ABOUT).read_text("utf-8"))
        rows, dimensions = int(about["rows"]), int(about["dimensions"])
        return Index(
            state=str(about["state"]),
            epoch=str(about["epoch"]),
            ids=_mapped(place / _IDS, "<i8", (rows,)),
            coded=Coded(
                _mapped(place / _CODES, "i1", (rows, dimensions)),
                _mapped(place / _STEPS, "<f4", (rows,)),
            ),
        )
    except (OSError, ValueError, KeyError):  # removed since, or another version's
        return None


def _mapped(path: Path, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    # Not numpy's memmap, which makes every slice slower, and gives no advice.
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    if sys.platform == "linux":
        # In large pages, where the kernel has them, a scan takes a quarter less.
        with suppress(OSError):
            memory.madvise(mmap.MADV_HUGEPAGE)
    return np.frombuffer(memory, dtype=kind).reshape(shape)


def _write(index: Index, folder: Path) -> None:
    about = {
        "state": index.state,
        "epoch": index.epoch,
        "rows": len(index.ids),
        "dimensions": index.dimensions,
    }
    index.ids.astype("<i8").tofile(folder / _IDS)
    index.coded.codes.tofile(folder / _CODES)
    index.coded.steps.astype("<f4").tofile(folder / _STEPS)
    (folder / _ABOUT).write_text(json.dumps(about), "utf-8")


def _made(db: Database, state: str, before: Index | None) -> Index:
    epoch, model = store.epoch(db), store.model_of(db) or ("", 1)
    ids = np.fromiter((row[0] for row in db.execute(_IDS_SQL)), dtype=np.int64)
    codes = np.zeros((len(ids), model[1]), dtype=np.int8)
    steps = np.zeros(len(ids), dtype=np.float32)
    fresh = np.ones(len(ids), dtype=bool)
    # A passage's id depends on its text, so its vector is the same unless all are made anew.
    if before is not None and (before.epoch, before.dimensions) == (epoch, model[1]):
        kept = before.rows(ids)
        places = np.searchsorted(ids, before.ids[kept])
        codes[places], steps[places] = before.coded.codes[kept], before.coded.steps[kept]
        fresh[places] = False
    for some, vectors in _vectors(db, ids[fresh], len(ids), model[1]):
        places = np.minimum(np.searchsorted(ids, some), len(ids) - 1)
        there = ids[places] == some
        codes[places[there]], steps[places[there]] = scan.code(vectors[there])
    return Index(state, epoch, ids, Coded(codes, steps))


def _vectors(db: Database, wanted: Ids, of: int, dimensions: int) -> Iterator[tuple[Ids, Vectors]]:
    """Yield vectors with their passages' ids: those wanted, or all where that is sooner done."""
    if len(wanted) < _FEW * of:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE].tolist()
            yield embeddings.of_passages(db, some, dimensions)
        return
    cursor = db.execute(_ALL_SQL)
    while found := cursor.fetchmany(_AT_ONCE):
        ids = np.fromiter((row[0] for row in found), dtype=np.int64, count=len(found))
        yield ids, embeddings.unpack([row[1] for row in found], dimensions)
