"""Texts without white space at their ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from ingest import textmap
from ingest.textmap import Text

# What Python takes for white space, and what shows as nothing: byte order marks, zero widths.
_SPACE = "".join(map(chr, filter(lambda c: chr(c).isspace(), range(0x3001)))) + "\ufeff\u200b"


def strip(text: Text) -> Text:
    """Return the text without white space at its ends, () where nothing else is in it."""
    plain = textmap.plain(text)
    words = plain.strip(_SPACE)
    if not words:
        return ()
    if len(words) == len(plain) and text[0].text and text[-1].text:
        return text
    start = len(plain) - len(plain.lstrip(_SPACE))
    return textmap.cut(text, start, start + len(words))


def verbatim(source: str, start: int, end: int) -> Text:
    """Return `source[start:end]` as it is, without white space at its ends."""
    return strip(textmap.verbatim(source, start, end))


class Cutter:
    """Cuts many parts out of one text; each cut costs what it gives, not what lies before it."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._starts = [0, *accumulate(len(segment.text) for segment in text)]

    def part(self, start: int, end: int) -> Text:
        """Return the text that reads as the clean characters `[start, end)`."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_left(self._starts, end)
        offset = self._starts[first] if first < len(self._starts) else 0
        return textmap.cut(self._text[first:last], start - offset, end - offset)
