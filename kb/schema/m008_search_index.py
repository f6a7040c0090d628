"""Vectors of sentences, and a stamp by which an index beside the database knows what it was made of."""

from __future__ import annotations

import secrets

from sqlite_utils import Database


def m008_search_index(db: Database) -> None:
    """Make room for the vectors of a passage's sentences, and stamp what is there."""
    db.execute("alter table embeddings add column sentences blob")
    db.table("embeddings").create_index(["sha256"])
    db.execute("insert into _kb_meta (key, value) values ('stamp', ?)", [secrets.token_hex(8)])
