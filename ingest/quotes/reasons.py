"""Why a quote is worth keeping, in two words that a reader understands."""

from __future__ import annotations

import re

from ingest.quotes.signs import tidy

PLAIN = "story's point"


def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The first that fits is the reason.
_REASONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "lesson",
        _pattern(
            r"\b(?:i(?:'ve)? (?:also |really |just |finally )?(?:learn|realiz|realis|discover|came to|found out)\w*|taught (?:me|us)|lessons?"
            r"|turns? out|the truth is|what matters|changed (?:my|how i)|(?:my|the) (?:biggest )?mistake|in hindsight|looking back)\b"
        ),
    ),
    (
        "contrast",
        _pattern(
            r"\b(?:not|isn't|aren't|wasn't|don't|doesn't)\b.{3,80}(?:\bbut\b|[,;—] (?:it's|they're|it is|you're|we're)\b|\binstead\b)"
            r"|\brather than\b|\binstead of\b|\bas opposed to\b|\b(?:more|less|better|worse|\w{3,}er) than\b|, not\b|\bversus\b"
        ),
    ),
    (
        "advice",
        _pattern(
            r"\byou (?:should|need to|have to|must|can't|want to|got to|gotta|never)\b|\b(?:don't|never) (?:ever |just |be )?(?:\w+)\b.*\byour?\b"
            r"|\bthe (?:key|trick|secret|best way|only way|number one)\b|\bmake sure\b|\bmy advice\b|^(?:if|when) you(?:'re|'ve)?\b"
        ),
    ),
    (
        "number",
        _pattern(
            r"\b\d[\d,.]*(?:%|x\b|k\b|\b)|\b(?:million|billion|hundred|thousand|percent|twice|half of)\b"
        ),
    ),
    (
        "general claim",
        _pattern(
            r"\b(?:every|everyone|everybody|everything|nobody|no one|nothing|people|most|all|any|anyone|always|never|only)\b"
            r"|\byou(?:'re|r)?\b|^(?:the|a|an) (?:\w+ ){1,4}(?:is|are)\b|\w+ (?:is|are) (?:about|a|an|the|not)\b"
        ),
    ),
    (
        "conviction",
        _pattern(
            r"\bi (?:\w+ )?(?:think|believe|feel|care|love|hate|know|want)\b|\bto me\b|\bmy (?:\w+ )?(?:view|philosophy|belief|job)\b"
        ),
    ),
)


def reason(text: str) -> str:
    """Return the reason for a quote of these words."""
    plain = tidy(text)
    return next((name for name, pattern in _REASONS if pattern.search(plain)), PLAIN)
