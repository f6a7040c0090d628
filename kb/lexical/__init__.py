"""Search by words, with the user's words always taken as words; small archives and large alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlite_utils import Database

from kb.lexical import fts, outside
from kb.lexical.fts import match_expression
from kb.lexical.words import STOP_WORDS, folded, keywords, places, tokens

__all__ = [
    "STOP_WORDS",
    "Counts",
    "counts",
    "folded",
    "keywords",
    "match_expression",
    "places",
    "prepare",
    "ranked",
    "tokens",
]

# Passages from which SQLite's own index is left to others: below, nobody would notice.
LARGE = 20_000

_PASSAGES = "select coalesce(sum(passages), 0) from talks"
_COUNTED = "select count(*) from passages"


class Counts(NamedTuple):
    """How many passages there are, and for each word how many have it, in any of its forms."""

    passages: int
    of: dict[str, int]


def ranked(
    db: Database, query: str, *, limit: int, within: Sequence[int] | None = None
) -> dict[int, float]:
    """Return the best passages by words, as {passage id: BM25 score}, best first.

    Args:
        db: The knowledge base.
        query: What the user typed.
        limit: The most to return.
        within: The passages to choose from, ascending; None for all.
    """
    index = _large(db)
    if index is None:
        return fts.ranked(db, query, limit=limit, within=within)
    return index.ranked(query, limit=limit, within=within)


def counts(db: Database, words: Sequence[str]) -> Counts:
    """Return the counts of words: asked for once a search, since common words take time."""
    index = _large(db)
    if index is None:
        return Counts(int(db.execute(_COUNTED).fetchone()[0]), fts.counts(db, words))
    return Counts(index.passages, index.counts(words))


def prepare(db: Database) -> None:
    """Make what search by words needs, so that nobody waits for it."""
    _large(db)


def _large(db: Database) -> outside.Outside | None:
    """Return the index outside the tables, None where they do."""
    if int(db.execute(_PASSAGES).fetchone()[0]) < LARGE:
        return None
    return outside.of(db)
