"""The same talk twice under two names, found when either is ingested."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

import numpy as np
from sqlite_utils import Database

from kb import duplicates, filing
from kb.duplicates import Pair, Sketch
from kb.filing import SketchRow


def lines(db: Database, fresh: Collection[int]) -> list[str]:
    """Return one line for each pair of talks that say the same, one of them just ingested.

    Sketches are kept with the talks, so that only new ones are read; the time goes by how many
    there are and by what is shared.
    """
    if not fresh:
        return []
    with db.atomic():
        filing.add_sketches(db, [_sketched(db, each) for each in filing.without_sketch(db)])
    rows = filing.sketches(db)
    paths = filing.transcripts(db)
    sketches = [_sketch(row) for row in rows]
    found = []
    for pair in duplicates.pairs(sketches, least=duplicates.SAME):
        ids = rows[pair.first].talk_id, rows[pair.second].talk_id
        whole = duplicates.as_long(sketches[pair.first], sketches[pair.second])
        if whole and any(each in fresh for each in ids):
            found.append(_line(sorted(paths[each] for each in ids), pair))
    return found


def _line(paths: list[str], pair: Pair) -> str:
    one, other = paths
    beside = PurePosixPath(one).parent == PurePosixPath(other).parent
    advice = "name them alike" if beside else "put them side by side and name them alike"
    shared = f"{pair.contained:.0%}".replace("%", " %")
    return f"{one} and {other} say the same ({shared} of the wording): keep one, or {advice}"


def _sketched(db: Database, talk_id: int) -> SketchRow:
    made = duplicates.sketch(filing.words_of(db, talk_id))
    return SketchRow(talk_id, made.runs, made.distinct, made.hashes.astype("<u8").tobytes())


def _sketch(row: SketchRow) -> Sketch:
    hashes = np.frombuffer(row.hashes, dtype="<u8").astype(np.uint64)
    return Sketch(row.runs, row.distinct_runs, hashes)
