"""Search by words within SQLite: FTS5's BM25, as quick as anything in archives of some size."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from kb.lexical.words import wanted

_RANKED = """
    select rowid, -bm25(passages_fts) as score from passages_fts
    where passages_fts match :match {within} order by rank limit :limit
"""
_COUNT = "select count(*) from passages_fts where passages_fts match ?"


def match_expression(query: str) -> str | None:
    """Return an FTS5 expression for any of a query's words and each of its quoted phrases.

    Nothing that a user types can break it: every word is quoted. None where it has no words.
    """
    return " OR ".join(map(_quoted, wanted(query))) or None


def ranked(
    db: Database, query: str, *, limit: int, within: Sequence[int] | None
) -> dict[int, float]:
    """Return the best passages by words, as {passage id: BM25 score}, best first."""
    match = match_expression(query)
    if match is None:
        return {}
    values: dict[str, object] = {"match": match, "limit": limit}
    clause = ""
    if within is not None:
        # "+": else the index would be searched once for every passage of the list.
        clause = "and +rowid in (select value from json_each(:within))"
        values["within"] = "[" + ",".join(map(str, within)) + "]"
    return dict(db.execute(_RANKED.format(within=clause), values).fetchall())


def counts(db: Database, words: Sequence[str]) -> dict[str, int]:
    """Return how many passages have each word, in any of its forms."""
    return {word: int(db.execute(_COUNT, [_quoted(word)]).fetchone()[0]) for word in words}


def _quoted(term: str) -> str:
    return '"' + term.replace('"', "") + '"'
