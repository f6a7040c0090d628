"""Vectors of tokens, by which search compares a question with a passage word by word."""

from __future__ import annotations

from sqlite_utils import Database


def m010_token_vectors(db: Database) -> None:
    """Make room for the vectors of a passage's tokens; the next ingest fills it."""
    db.execute("alter table embeddings add column tokens blob")
