"""What both kinds of signs are made of: counts, tags of the Penn Treebank, and lengths in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

Signs = Counter[str]

FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj", "csubj:pass", "expl"))
_VERBS = FINITE | {"VB", "VBG", "VBN"}
_PLAIN = frozenset(("PRP", "PRP$", "DT", "IN", "TO", "CC", "CD", "UH", "EX"))

SHORT, LONG, EARLY = 10, 30, 4  # words


def kind(token: Token) -> str:
    """Return what kind of word a token is, coarsely."""
    tag = token.tag_
    if tag in NOUNS:
        return "noun"
    if tag in FINITE:
        return "finite verb"
    if tag in _VERBS or tag in _PLAIN:
        return tag
    return {"RB": "adverb", "JJ": "adjective"}.get(tag[:2], "W" if tag[:1] == "W" else "other")
