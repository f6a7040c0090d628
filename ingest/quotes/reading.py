"""How a span reads on a page: what costs a quote its place though its thought is good."""

from __future__ import annotations

import re

from ingest.quotes.signs import tidy

_FILLER = re.compile(
    r"\b(?:kind of|sort of|you know|i mean|i guess|or whatever|or something|and stuff|blah|stuff like that"
    r"|things like that|et cetera|a little bit|and so on|or so|maybe|basically|literally|honestly|obviously"
    r"|really|actually|just)\b|,\s*like\b"
    r"|\b(?:is|are|was|have|has|had|do|see|and|but|so|that|the|a|some|to|we|of|can|those|simple|it's|be|just)"
    r" like\b(?! (?:a|an|the|this|that|it|to|you|me)\b)",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:it|they|them|their|this|these|those|he|she|him|his|her|there)\b", re.IGNORECASE
)
_POINTING = re.compile(
    r"\b(?:those|these)\b(?! (?:who|that|of us))"
    r"|\b(?:that|this) (?:thing|one|stuff|case|step|situation|problem|time|point|tool|argument|stage|area|part"
    r"|particular|same|whole)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"[^\W\d_]{5,}")
_FIRST = 8  # words in which a pronoun has had no chance to say what it means
_LEAST = 3  # longer words; with fewer nothing in particular is said

_COST_FILLER = 0.3
_COST_DANGLING = 0.2
_COST_POINTING = 0.3
_COST_EMPTY = 0.5
_COST_QUESTION = 0.3


def cost(text: str) -> float:
    """Return what a quote of these words is worth less, in standard deviations."""
    plain = tidy(text)
    opening = " ".join(plain.split()[:_FIRST])
    return (
        _COST_FILLER * len(_FILLER.findall(plain))
        + _COST_DANGLING * len(_DANGLING.findall(opening))
        + _COST_POINTING * len(_POINTING.findall(plain))
        + _COST_EMPTY * (len(_CONTENT.findall(plain)) < _LEAST)
        + _COST_QUESTION * plain.rstrip("\"”’')").endswith("?")
    )
