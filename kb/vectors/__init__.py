"""Search by vectors: exact, over all passages or some, in files beside the database that processes share."""

from __future__ import annotations

from sqlite_utils import Database

from kb.kept import Kept
from kb.vectors import files
from kb.vectors.index import NOTHING, Index, Near

__all__ = ["NOTHING", "Cache", "Index", "Near", "load"]


def load(db: Database) -> Index:
    """Return the index of a database as it is now, made anew where there is none."""
    return files.opened(db) or files.made(db)


class Cache:
    """One index a database, brought up to date when that has changed; safe among threads."""

    def __init__(self) -> None:
        self._kept = Kept(lambda db, before: files.opened(db) or files.made(db, before))

    def get(self, db: Database) -> Index:
        """Return the index of the database as it is now."""
        return self._kept.get(db)
