"""How the index beside the database is made: from an earlier one where it can be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from kb.lexical.shape import listed, opened

if TYPE_CHECKING:
    from tantivy import IndexWriter

# Which passages are in it, ascending; the place of each one's talk among the talks; and those.
IDS, TALK_OF, TALKS = "ids.i64", "talk_of.i32", "talks.i64"

_OURS = (IDS, TALK_OF, TALKS)
_CHANGING = (".json", ".lock")  # files of Tantivy's that it writes anew; all others it only adds
_HEAP = 256_000_000  # bytes that may wait to be written
_AT_ONCE = 4096  # passages read at a time
_MUCH = 0.2  # of all passages; where more are new, all are indexed anew
_ALL = "select id, talk_id, text from passages"
_SOME = "select id, talk_id, text from passages where id in (select value from json_each(?))"
_IDS_SQL = "select id, talk_id from passages"

Ids: TypeAlias = NDArray[np.int64]


def make(db: Database, folder: Path, earlier: Path | None) -> None:
    """Fill a folder with the index: what an earlier one has is taken from it, if that is most."""
    rows = np.array(db.execute(_IDS_SQL).fetchall(), dtype=np.int64).reshape(-1, 2)
    ids, talk_ids = rows[rows[:, 0].argsort()].T
    had = _linked(earlier, folder, ids) if earlier else None
    index = opened(folder)
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    if had is None:
        _add(writer, db.execute(_ALL))
    else:
        gone = np.setdiff1d(had, ids, assume_unique=True).tolist()
        if gone:
            # By a query, not by term: of an unsigned number's term Tantivy 0.27 deletes nothing.
            writer.delete_documents_by_query(listed("id", gone))
        fresh = np.setdiff1d(ids, had, assume_unique=True).tolist()
        for start in range(0, len(fresh), _AT_ONCE):
            _add(writer, db.execute(_SOME, [str(fresh[start : start + _AT_ONCE])]))
    writer.commit()
    writer.wait_merging_threads()
    talks, talk_of = np.unique(talk_ids, return_inverse=True)
    ids.astype("<i8").tofile(folder / IDS)
    talk_of.astype("<i4").tofile(folder / TALK_OF)
    talks.astype("<i8").tofile(folder / TALKS)


def _linked(earlier: Path, folder: Path, ids: Ids) -> Ids | None:
    """Put an earlier index into a folder, if most of it still holds; return what passages it has."""
    try:
        had = np.fromfile(earlier / IDS, dtype="<i8")
        if len(np.setxor1d(had, ids, assume_unique=True)) > _MUCH * len(ids):
            return None
        for path in earlier.iterdir():
            put = shutil.copyfile if path.name.endswith(_CHANGING) else os.link
            if path.name not in _OURS:
                put(path, folder / path.name)
    except OSError:
        for path in folder.iterdir():
            path.unlink()
        return None
    return had


def _add(writer: IndexWriter, rows: Iterable[tuple[int, int, str]]) -> None:
    from tantivy import Document

    for passage, talk, text in rows:
        document = Document()
        document.add_unsigned("id", passage)
        document.add_unsigned("talk", talk)
        document.add_text("text", text)
        writer.add_document(document)
