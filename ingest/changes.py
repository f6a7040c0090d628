"""What cleaning changed in a talk, and what it marked: each with its place in the source."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from ingest import textmap
from ingest.cleaning import Level, clean_text, manner
from ingest.models import Talk, Turn
from ingest.readers.parts.lines import LineNumbers
from ingest.sentences import words
from ingest.textmap import Locator, Segment, Text

_JOINS = ("join", "paragraph")  # what stands between captions and paragraphs is no edit
_MARKED = ("invention", "boilerplate")
_CONTEXT = 48  # characters to each side


class Change(NamedTuple):
    """`source[start:end]`, in line `line`, reads as `after`; a mark leaves it as it is.

    `left` and `right` are the clean words around it.
    """

    line: int
    start: int
    end: int
    rule: str
    before: str
    after: str
    left: str = ""
    right: str = ""

    @property
    def is_mark(self) -> bool:
        """Whether the words are kept, and only left out of search, topics and quotes."""
        return ":" in self.rule


def changes(talk: Talk, plain: Talk, level: Level) -> list[Change]:
    """Return every edit and every mark, in the order of the source.

    Args:
        talk: The talk as it was cleaned.
        plain: The same file read at level `off`: what differs there is the file's markup.
        level: At which the talk was cleaned.
    """
    lines = LineNumbers(talk.source.text)
    markup = {segment for turn in plain.turns for segment in turn.segments}
    texts = [turn.segments for turn in talk.turns] + list(_folded(talk, plain, level))
    found = [change for text in texts for change in _edits(talk.source.text, text, markup)]
    found += [change for turn in talk.turns for change in _marks(talk.source.text, turn)]
    return sorted(change._replace(line=lines.at(change.start)) for change in found)


def counts(found: list[Change], plain: Talk) -> list[tuple[str, int, float]]:
    """Return (rule, how often, per 1,000 words of the source), the most frequent first."""
    total = sum(words(turn.text) for turn in plain.turns) or 1
    by_rule = Counter(change.rule for change in found)
    return [(rule, count, 1000 * count / total) for rule, count in by_rule.most_common()]


def _edits(source: str, text: Text, markup: set[Segment]) -> Iterator[Change]:
    clean = textmap.plain(text)
    ends = accumulate(len(segment.text) for segment in text)
    for segment, end in zip(text, ends, strict=True):
        if segment.rule is None or segment.rule in _JOINS or segment in markup:
            continue
        before = source[segment.start : segment.end]
        if before == segment.text:
            continue
        begin = end - len(segment.text)
        left, right = _around(clean, begin, end)
        yield Change(0, segment.start, segment.end, segment.rule, before, segment.text, left, right)


def _marks(source: str, turn: Turn) -> Iterator[Change]:
    place = Locator(turn.segments)
    for mark in turn.marks:
        if mark.kind not in _MARKED or mark.start >= mark.end:
            continue
        start, end = place.source_start(mark.start), place.source_end(mark.end)
        around = _around(turn.text, mark.start, mark.end)
        kept = source[start:end]
        yield Change(0, start, end, f"{mark.kind}:{mark.rule}", kept, kept, *around)


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return the whole words before and after a stretch of a text."""
    left, right = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    if start > _CONTEXT:
        left = "…" + left.partition(" ")[2]
    if end + _CONTEXT < len(text):
        right = right.rpartition(" ")[0] + "…"
    return left, right


def _folded(talk: Talk, plain: Talk, level: Level) -> Iterator[Text]:
    """Yield the turns that nothing is left of ("Um."), as the steps make them."""
    kept = sorted(
        (segment.start, segment.end)
        for turn in talk.turns
        for segment in turn.segments
        if segment.rule not in (*_JOINS, "crosstalk", "backchannel")
    )
    starts = [start for start, _ in kept]
    english = manner.of_texts(turn.text for turn in plain.turns).english
    for turn in plain.turns:
        index = bisect_right(starts, turn.start) - 1
        if index < 0 or kept[index][1] <= turn.start:
            yield clean_text(turn.segments, level, english=english)
