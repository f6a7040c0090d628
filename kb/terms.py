"""What an archive knows of words: how rare each is, and which names stand everywhere in it."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from sqlite_utils import Database

from kb.lexical import Counts, counts

__all__ = ["Counts", "counts", "covered", "everywhere", "most_possible", "rarity", "without"]

_SAMPLE = """
    select passages.text from passages_fts join passages on passages.id = passages_fts.rowid
    where passages_fts match ? limit 40
"""
# BM25 gives a word that a passage says often at most this many times its rarity (k1 + 1).
_MOST = 2.2
_EVERYWHERE = 0.25  # of all passages
_A_NAME = 0.8  # of its occurrences that begin with a capital letter


def most_possible(known: Counts) -> float:
    """Return the BM25 score of a passage that says every word over and over."""
    return _MOST * sum(rarity(count, known.passages) for count in known.of.values())


def covered(known: Counts, words: Mapping[int, float]) -> dict[int, float]:
    """Return how much of a query each passage's words cover, 0 to 1.

    Args:
        known: The counts of the query's words.
        words: BM25 scores by passage.
    """
    possible = most_possible(known) or 1.0
    return {passage: min(1.0, score / possible) for passage, score in words.items()}


def rarity(count: float, passages: int) -> float:
    """Return a word's inverse document frequency, as BM25 has it.

    >>> rarity(1, 1000) > rarity(500, 1000) > 0
    True
    """
    return math.log(1 + (passages - count + 0.5) / (count + 0.5))


def everywhere(db: Database, known: Counts) -> frozenset[str]:
    """Return the names among the words that so much of the archive is about that they tell nothing.

    In an archive about Netflix every passage could answer a query for "Netflix"; as the most
    telling word of the sentence it would drown the others. At least two words are left.
    """
    found = [
        word
        for word, count in known.of.items()
        if count > _EVERYWHERE * known.passages and _is_name(db, word)
    ]
    return frozenset(found) if len(known.of) - len(found) >= 2 else frozenset()


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


def _quoted(word: str) -> str:
    return '"' + word.replace('"', "") + '"'
