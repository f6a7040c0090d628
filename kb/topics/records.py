"""Decisions as they are stored: one row for each topic that something was decided about."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

_ALL = """
    select key, topic_id, found_name, name, merged_into, into_name, hidden, pinned, decided_at
    from topic_decisions order by key
"""


class Decision(BaseModel):
    """What was decided about a topic.

    Args:
        key: The topic's canonical key.
        topic_id: Its id.
        found_name: What ingestion calls it; None as long as no talk has it.
        name: What it shall be called.
        merged_into: The key of the topic that it is part of.
        into_name: How that one was called when this was decided.
        hidden: Whether it is shown nowhere.
        pinned: Whether it stands first in lists.
        decided_at: ISO 8601, UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    topic_id: int
    found_name: str | None = None
    name: str | None = None
    merged_into: str | None = None
    into_name: str | None = None
    hidden: bool = False
    pinned: bool = False
    decided_at: str

    @property
    def label(self) -> str:
        """How people know the topic."""
        return self.name or self.found_name or self.key

    @property
    def decides(self) -> bool:
        """Whether anything is decided at all."""
        return bool(self.name or self.merged_into or self.hidden or self.pinned)

    @property
    def said(self) -> str:
        """What was decided, in words."""
        parts = []
        if self.name:
            parts.append(f"called {self.name}")
        if self.merged_into:
            parts.append(f"part of {self.into_name or self.merged_into}")
        parts += ["hidden"] if self.hidden else []
        parts += ["pinned"] if self.pinned else []
        return ", ".join(parts)


def read(db: Database) -> list[Decision]:
    """Return all decisions by key."""
    return [Decision.model_validate(row) for row in db.query(_ALL)]
