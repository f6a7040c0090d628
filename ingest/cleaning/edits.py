"""What the steps share: edits in order, and words that go and leave no trace."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.textmap import Edit

_STOPS = ".?!…\n"


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Return edits sorted, without those that overlap one before them."""
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
    return out


def opens(text: str, at: int) -> bool:
    """Return whether a sentence begins at a character."""
    before = text[max(0, at - 40) : at].rstrip(" ")
    return not before or before[-1] in _STOPS


def recapitalised(text: str, start: int, end: int, rule: str) -> Edit:
    """Drop a word that opens a sentence, and give its capital letter to the next."""
    while end < len(text) and text[end] in " ,.…":
        end += 1
    if text[start].isupper() and text[end : end + 1].islower():
        return Edit(start, end + 1, text[end].upper(), rule)
    return Edit(start, end, "", rule)
