"""Whether a sentence only sets up what should come behind it, as "Here's how I explain it" does.

By its grammar it is whole, but nobody would print it alone. Patterns are in small letters, and so is
what they are looked for in.
"""

from __future__ import annotations

import re

from ingest.quotes.signs import tidy

_NUMBER = r"(?:two|three|four|five|six|seven|several|a few|a couple(?: of)?|some|many|multiple)"
_THINGS = (
    r"(?:things|reasons|kinds|types|ways|questions|steps|parts|pieces|problems|lessons|rules|stages"
    r"|categories|phases|elements|principles|factors|examples|buckets|options|approaches|components)"
)
# "Say you run a clinic." and "Take a small shop." wait for what happens there.
_SUPPOSES = re.compile(
    r"(?:just )?(?:(?:imagine|suppose|pretend|picture)\b|(?:let's |let us )?say (?:you|i|we|there|that|your|a|an|the)\b"
    r"|let's (?:use|take|pretend|imagine|look at|stick with|start with|go with)\b"
    r"|(?:use|take|consider) (?:an?|the|this|that|my|our) (?:\w+ )?(?:example|case|story)\b|think (?:about|of) an?\b)"
)
# What comes then: a clause of its own behind a comma, or after a colon or a dash.
_THEN = re.compile(
    r"(?:,| then) (?:(?:well|and|so|but|then|now|all of a sudden|suddenly),? )*(?:you|he|she|they|it|we|i|that|there|what|how|who|why"
    r"|would|nobody|everybody|everyone|people)(?:'\w+)?\b|[:;]\s*\w|\s[-–—]\s"
    r"|, then\b|, and (?:then|somehow|now)\b|\band you'll\b"
)
# "To give you a sense of the scale, …", "Here's how I think of it."
_ANNOUNCES = re.compile(
    r"to (?:give|paint) you (?:an?|some|the)\b|to put (?:some|a few) numbers\b"
    r"|here(?:'s| is| are|'re) (?:how|what|why|where|all|an?|my|one|our|some|the (?!thing\b|truth|reality|bottom line|problem|deal)\w+)\b"
    r"|(?:i can|i could|i should|i want to|i wanted to|let me) (?:give|tell|describe|walk|put|break|show|share|paint|explain)\b"
    r"|there(?:'s| is| was) (?:an?|one|this) (?:\w+ ){0,2}(?:story|question|test|trick|phrase|metaphor|exercise|example|joke|anecdote|distinction)\b"
    r"|(?:one of )?(?:my|the) (?:best|favorite|favourite|classic) (?:\w+ )?(?:example|story|definition|quote|metaphor|analogy)s? (?:of|about|is|comes|came|i)\b"
    r"|for (?:instance|example), there (?:is|was)\b|.*\bas an example[.!]"
)
# "There are three things that I ask.", "… for two reasons.", "One is …": what is counted must follow.
_COUNTS = re.compile(
    rf"there(?:'s| is| are|'re) (?:really |basically |probably |only |just |like |kind of |actually )*{_NUMBER} (?:\w+ )?{_THINGS}\b"
    rf"|.*\bfor {_NUMBER} (?:\w+ )?reasons[.!]|.*\bthe following\b|(?:the first|one|the first one|number one) (?:is|was)\b"
)
_LISTED = re.compile(
    r"[:;]\s*\w|\s[-–—]\s|,.*,.*\b(?:and|or)\b|,\s+one\b|,\s+those\b|, and the (?:second|other)\b"
)
# "It's not so much the price.", "It's one thing to write it down.": the other side is missing.
_HANGS = re.compile(
    r"(?:it|that|the (?:issue|problem|question|point|trick|goal|hard part))(?:'s not| is not| isn't| was not| wasn't)"
    r"(?: really| just| only| so much| necessarily| always)* (?:so much|that|only|necessarily|as if|as though|because|whether)\b"
    r"|it(?:'s| is| was) (?:less like|one thing to)\b|on (?:the )?one hand\b|not only (?:do|does|did|is|are|was|were|has|have|can|will)\b"
)
_OTHER_SIDE = re.compile(
    r"\bso much\b.*\bas\b|\bbut\b|\bother\b|\banother\b|\brather\b|\binstead\b|\balso\b|[;:—–]|, (?:i|we|you|he|she|they|it)\b|,? (?:it's|it is|it was|they're|that's|and more|than)\b"
)


def sets_up(sentence: str) -> bool:
    """Return whether a sentence, trimmed, only announces, supposes, or names one side of a contrast."""
    plain = _plain(sentence)
    if _SUPPOSES.match(plain):
        return not _THEN.search(plain)
    if _ANNOUNCES.match(plain):
        return not _LISTED.search(plain)
    return bool(_HANGS.match(plain)) and not _OTHER_SIDE.search(plain)


def opens_list(sentence: str) -> bool:
    """Return whether a sentence, trimmed, counts what it does not name, or begins to name it.

    A quote would have to hold the whole list, and nothing says where that ends.
    """
    plain = _plain(sentence)
    return bool(_COUNTS.match(plain)) and not _LISTED.search(plain)


def _plain(sentence: str) -> str:
    return tidy(sentence).lower().lstrip("\"“‘'(")
