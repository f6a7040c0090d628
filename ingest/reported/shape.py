"""What words between quotation marks are: a sentence that was said, a title, or a mere term."""

from __future__ import annotations

import re

from ingest.sentences import words

_FEWEST = 4  # words of a clause that nobody is named for
_CLAUSE = re.compile(
    r"\b(?:i|you|he|she|it|we|they|there|who|what|how|why|where|let['’]?s|please|is|are|was|were|am|be|been|has|have|had"
    r"|do|does|did|can|could|will|would|shall|should|must|may|might|\w+['’](?:m|re|ve|ll|d)|\w+n['’]t|(?:it|that|there|what|he|she)['’]s)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SMALL = frozenset(
    "a an the and or but of in on at to for from with by as is vs nor into over".split()
)


def is_clause(quotation: str) -> bool:
    """Return whether a quotation reads as something that was said, though nothing says so."""
    if words(quotation) < _FEWEST or is_title(quotation):
        return False
    whole = quotation[:1].isupper() and quotation.rstrip("\"”’')")[-1:] in (".", "!", "?", "…")
    return whole or bool(_CLAUSE.search(quotation))


def is_title(quotation: str) -> bool:
    """Return whether a quotation is the name of something: “War and Peace”."""
    if quotation[-1:] in ".!?…,":
        return False
    large = [word for word in _WORD.findall(quotation) if word.lower() not in _SMALL]
    return len(large) > 1 and all(word[0].isupper() and not word.isupper() for word in large)
