"""Texts as pieces for the templates: what to mark, what to grey out, where anchors stand. Pure.

Nothing here makes HTML: a piece says what it is, and the template escapes its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from ingest.models import Mark
from ingest.textmap import Text

_WORD = re.compile(r"\w[\w'’+#-]*")
_PARAGRAPH = re.compile(r"[^\n]+")
_SHORT = 3  # words up to this length are only marked where they stand alone

# Why something is greyed, in words that readers know.
REASONS = {
    "invention": "made up by the speech recogniser",
    "boilerplate": "boilerplate, not talk",
    "caption": "a caption, not talk",
    "event": "a sound",
    # Of some marks the rule says more than the kind.
    "sponsor": "an advertisement",
    "notice": "a publisher’s notice",
}


class Piece(NamedTuple):
    """Some words; `marked` if they were searched for, `best` if they answer best."""

    text: str
    marked: bool = False
    best: bool = False


class Span(NamedTuple):
    """A stretch of a text that is something: a quote (`id`) or a mark (`reason`)."""

    start: int
    end: int
    id: int | None = None
    reason: str = ""


class Chunk(NamedTuple):
    """Pieces that belong together, and the passages that begin with them.

    Args:
        quote: The quote that they are part of; in two paragraphs it is two chunks, of which the
            first `begins` it and the last `ends` it.
        reason: Why they are no talk.
        before: What others say into the turn where they begin.
        after: What others say into it while they are said, where they are not divided.
    """

    pieces: list[Piece]
    passages: list[int]
    quote: int | None = None
    begins: bool = False
    ends: bool = False
    reason: str = ""
    before: tuple[Heard, ...] = ()
    after: tuple[Heard, ...] = ()


class Heard(NamedTuple):
    """What somebody else says into a turn before its character `at`."""

    at: int
    who: str
    text: str


class Change(NamedTuple):
    """Some of the source: as it is (`rule` is None), or `old` read as `new` because of `rule`."""

    old: str
    new: str
    rule: str | None


def highlighted(
    text: str, words: Iterable[str], best: tuple[int, int] | None = None
) -> list[Piece]:
    """Return a text in pieces, its searched words marked and its best sentence set apart."""
    borders = {0, len(text), *(best or ())}
    marks = list(_matches(text, words))
    for start, end in marks:
        borders |= {start, end}
    first, last = best or (0, 0)
    starts = {start for start, _ in marks}
    inside = dict(marks)
    pieces, marked_until = [], 0
    cuts = sorted(borders)
    for start, end in pairwise(cuts):
        if start in starts:
            marked_until = inside[start]
        pieces.append(Piece(text[start:end], start < marked_until, first <= start < last))
    return pieces


def paragraphs(
    text: str,
    spans: Sequence[Span] = (),
    anchors: Mapping[int, int] | None = None,
    words: Sequence[str] = (),
    heard: Sequence[Heard] = (),
) -> list[list[Chunk]]:
    """Return a turn's text as paragraphs of chunks.

    Args:
        text: The clean text.
        spans: Quotes and marks; of those that overlap the first is kept.
        anchors: By the character at which it begins, the id of a passage.
        words: What to mark.
        heard: What others say into the turn.
    """
    waiting = sorted((anchors or {}).items())
    kept = _apart(spans)
    out = []
    for match in _PARAGRAPH.finditer(text):
        places = sorted({at for at, _ in waiting} | {said.at for said in heard})
        cuts = list(_cuts(match.start(), match.end(), kept, places))
        chunks = []
        for start, end, span in cuts:
            begun = [passage for at, passage in waiting if at < end]
            waiting = [(at, passage) for at, passage in waiting if at >= end]
            inside = [said for said in heard if start <= said.at < end]
            chunk = Chunk(
                highlighted(text[start:end], words),
                begun,
                before=tuple(said for said in inside if said.at == start),
                after=tuple(said for said in inside if said.at > start),
            )
            if span is not None:
                chunk = chunk._replace(
                    quote=span.id,
                    begins=start == span.start,
                    ends=end == span.end,
                    reason=span.reason,
                )
            chunks.append(chunk)
        out.append(chunks)
    return out


def marks_as_spans(marks: Iterable[Mark]) -> list[Span]:
    """Return a turn's marks with their reasons in words."""
    return [
        Span(m.start, m.end, reason=REASONS.get(m.rule) or REASONS.get(m.kind, m.kind))
        for m in marks
    ]


def clean_span(text: Text, start: int, end: int) -> tuple[int, int] | None:
    """Return where characters `[start, end)` of the source are in the clean text; None if outside."""
    position, first, last = 0, None, None
    for segment in text:
        after = position + len(segment.text)
        if first is None and segment.text and start < segment.end:
            shift = start - segment.start if segment.rule is None else 0
            first = position + max(0, shift)
        if segment.text and segment.start < end:
            shift = end - segment.start if segment.rule is None else len(segment.text)
            last = position + min(shift, len(segment.text))
        position = after
    if first is None or last is None or first >= last:
        return None
    return first, last


def changes(text: Text, source: str) -> list[Change]:
    """Return the source of a text with what cleaning changed of it."""
    return [
        Change(source[s.start : s.end], s.text, s.rule if s.rule != "capitals" else None)
        for s in text
    ]


def _matches(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    wanted = [word.lower() for word in words]
    if not wanted:
        return
    for match in _WORD.finditer(text):
        token = match[0].lower()
        if any(_same(token, word) for word in wanted):
            yield match.span()


def _same(token: str, word: str) -> bool:
    """Return whether a token is a form of a word, as the porter stemmer of the index would say."""
    if len(word) <= _SHORT:
        return token.removesuffix("s").removesuffix("'") == word or token == word
    return token.startswith(word[: max(4, len(word) - 3)])


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, without those that overlap one before them."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if span.start < span.end and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return kept


def _cuts(
    start: int, end: int, spans: Iterable[Span], anchors: Sequence[int]
) -> Iterator[tuple[int, int, Span | None]]:
    """Yield the stretches of a paragraph: spans whole, and between them one a passage."""
    position = start
    for span in spans:
        first, last = max(span.start, start), min(span.end, end)
        if first >= last:
            continue
        yield from _between(position, first, anchors)
        yield first, last, span
        position = last
    yield from _between(position, end, anchors)


def _between(start: int, end: int, anchors: Sequence[int]) -> Iterator[tuple[int, int, None]]:
    cuts = [start, *(at for at in anchors if start < at < end), end]
    for first, last in pairwise(cuts):
        if first < last:
            yield first, last, None
