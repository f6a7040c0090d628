"""The files of talks: which one is read, what lies beside it, and what could not be read."""

from __future__ import annotations

from pathlib import PurePath

from sqlite_utils import Database

_TABLES = (
    # `text` is kept of a file that was replaced, where collected quotes were taken from it.
    """
    create table talk_files (
        talk_id integer not null references talks(id) on delete cascade,
        position integer not null,
        path text not null,
        kind text not null,
        sha256 text,
        reader text,
        why text not null default '',
        text text,
        primary key (talk_id, path)
    )
    """,
    """
    create table skipped_files (
        root text not null,
        path text not null,
        sha256 text,
        failed integer not null,
        reason text not null,
        line integer,
        seen_at text not null,
        primary key (root, path)
    )
    """,
    """
    create table talk_sketches (
        talk_id integer primary key references talks(id) on delete cascade,
        runs integer not null,
        distinct_runs integer not null,
        hashes blob not null
    )
    """,
)


def m003_talk_files(db: Database) -> None:
    """Create the tables, and write down the file of each talk that is there."""
    for statement in _TABLES:
        db.execute(statement)
    db.table("talk_files").create_index(["path"])
    sql = "select talk_id, path, root, sha256, reader from sources join talks on id = talk_id"
    db.table("talk_files").insert_all(
        {
            "talk_id": row["talk_id"],
            "position": 0,
            "path": str(row["path"]).removeprefix(f"{PurePath(str(row['root'])).name}/"),
            "kind": "transcript",
            "sha256": row["sha256"],
            "reader": row["reader"],
            "why": "",
        }
        for row in list(db.query(sql))
    )
