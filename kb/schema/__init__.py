"""The database's tables, as numbered migrations, one file each. docs/schema.md is generated from them.

A migration that has been released is never edited: what changes the tables is a new file, added to
the end of the list below.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from kb.schema.m001_tables import m001_tables
from kb.schema.m002_full_text import m002_full_text

MIGRATIONS = Migrations("verbatim")

for step in (
    m001_tables,
    m002_full_text,
):
    MIGRATIONS()(step)


def migrate(db: Database) -> None:
    """Bring a database up to the newest schema; a new one gets all of it."""
    if not db.table("talks").exists():
        db.enable_wal()
    MIGRATIONS.apply(db)
