"""The words of talks, passages and quotes, indexed."""

from __future__ import annotations

from sqlite_utils import Database


def m002_full_text(db: Database) -> None:
    """Index the words of talks, passages and quotes; triggers keep the indexes in step."""
    for table, columns in (
        ("talks", ["title", "description"]),
        ("passages", ["text"]),
        ("quotes", ["text"]),
    ):
        db.table(table).enable_fts(columns, tokenize="porter unicode61", create_triggers=True)
