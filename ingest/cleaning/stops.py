"""Sentences for talk that was written down without them: a full stop, and a capital after it.

Where a sentence ends is weighed from the words around each gap (`ingest.cleaning.gaps`), from the
pauses that the file's times tell of, and from length: nobody speaks 45 words without an end. A
question mark is set only where the words leave no doubt ("do you", "what is it").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.cleaning import gaps
from ingest.sentences import sentences
from ingest.textmap import Edit

THRESHOLD = -0.9  # log odds; chosen on held-out talk of training/sentences
_PAUSES = ((1500, 4.0), (700, 2.5), (300, 1.0))  # from so many ms on, so much more likely
_MOST = 45  # words of a sentence
_LEAST = 3
_SURE = 100.0
_TOKEN = re.compile(r"\S+")
_ENDED = re.compile(r"[.?!…][\"”’')\]]*$")
_SOFT = re.compile(r"[,;:]$")
_BE = r"(?:do|does|did|are|is|was|were|can|could|would|will|have|has|had|should|am)"
_WHO = r"(?:you|i|we|they|he|she|it|that|this|there|those|these|people|your|the|anybody|anyone)"
_ASKS = re.compile(
    rf"(?:(?:so|and|but|okay|now|well|yeah|um|uh)\s+)*(?:(?:what|how|why|when|where|who|which)(?:\s+\w+)?\s+)?(?:{_BE}|"
    rf"don't|doesn't|didn't|isn't|aren't|can't|what's|how's|who's|where's)\s+{_WHO}\b",
    re.IGNORECASE,
)
_LONGEST_QUESTION = 25  # words


def stops(text: str, pauses: Mapping[int, int] | None = None) -> list[Edit]:
    """Sentences get a stop and a capital.

    Args:
        text: A turn's clean text, nearly without stops; those that it has stay.
        pauses: For a character at which a caption begins, the silence before it in milliseconds.
    """
    found = list(_TOKEN.finditer(text))
    if not found:
        return []
    words = [match[0] for match in found]
    odds = gaps.scores(words).tolist()
    starts = [match.start() for match in found]
    for place, pause in (pauses or {}).items():
        gap = bisect_left(starts, place) - 1
        if 0 <= gap < len(odds):
            odds[gap] += _bonus(pause)
    odds = [_SURE if _ENDED.search(w) else value for w, value in zip(words, odds, strict=False)]
    ends = [0, *ended(odds), len(words)]
    edits = []
    for first, last in pairwise(ends):
        start = found[first].start()
        if text[start].islower():
            edits.append(Edit(start, start + 1, text[start].upper(), "sentence"))
        end = found[last - 1].end()
        if not _ENDED.search(words[last - 1]):
            mark = "?" if _asks(text[start:end], last - first) else "."
            soft = bool(_SOFT.search(words[last - 1]))
            edits.append(Edit(end - soft, end, mark, "sentence"))
    return _merged(edits)


def begun(text: str) -> list[Edit]:
    """Sentences that have their stops, and begin small, begin with a capital."""
    return [
        Edit(start, start + 1, text[start].upper(), "sentence")
        for start, _ in sentences(text)
        if text[start].islower()
    ]


def ended(odds: Sequence[float], threshold: float = THRESHOLD) -> list[int]:
    """Return how many words stand before each end, by the log odds of the gaps between them."""
    out: list[int] = []
    first = 0
    for gap, value in enumerate(odds):
        if value > threshold and gap + 1 - first >= _LEAST:
            out.extend(_cut(odds, first, gap + 1))
            out.append(gap + 1)
            first = gap + 1
    out.extend(_cut(odds, first, len(odds) + 1))
    return out


def _cut(odds: Sequence[float], first: int, last: int) -> list[int]:
    """Return where to cut words `[first, last)` that are too many for one sentence: likeliest first."""
    out: list[int] = []
    waiting = [(first, last)]
    while waiting:
        start, end = waiting.pop()
        if end - start <= _MOST:
            continue
        low, high = start + _MOST // 5, end - _MOST // 5
        best = max(range(low, high), key=lambda at: odds[at - 1])
        out.append(best)
        waiting += [(start, best), (best, end)]
    return sorted(out)


def _bonus(pause: int) -> float:
    return next((more for least, more in _PAUSES if pause >= least), 0.0)


def _asks(sentence: str, count: int) -> bool:
    return count <= _LONGEST_QUESTION and _ASKS.match(sentence) is not None


def _merged(edits: list[Edit]) -> list[Edit]:
    """Return edits in order, one of two that touch the same character left out."""
    out: list[Edit] = []
    for edit in sorted(edits):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
    return out
