"""Captions that roll: every caption repeats what the one before it showed, as YouTube's do."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_HALF = 0.5


def repeated(captions: Sequence[Sequence[str]]) -> list[int]:
    """Return for each caption how many of its first lines only repeat the caption before it.

    Nothing counts as repeated unless the file rolls: half of its captions repeat lines, and
    one of them adds a line to those. Somebody who says "Yeah." twice says it twice.

    >>> repeated([["so"], ["so", "what"], ["what", "now"], ["now"]])
    [0, 1, 1, 1]
    >>> repeated([["Yeah."], ["Yeah."], ["Right."]])
    [0, 0, 0]
    """
    shown = [list(lines) for lines in captions]
    counts = [0, *(_overlap(before, lines) for before, lines in pairwise(shown))]
    pairs = [(n, lines) for n, lines in zip(counts[1:], shown[1:], strict=True) if lines]
    rolls = any(0 < n < len(lines) for n, lines in pairs)
    if not rolls or sum(1 for n, _ in pairs if n) < _HALF * len(pairs):
        return [0] * len(shown)
    return counts


def _overlap(before: list[str], lines: list[str]) -> int:
    for n in range(min(len(before), len(lines), 4), 0, -1):
        if before[-n:] == lines[:n]:
            return n
    return 0
