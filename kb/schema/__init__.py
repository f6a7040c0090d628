"""The database's tables, as numbered migrations, one file each. docs/schema.md is generated from them.

A migration that has been released is never edited: what changes the tables is a new file, added to
the end of the list below.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from kb.schema.m001_tables import m001_tables
from kb.schema.m002_full_text import m002_full_text
from kb.schema.m003_talk_files import m003_talk_files
from kb.schema.m004_boilerplate import m004_boilerplate
from kb.schema.m005_people import m005_people
from kb.schema.m006_topic_decisions import m006_topic_decisions
from kb.schema.m007_summaries import m007_summaries
from kb.schema.m008_search_index import m008_search_index
from kb.schema.m009_searches import m009_searches
from kb.schema.m010_token_vectors import m010_token_vectors
from kb.schema.m011_neighbours import m011_neighbours

MIGRATIONS = Migrations("verbatim")

for step in (
    m001_tables,
    m002_full_text,
    m003_talk_files,
    m004_boilerplate,
    m005_people,
    m006_topic_decisions,
    m007_summaries,
    m008_search_index,
    m009_searches,
    m010_token_vectors,
    m011_neighbours,
):
    MIGRATIONS()(step)


def migrate(db: Database) -> None:
    """Bring a database up to the newest schema; a new one gets all of it."""
    if not db.table("talks").exists():
        db.enable_wal()
    MIGRATIONS.apply(db)
