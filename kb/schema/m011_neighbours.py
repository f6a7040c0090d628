"""An index by which a passage's neighbours are found without reading the whole talk."""

from __future__ import annotations

from sqlite_utils import Database


def m011_neighbours(db: Database) -> None:
    """Let the index of a talk's passages know their positions, too."""
    db.execute("drop index if exists idx_passages_talk_id")
    db.table("passages").create_index(["talk_id", "position"])
