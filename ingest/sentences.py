"""Where sentences begin and end, in text that people spoke as well as in text they wrote."""

from __future__ import annotations

import re

# A full stop after these ends no sentence. Lower case; the stop is not part of them.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs hon rev gen col sgt capt lt gov sen rep approx dept e.g i.e u.s u.k "
    "u.n d.c a.k.a".split()
)
_BEFORE_NUMBERS = frozenset(
    "no nos vol fig p pp ch jan feb mar apr jun jul aug sept oct nov dec".split()
)
_END = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"”’')\]]*)(?=\s|$)|(?P<break>\n{2,})")
_WORD_BEFORE = re.compile(r"[\w.'’-]+$")
_HARD_LIMIT = 80  # words; no spoken sentence is longer, so the stops are missing
_PIECE = 40


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the half-open spans of the sentences of a clean text, without surrounding space.

    A paragraph's end is a sentence's end. Text without stops is cut into pieces of about 40
    words, at commas where there are some.

    >>> text = 'Dr. Amis left. "Why?" he asked... and came back.'
    >>> [text[a:b] for a, b in sentences(text)]
    ['Dr. Amis left.', '"Why?" he asked... and came back.']
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match["break"] is None and not _ends(text, match):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def words(text: str) -> int:
    """Return how many words a text has."""
    return len(text.split())


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    body = text[start:end]
    stripped = body.strip()
    if not stripped:
        return
    first = start + len(body) - len(body.lstrip())
    last = first + len(stripped)
    if last - first > _HARD_LIMIT * 4 and words(stripped) > _HARD_LIMIT:
        spans.extend(_pieces(text, first, last))
    else:
        spans.append((first, last))


def _ends(text: str, match: re.Match[str]) -> bool:
    """Return whether a stop ends its sentence, by the words around it."""
    mark = match["mark"]
    following = text[match.end() : match.end() + 40].lstrip()
    if not following:
        return True
    goes_on = following[0].islower()
    if mark == ".":
        if goes_on and match["close"]:
            return False
        before = _WORD_BEFORE.search(text, max(0, match.start() - 30), match.start())
        word = before[0].lower() if before else ""
        if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i"):
            return False
        if (goes_on and "." in word) or (word in _BEFORE_NUMBERS and following[0].isdigit()):
            return False
        return not (
            word.isdigit()
            and len(word) <= 2
            and text[: match.start()].rstrip("0123456789")[-1:] in ("", "\n")
        )
    # "..." and a question inside quotation marks go on where a small letter follows.
    return not goes_on or (mark in "?!" and not match["close"])


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a run of words without stops into pieces of some 40 words."""
    tokens = [(m.start(), m.end()) for m in re.finditer(r"\S+", text[start:end])]
    out: list[tuple[int, int]] = []
    first = 0
    while len(tokens) - first > _PIECE * 3 // 2:
        last = first + _PIECE
        for index in range(last, first + _PIECE // 2, -1):
            if text[start + tokens[index - 1][1] - 1] in ",;:":
                last = index
                break
        out.append((start + tokens[first][0], start + tokens[last - 1][1]))
        first = last
    out.append((start + tokens[first][0], start + tokens[-1][1]))
    return out
