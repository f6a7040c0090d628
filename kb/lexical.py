"""Search by words: FTS5's BM25 over passages, with the user's words always taken as words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlite_utils import Database

# Words so common that matching them says nothing about what was meant.
STOP_WORDS = frozenset(
    """a about all also an and any are as at be been being but by can could did do does doing done for from get
    got had has have having he her here hers him his how i if in into is it its it's just let like me might more
    most much my no nor not of off on one or our out over own she should so some such than that the their them
    then there these they this those through to too under until up us very was we were what when where which
    while who whom why will with would you your yours i'm i've don't doesn't didn't isn't can't won't that's
    there's they're we're you're what's""".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:['’.+#&-][^\W_]+)*[+#]{0,2}", re.UNICODE)
_PHRASE = re.compile(r'"([^"]+)"')

_RANKED = """
    select rowid, -bm25(passages_fts) as score from passages_fts
    where passages_fts match :match {within} order by rank limit :limit
"""


def tokens(query: str) -> list[str]:
    """Return a query's words.

    >>> tokens("how Netflix teams avoid duplicate work?")
    ['how', 'Netflix', 'teams', 'avoid', 'duplicate', 'work']
    """
    return _TOKEN.findall(query)


def keywords(query: str) -> list[str]:
    """Return the words of a query that carry meaning; all of them where none does."""
    found = tokens(query)
    kept = [word for word in found if word.lower() not in STOP_WORDS]
    return list(dict.fromkeys(kept or found))


def match_expression(query: str) -> str | None:
    """Return an FTS5 expression for any of a query's words and each of its quoted phrases.

    Nothing that a user types can break it: every word is quoted. None where it has no words.
    """
    phrases = [" ".join(tokens(phrase)) for phrase in _PHRASE.findall(query)]
    wanted = [*(p for p in phrases if p), *keywords(query)]
    return " OR ".join('"' + term.replace('"', "") + '"' for term in wanted) or None


def ranked(
    db: Database, query: str, *, limit: int, within: Sequence[int] | None = None
) -> dict[int, float]:
    """Return the best passages by words, as {passage id: BM25 score}, best first.

    Args:
        db: The knowledge base.
        query: What the user typed.
        limit: The most to return.
        within: The passages to choose from; None for all.
    """
    match = match_expression(query)
    if match is None:
        return {}
    values: dict[str, object] = {"match": match, "limit": limit}
    clause = ""
    if within is not None:
        clause = "and rowid in (select value from json_each(:within))"
        values["within"] = "[" + ",".join(map(str, within)) + "]"
    return dict(db.execute(_RANKED.format(within=clause), values).fetchall())
