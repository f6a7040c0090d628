"""Quotation marks: where quotations begin and end, whatever marks they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_CLOSES = {"“": "”", "‘": "’", "«": "»", '"': '"', "'": "'", "„": "“”"}
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*")
_ANY = re.compile(r"[“”„«»\"‘’']")
# 'em, '90s and 'til leave letters out; nothing is opened.
_CLIPPED = re.compile(
    r"['‘’](?:\d\ds\b|em\b|til\b|cause\b|tis\b|twas\b|n['’]|bout\b)", re.IGNORECASE
)
_MOST_SINGLE = 400  # characters between single marks; a longer stretch is two apostrophes


class Quotation(NamedTuple):
    """What stands between two marks: `[start, end)` of the text, without the marks.

    Args:
        start: Its first character.
        end: The closing mark's place, or its paragraph's end where there is none.
        paragraph: `[first, last)` of the paragraph that it is in.
        closed: Whether a mark closes it.
        goes_on: Whether it goes on from the quotation before, in a new paragraph.
    """

    start: int
    end: int
    paragraph: tuple[int, int]
    closed: bool
    goes_on: bool = False


def quotations(text: str) -> list[Quotation]:
    """Return the outermost quotations of a text, in order.

    A quotation that its paragraph leaves open goes on in the next one where that begins with the
    same mark; otherwise it ends with its paragraph.
    """
    out: list[Quotation] = []
    left_open: str | None = None
    for match in _PARAGRAPH.finditer(text):
        place = match.span()
        first = _first_mark(text, *place)
        for opened, start, end, closed in _within(text, *place):
            goes_on = left_open == opened and start == first
            out.append(Quotation(start, end, place, closed, goes_on))
        last = out[-1] if out and out[-1].paragraph == place else None
        left_open = text[last.start - 1] if last and not last.closed else None
    return out


def trimmed(text: str, quotation: Quotation) -> tuple[int, int]:
    """Return a quotation's span without space and without the comma that leads to "said"."""
    said = text[quotation.start : quotation.end]
    start = quotation.start + len(said) - len(said.lstrip())
    return start, max(start, start + len(said.strip().rstrip(",").rstrip()))


def _first_mark(text: str, start: int, end: int) -> int:
    """Return where a quotation starts that a paragraph begins with."""
    return start + len(text[start:end]) - len(text[start:end].lstrip()) + 1


def _within(text: str, start: int, end: int) -> Iterator[tuple[str, int, int, bool]]:
    """Yield each outermost quotation of a paragraph: its mark, its span, whether it is closed."""
    at = start
    while match := _ANY.search(text, at, end):
        mark, at = match[0], match.end()
        if not _opens(text, match.start(), start, end):
            continue
        close = _closing(text, mark, at, end)
        if close is None and mark in "'‘":
            continue
        yield mark, at, end if close is None else close, close is not None
        at = end if close is None else close + 1


def _opens(text: str, at: int, start: int, end: int) -> bool:
    """Return whether the mark at a place can open a quotation."""
    mark = text[at]
    if mark in "”’»" or at + 1 >= end:
        return False
    before = text[at - 1] if at > start else " "
    after = text[at + 1]
    if mark in "“«„":
        return True
    if before.isalnum() or after.isspace():
        return False
    return mark == '"' or not _CLIPPED.match(text, at)


def _closing(text: str, mark: str, at: int, end: int) -> int | None:
    """Return where a quotation is closed that `mark` opened before `at`."""
    if mark in "'‘":
        return _closing_single(text, mark, at, min(end, at + _MOST_SINGLE))
    depth = 0
    for match in _ANY.finditer(text, at, end):
        here = match[0]
        if here == mark != '"' and mark in "“«‘":
            depth += 1
        elif here in _CLOSES[mark] and _ends(text, match.start(), mark):
            if depth == 0:
                return match.start()
            depth -= 1
    return None if depth == 0 or mark not in "“«" else _last(text, mark, at, end)


def _closing_single(text: str, mark: str, at: int, end: int) -> int | None:
    """Return where a single mark closes; "the dogs' names" closes nothing if there is a better place."""
    places = []
    for match in _ANY.finditer(text, at, end):
        place = match.start()
        if match[0] == mark and mark == "‘":
            break
        if match[0] in _CLOSES[mark] and not text[place + 1 : place + 2].isalnum():
            if text[place - 1].isspace():
                break
            places.append(place)
        elif match[0] == "'" and text[place - 1].isspace():
            break
    sure = [place for place in places if text[place - 1] in ".,!?…;—–-"]
    if places and sure and text[places[0] - 1] == "s":
        return sure[0]
    return places[0] if places else None


def _last(text: str, mark: str, at: int, end: int) -> int | None:
    """Return the last closing mark, where one that is nested was never closed."""
    place = max(text.rfind(close, at, end) for close in _CLOSES[mark])
    return place if place >= 0 else None


def _ends(text: str, at: int, mark: str) -> bool:
    """Return whether the mark at a place can close: a straight one before a letter opens."""
    return mark != '"' or not text[at + 1 : at + 2].isalnum()
