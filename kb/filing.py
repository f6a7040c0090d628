"""What the database remembers of files: those of each talk, and those that no talk was made of.

`kb.store` writes a talk's in the talk's own transaction; whoever calls the others opens one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kb.rows import Row

# A collected quote's receipt counts in the file that it was taken from: as long as that file is
# one of the talk's, its text stays, whichever of them is read.
_KEPT = """
    select sha256, text from sources where talk_id = :id
        and sha256 in (select source_sha256 from collection_quotes where talk_id = :id)
    union select sha256, text from talk_files where talk_id = :id and text is not null
        and sha256 in (select source_sha256 from collection_quotes where talk_id = :id)
"""


class KnownFile(NamedTuple):
    """A file of a talk, as it was when the talk was read."""

    path: str
    kind: str
    sha256: str | None


class Skipped(NamedTuple):
    """A file that no talk was made of.

    Args:
        failed: Whether it looks like a talk and cannot be read; else it is something else.
        reason: What is wrong, and what to do about it, one line.
    """

    root: str
    path: str
    sha256: str | None
    failed: bool
    reason: str
    line: int | None = None


class SketchRow(NamedTuple):
    """A talk's sketch as it is stored; see `kb.duplicates`."""

    talk_id: int
    runs: int
    distinct_runs: int
    hashes: bytes


def files(db: Database) -> dict[int, tuple[KnownFile, ...]]:
    """Return the files of every talk, in their order."""
    found: dict[int, list[KnownFile]] = defaultdict(list)
    sql = "select talk_id, path, kind, sha256 from talk_files order by talk_id, position"
    for talk_id, *file in db.execute(sql):
        found[talk_id].append(KnownFile(*file))
    return {talk_id: tuple(each) for talk_id, each in found.items()}


def kept_texts(db: Database, talk_id: object) -> dict[str, str]:
    """Return, by their hashes, the texts of a talk's files that collected quotes were taken from."""
    return dict(db.execute(_KEPT, {"id": talk_id}))


def write_files(db: Database, talk_id: object, rows: Iterable[Row], kept: dict[str, str]) -> None:
    """Write down a talk's files, in place of those that were, with the texts that are kept."""
    db.execute("delete from talk_files where talk_id = ?", [talk_id])
    db.table("talk_files").insert_all(
        {
            "talk_id": talk_id,
            **row,
            "text": kept.get(str(row["sha256"])) if row["kind"] != "transcript" else None,
        }
        for row in rows
    )


def move_quotes(db: Database, talk_id: int, to: int) -> None:
    """Let quotes collected from a talk be another's, which has its files now."""
    for sha256, text in kept_texts(db, talk_id).items():
        sql = "update talk_files set text = ? where talk_id = ? and sha256 = ? and kind <> 'transcript'"
        db.execute(sql, [text, to, sha256])
    db.execute(
        """update or ignore collection_quotes
            set talk_id = :to, talk = (select path from talks where id = :to) where talk_id = :id""",
        {"id": talk_id, "to": to},
    )


def skipped(db: Database) -> dict[tuple[str, str], Skipped]:
    """Return the files that no talk was made of, by their folder and path."""
    sql = "select root, path, sha256, failed, reason, line from skipped_files"
    return {
        (root, path): Skipped(root, path, sha256, bool(failed), reason, line)
        for root, path, sha256, failed, reason, line in db.execute(sql)
    }


def write_skipped(
    db: Database, found: Iterable[Skipped], gone: Iterable[tuple[str, str]], seen_at: str
) -> None:
    """Write down files that no talk was made of, and forget others: those that were read or are gone."""
    for place in gone:
        db.execute("delete from skipped_files where root = ? and path = ?", place)
    db.table("skipped_files").insert_all(
        ({**each._asdict(), "failed": int(each.failed), "seen_at": seen_at} for each in found),
        replace=True,
        pk=("root", "path"),
    )


def sketches(db: Database) -> list[SketchRow]:
    """Return the sketches of all talks that have one."""
    sql = "select talk_id, runs, distinct_runs, hashes from talk_sketches order by talk_id"
    return [SketchRow(*row) for row in db.execute(sql)]


def transcripts(db: Database) -> dict[int, str]:
    """Return the path of the file that each talk was read from."""
    sql = "select talk_id, path from talk_files where kind = 'transcript'"
    return dict(db.execute(sql))


def without_sketch(db: Database) -> list[int]:
    """Return the talks that have no sketch yet."""
    sql = "select id from talks where id not in (select talk_id from talk_sketches) order by id"
    return [talk_id for (talk_id,) in db.execute(sql)]


def words_of(db: Database, talk_id: int) -> str:
    """Return all that is said in a talk, in the clean layer."""
    sql = "select text from turns where talk_id = ? order by position"
    return " ".join(text for (text,) in db.execute(sql, [talk_id]))


def add_sketches(db: Database, found: Sequence[SketchRow]) -> None:
    """Keep the sketches of talks that had none."""
    db.table("talk_sketches").insert_all(each._asdict() for each in found)
