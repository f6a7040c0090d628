"""Two layers of text and the map between them.

A text is a tuple of segments that lie side by side in the source: each says which characters
of the source it stands for, what the clean layer reads there, and, where the two differ, the
rule that made the difference. Nothing of the source is ever skipped: what cleaning leaves out
is a segment whose clean text is empty. So the clean layer is the segments' texts joined, and
the source layer is what lies below them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple, TypeAlias


class Segment(NamedTuple):
    """A stretch of clean text over `source[start:end]`; `rule` is None where both are the same."""

    text: str
    start: int
    end: int
    rule: str | None = None


class Edit(NamedTuple):
    """Replace `[start, end)` of a text by `text`, because of `rule`.

    The coordinates are those of the layer it is made for: the clean text for `apply`, the
    source for what `source_edits` returns.
    """

    start: int
    end: int
    text: str
    rule: str


Text: TypeAlias = tuple[Segment, ...]


def verbatim(source: str, start: int, end: int) -> Text:
    """Return the text that reads exactly as `source[start:end]`."""
    return (Segment(source[start:end], start, end),) if start < end else ()


def plain(text: Text) -> str:
    """Return the clean layer."""
    if len(text) == 1:
        return text[0].text
    return "".join([segment.text for segment in text])


def span(text: Text) -> tuple[int, int]:
    """Return the characters of the source that the text lies on.

    Raises:
        ValueError: The text is empty, and so lies nowhere.
    """
    if not text:
        message = "an empty text has no span"
        raise ValueError(message)
    return text[0].start, text[-1].end


def apply(text: Text, edits: Sequence[Edit]) -> Text:
    """Return the text with the edits made, each over clean characters, sorted and disjoint.

    An edit that touches text which an earlier rule already changed covers that whole change;
    where one ends inside such a change, the rest keeps its words and gives up its characters
    of the source to the part before it.
    """
    if not edits:
        return text
    out: list[Segment] = []
    rest = _Cursor(text)
    for edit in edits:
        out.extend(rest.take(edit.start))
        out.append(_covering(rest.take(edit.end), edit, rest.position))
    out.extend(rest.remaining())
    return tuple(out)


def cut(text: Text, start: int, end: int) -> Text:
    """Return the part of the text that reads `plain(text)[start:end]`.

    Segments without clean text are kept between its first and last character and left out at
    its edges, so the span in the source is as tight as the words allow.
    """
    cursor = _Cursor(text)
    cursor.take(start)
    kept = cursor.take(end)
    while kept and not kept[0].text:
        kept.pop(0)
    while kept and not kept[-1].text:
        kept.pop()
    return tuple(kept)


def join(source: str, parts: Iterable[Text], glue: str, rule: str) -> Text:
    """Return texts that follow each other in the source as one.

    What lies between two of them in the source (a label, another voice) becomes one segment
    that reads as `glue`.
    """
    out: list[Segment] = []
    for part in parts:
        if not part:
            continue
        if out:
            out.append(between(source, out[-1], part[0], glue, rule))
        out.extend(part)
    return tuple(out)


def between(source: str, before: Segment, after: Segment, glue: str, rule: str) -> Segment:
    """Return the segment that joins two which follow each other in the source."""
    start, end = before.end, after.start
    return Segment(glue, start, end, None if source[start:end] == glue else rule)


def source_edits(text: Text) -> tuple[Edit, ...]:
    """Return what was changed, as edits over the source: with the span, all there is to store."""
    return tuple(Edit(s.start, s.end, s.text, s.rule) for s in text if s.rule is not None)


def rebuild(source: str, start: int, end: int, edits: Iterable[Edit]) -> Text:
    """Return the text over `source[start:end]` that has these source edits: `source_edits` undone."""
    out: list[Segment] = []
    position = start
    for edit in edits:
        if position < edit.start:
            out.append(Segment(source[position : edit.start], position, edit.start))
        out.append(Segment(edit.text, edit.start, edit.end, edit.rule))
        position = edit.end
    if position < end:
        out.append(Segment(source[position:end], position, end))
    return tuple(out)


def clean_places(text: Text, chars: Sequence[int]) -> list[int]:
    """Return where in the clean text characters of the source are, or would be, from 0 to its end.

    Args:
        text: The text.
        chars: Ascending, in the source.
    """
    out: list[int] = []
    place, index = 0, 0
    for char in chars:
        while index < len(text) and text[index].end <= char:
            place += len(text[index].text)
            index += 1
        verbatim_here = index < len(text) and text[index].rule is None
        out.append(place + max(0, char - text[index].start) if verbatim_here else place)
    return out


class Locator:
    """Finds the source characters of clean ones; made once per text, each look-up logarithmic."""

    def __init__(self, text: Text) -> None:
        self._segments = [segment for segment in text if segment.text]
        self._starts = [0, *accumulate(len(s.text) for s in self._segments)][:-1]

    def source_start(self, position: int) -> int:
        """Return where the clean character at `position` begins in the source."""
        index = max(0, bisect_right(self._starts, position) - 1)
        segment = self._segments[index]
        if segment.rule is not None:
            return segment.start
        return segment.start + position - self._starts[index]

    def source_end(self, position: int) -> int:
        """Return where the clean character before `position` ends in the source."""
        index = max(0, bisect_right(self._starts, position - 1) - 1)
        segment = self._segments[index]
        if segment.rule is not None:
            return segment.end
        return segment.start + position - self._starts[index]


class _Cursor:
    """Walks a text by clean characters, splitting segments where it has to."""

    def __init__(self, text: Text) -> None:
        self._segments = list(reversed(text))
        self._clean = 0
        self.position = text[0].start if text else 0

    def take(self, end: int) -> list[Segment]:
        """Return everything up to the clean character `end`."""
        out: list[Segment] = []
        while self._segments and self._clean + len(self._segments[-1].text) <= end:
            if self._clean == end and self._segments[-1].text == "":
                break  # text left out right at the border belongs to what follows
            out.append(self._pop())
        if self._segments and self._clean < end:
            segment = self._segments.pop()
            left, right = _split(segment, end - self._clean)
            self._segments.append(right)
            self._clean = end
            self.position = left.end
            out.append(left)
        return out

    def remaining(self) -> list[Segment]:
        return list(reversed(self._segments))

    def _pop(self) -> Segment:
        segment = self._segments.pop()
        self._clean += len(segment.text)
        self.position = segment.end
        return segment


def _split(segment: Segment, at: int) -> tuple[Segment, Segment]:
    text, start, end, rule = segment
    if rule is None:
        return (
            Segment(text[:at], start, start + at),
            Segment(text[at:], start + at, end),
        )
    # A change cannot be divided in the source: its first part keeps all of its characters.
    return Segment(text[:at], start, end, rule), Segment(text[at:], end, end, rule)


def _covering(covered: list[Segment], edit: Edit, position: int) -> Segment:
    start = covered[0].start if covered else position
    end = covered[-1].end if covered else position
    return Segment(edit.text, start, end, edit.rule)
