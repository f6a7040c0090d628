"""What a sentence shows by itself: words that begin it, words it uses, how it is built."""

from __future__ import annotations

import math
import re

_START = r"^[\"“'‘(]*(?:(?:and|but|so|because|then)\s+)*"


# Counted up to three times each. In small letters, which takes half the time of looking for both,
# and with straight apostrophes: `own` and `tidy` make them so.
SIGNS: dict[str, re.Pattern[str]] = {
    "starts and": re.compile(r"^and\b"),
    "starts but": re.compile(r"^but\b"),
    "starts so": re.compile(r"^(?:and )?so\b"),
    "starts it": re.compile(_START + r"(?:that|this|these|those|it|he|she|they)(?:'\w+)?\b"),
    "starts I": re.compile(_START + r"i(?:'\w+)?\b"),
    "starts we": re.compile(_START + r"we\b"),
    "starts if": re.compile(_START + r"if\b"),
    "starts what": re.compile(_START + r"(?:what|when|how|why|who|where)\b"),
    "question": re.compile(r"\?[\"”']*$"),
    "quotation": re.compile(r"[\"“”]"),
    "broken": re.compile(r"--|—|\.\.\.|…"),
    "I": re.compile(r"\bi(?:'\w+)?\b"),
    "you": re.compile(r"\byou(?:r|rs|'\w+)?\b"),
    "we": re.compile(r"\b(?:we|our|us|we'\w+)\b"),
    "they": re.compile(r"\b(?:they|them|their|they'\w+)\b"),
    "he": re.compile(r"\b(?:he|she|his|her|him)\b"),
    "not": re.compile(r"\b(?:not|never|no|nobody|nothing|\w+n't)\b"),
    "hedge": re.compile(
        r"\b(?:i guess|i don't know|you know|kind of|sort of|or whatever|or something|i mean"
        r"|and stuff|probably|maybe|a little bit)\b|\blike,|, like\b"
    ),
    "opinion": re.compile(r"\bi (?:think|believe|feel|would say|always say)\b"),
    "general": re.compile(
        r"\b(?:every|everyone|everybody|nobody|no one|people|most|all|only|any|anyone|always"
        r"|never|ever)\b"
    ),
    "contrast": re.compile(
        r"\b(?:not|isn't|aren't|don't|doesn't)\b.{3,80}\b(?:but|it's|they're|rather|instead)\b"
        r"|\brather than\b|\binstead of\b|\bbut\b"
    ),
    "advice": re.compile(
        r"\b(?:you (?:should|need to|have to|must|can't|want to)|don't (?:ever|just)|make sure"
        r"|try to|the (?:key|trick|secret|best way|hardest|biggest|most important|real|whole"
        r"|number one))\b"
    ),
    "lesson": re.compile(
        r"\b(?:i(?:'ve)? (?:learn|realiz|realis|discover|came to|found)\w*|taught|lesson"
        r"|turns? out|truth|what matters|changed (?:my|how)|mistake)\b"
    ),
    "superlative": re.compile(r"\b(?:most|best|worst|biggest|hardest|greatest|\w{3,}est)\b"),
    "comparison": re.compile(r"\b(?:more|less|better|worse|than)\b"),
    "feeling": re.compile(
        r"\b(?:feel|felt|fear|afraid|scared|love|hate|happy|joy|pain|burn|cry|proud|crazy|wild"
        r"|shit|hell|fuck|god)\w*\b"
    ),
    "past": re.compile(r"\b(?:was|were|had|did|used to|went|came|said|told|started|got)\b"),
    "show": re.compile(
        r"\b(?:welcome|episode|sponsor|podcast|newsletter|thanks?|thank you|subscribe|linkedin"
        r"|twitter|book|lightning)\b|\.com\b"
    ),
    "because": re.compile(r"\b(?:because|so that|therefore|which means)\b"),
}
BUILD = ("commas", "letters a word", "length", "length squared", "short", "long", "medium")
_MOST = 3


def tidy(text: str) -> str:
    """Return a text with straight apostrophes, so that one pattern fits."""
    return text.replace("’", "'")


def own(text: str, tokens: list[str]) -> list[float]:
    """Return a sentence's signs, in the order of `SIGNS` and then `BUILD`.

    Args:
        text: The sentence, made tidy.
        tokens: Its words in lower case.
    """
    count = max(1, len(tokens))
    log = math.log(count + 1)
    small = text.lower()
    return [
        *(float(min(_MOST, len(pattern.findall(small)))) for pattern in SIGNS.values()),
        text.count(",") / count,
        sum(map(len, tokens)) / count,
        log,
        log * log,
        float(count < 7),
        float(count > 40),
        float(12 <= count <= 30),
    ]
