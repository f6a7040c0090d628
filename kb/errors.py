"""What can go wrong in a knowledge base, each said in one line with what to do about it."""

from __future__ import annotations

from ingest.errors import VerbatimError


class DatabaseError(VerbatimError):
    """The file is no knowledge base, or cannot be used as one."""


class NotFoundError(VerbatimError):
    """A talk, passage, quote or collection was asked for that is not there."""


class ModelMismatchError(VerbatimError):
    """The database was embedded with one model and is searched with another."""

    def __init__(self, stored: str, asked: str) -> None:
        self.stored = stored
        self.asked = asked
        super().__init__(
            f"this database was embedded with {stored!r}, and {asked!r} was asked for; search with "
            f"--model {stored}, or ingest again with --model {asked}"
        )

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.stored, self.asked))


class DecisionError(VerbatimError):
    """Something was to be decided about topics or people that cannot be, or makes no sense."""
