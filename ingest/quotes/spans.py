"""From a sentence worth keeping to the span that is quoted: trimmed, and with what it leans on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.quotes.setups import opens_list, sets_up
from ingest.quotes.signs import tidy
from ingest.quotes.standing import leans, of_the_moment, trimmed, whole
from ingest.sentences import words

MOST_SENTENCES = 3
MOST_WORDS = 70
# "Do you …?", "…, right?" and "What about …?" wait for somebody; "What is it that they need?" is a thought.
_INVITES = re.compile(
    r"^(?:\w+ ){0,2}(?:do|did|are|were|can|could|would|will|have|should) you\b|,\s*(?:right|no|yeah|correct|you know|huh|okay|ok|or what|isn't it"
    r"|don't you|aren't you|doesn't it)\W*$|\bright\?\W*$|^(?:what|how) about\b|\b(?:you think|you know|you mean|make sense)\W*$",
    re.IGNORECASE,
)

Span = tuple[int, int]


def span_of(text: str, spans: Sequence[Span], at: int) -> Span | None:
    """Return the span to quote for one sentence of a turn; None if it makes no quote.

    Args:
        text: The turn's clean text.
        spans: Its sentences, those that a mark covers left out.
        at: Which of them.
    """
    first = _lead(text, spans, at)
    if first is None:
        return None
    last = _rest(text, spans, first, at)
    if _waits(text[slice(*spans[last])]) or any(
        opens_list(text[start + trimmed(text[start:end]) : end])
        for start, end in spans[first : last + 1]
    ):
        return None
    start = spans[first][0]
    return start + trimmed(text[start : spans[first][1]]), spans[last][1]


def acceptable(sentence: str) -> bool:
    """Return whether a sentence may be part of a quote, first or not."""
    return whole(sentence[trimmed(sentence) :]) and not of_the_moment(sentence)


def asks(sentence: str) -> bool:
    """Return whether a sentence is a question."""
    return sentence.rstrip("\"”’')").endswith("?")


def invites(sentence: str) -> bool:
    """Return whether a sentence is a question to somebody, and so no quote without its answer."""
    return asks(sentence) and bool(_INVITES.search(tidy(sentence)))


def _waits(sentence: str) -> bool:
    """Return whether a sentence is nothing without the next: a question, or what only sets up a point."""
    return invites(sentence) or sets_up(sentence[trimmed(sentence) :])


def _lead(text: str, spans: Sequence[Span], at: int) -> int | None:
    """Return the sentence that the quote begins with: the first, going back, that stands alone."""
    for first in range(at, max(-1, at - MOST_SENTENCES), -1):
        start, end = spans[first]
        sentence = text[start:end]
        if not acceptable(sentence) or words(text[start : spans[at][1]]) > MOST_WORDS:
            return None
        if not leans(sentence[trimmed(sentence) :]):
            return first
        if first == 0 or not _adjoin(text, spans[first - 1], spans[first]):
            return None
    return None


def _rest(text: str, spans: Sequence[Span], first: int, at: int) -> int:
    """Return the last sentence of the quote: the answer or the point, where the one before it waits for it."""
    last = at
    while _waits(text[slice(*spans[last])]) and last + 1 < min(len(spans), first + MOST_SENTENCES):
        start, end = spans[last + 1]
        fits = words(text[spans[first][0] : end]) <= MOST_WORDS
        if not (fits and acceptable(text[start:end]) and _adjoin(text, spans[last], (start, end))):
            break
        last += 1
    return last


def _adjoin(text: str, before: Span, after: Span) -> bool:
    """Return whether two sentences follow each other with nothing but space between them."""
    return not text[before[1] : after[0]].strip() and "\n\n" not in text[before[1] : after[0]]
