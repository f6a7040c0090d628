"""Markdown or plain text as its blocks: paragraphs, headings, list items, whole lines in bold."""

# NOTE (readers developer): I overwrote the first version of this file by accident at 22:07 (same
# file name for my HTML blocks, now page_blocks.py); this is rebuilt from how prose.py uses it.
# Whoever still has the original: put it back.

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

BlockKind = Literal["paragraph", "heading", "item", "bold", "code", "rule"]

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"[ \t]{0,3}(?:=+|-+)[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}[.)])[ \t]+(?=\S)")
_QUOTED = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
_RULE = re.compile(r"[ \t]{0,3}(?:\*[ \t]*){3,}$|[ \t]{0,3}(?:-[ \t]*){3,}$|[ \t]{0,3}(?:_[ \t]*){3,}$|[*~–—·. \t]+$")
_FENCE = re.compile(r"[ \t]{0,3}(```+|~~~+)")
_BOLD = re.compile(r"[ \t]*(\*\*|__)(?=\S)(?:(?!\1)[^\n]){1,600}\1[ \t]*", re.DOTALL)
CAPTION = re.compile(
    r"(?:(?:image|photo|picture|figure|fig\.|illustration|credit|source)s?\b.{0,200}|!\[.{0,500})",
    re.IGNORECASE | re.DOTALL,
)


class Block(NamedTuple):
    """A block `[start, end)` of the source, without its marker; `level` is a heading's depth."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


class _Line(NamedTuple):
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def blocks(text: str, body: int) -> list[Block]:
    """Return the blocks of a text, from the character `body` on."""
    return list(_blocks(text, body))


def _lines(text: str, start: int) -> Iterator[_Line]:
    for line in text[start:].splitlines(keepends=True):
        yield _Line(line.rstrip("\r\n"), start)
        start += len(line)


def _blocks(text: str, body: int) -> Iterator[Block]:
    open_: list[_Line] = []
    fence: str | None = None
    for line in _lines(text, body):
        mark = _FENCE.match(line.text)
        if fence is not None or mark:
            yield from _paragraph(text, open_)
            open_ = []
            yield Block("code", line.start, line.end)
            fence = _fence(fence, mark)
        elif _begins_alone(line):
            yield from _paragraph(text, open_)
            open_ = []
            yield from _alone(line)
        elif open_ and len(open_) == 1 and _UNDERLINE.match(line.text):
            level = 1 if "=" in line.text else 2
            yield Block("heading", open_[0].start, open_[0].end, level)
            open_ = []
        elif _ITEM.match(line.text):
            yield from _paragraph(text, open_)
            open_ = [line]
        else:
            open_.append(line)
    yield from _paragraph(text, open_)


def _fence(fence: str | None, mark: re.Match[str] | None) -> str | None:
    if fence is None:
        return mark[1] if mark else None
    return None if mark and mark[1].startswith(fence) else fence


def _begins_alone(line: _Line) -> bool:
    if not line.text.strip() or _HEADING.match(line.text):
        return True
    return _RULE.match(line.text) is not None and not _UNDERLINE.match(line.text)


def _alone(line: _Line) -> Iterator[Block]:
    heading = _HEADING.match(line.text)
    if heading:
        start = line.start + heading.start("title")
        yield Block("heading", start, line.start + heading.end("title"), len(heading[1]))
    elif line.text.strip():
        yield Block("rule", line.start, line.end)


def _paragraph(text: str, lines: list[_Line]) -> Iterator[Block]:
    if not lines:
        return
    start, end = lines[0].start, lines[-1].end
    if len(lines) == 1 and _RULE.match(lines[0].text):
        yield Block("rule", start, end)
        return
    item = _ITEM.match(lines[0].text)
    if item:
        yield Block("item", start + item.end(), end)
        return
    quoted = _QUOTED.match(lines[0].text)
    start += quoted.end() if quoted else 0
    bold = _BOLD.fullmatch(text, start, end)
    yield Block("bold" if bold else "paragraph", start, end)
