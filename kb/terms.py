"""What an archive knows of words: how rare each is, and which names stand everywhere in it."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from sqlite_utils import Database

_COUNT = "select count(*) from passages_fts where passages_fts match ?"
_SAMPLE = """
    select passages.text from passages_fts join passages on passages.id = passages_fts.rowid
    where passages_fts match ? limit 40
"""
# BM25 gives a word that a passage says often at most this many times its rarity (k1 + 1).
_MOST = 2.2
_EVERYWHERE = 0.25  # of all passages
_A_NAME = 0.8  # of its occurrences that begin with a capital letter


def passages_with(db: Database, word: str) -> int:
    """Return how many passages have a word, in any of its forms."""
    return int(db.execute(_COUNT, [_quoted(word)]).fetchone()[0])


def most_possible(db: Database, words: Sequence[str]) -> float:
    """Return the BM25 score of a passage that says every word over and over."""
    passages = _passages(db)
    return _MOST * sum(rarity(passages_with(db, word), passages) for word in words)


def rarity(count: int, passages: int) -> float:
    """Return a word's inverse document frequency, as BM25 has it.

    >>> rarity(1, 1000) > rarity(500, 1000) > 0
    True
    """
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))


def everywhere(db: Database, words: Sequence[str]) -> frozenset[str]:
    """Return the names among the words that so much of the archive is about that they tell nothing.

    In an archive about Netflix every passage could answer a query for "Netflix"; as the most
    telling word of the sentence it would drown the others. At least two words are left.
    """
    passages = _passages(db)
    found = [
        word
        for word in words
        if passages_with(db, word) > _EVERYWHERE * passages and _is_name(db, word)
    ]
    return frozenset(found) if len(words) - len(found) >= 2 else frozenset()


def without(query: str, words: frozenset[str]) -> str:
    """Return a query without some of its words.

    >>> without("how Netflix's teams work at Netflix", frozenset({"Netflix"}))
    'how teams work at'
    """
    if not words:
        return query
    pattern = "|".join(re.escape(word) for word in words)
    left = re.sub(rf"\b(?:{pattern})(?:['’]s)?\b", " ", query, flags=re.IGNORECASE)
    return " ".join(left.split())


def _is_name(db: Database, word: str) -> bool:
    pattern = re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE)
    seen = [
        found for (text,) in db.execute(_SAMPLE, [_quoted(word)]) for found in pattern.findall(text)
    ]
    capitals = sum(1 for found in seen if found[0].isupper())
    return bool(seen) and capitals >= _A_NAME * len(seen)


def _passages(db: Database) -> int:
    return int(db.execute("select count(*) from passages").fetchone()[0])


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'
