"""A text's blocks (headings, paragraphs, list items, captions, code) with their characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ingest.readers.parts.lines import Line, written_lines

BlockKind = Literal["heading", "paragraph", "item", "bold", "code", "rule"]

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?P<body>\S.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"[ \t]*(?:[-*+•◦▪]|\(?\d{1,3}[.)])(?:[ \t]+(?P<body>\S.*)|[ \t]*)$")
_FENCE = re.compile(r"[ \t]{0,3}(```|~~~)")
_RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_REFERENCE = re.compile(r"[ \t]{0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+")
_BOLD = re.compile(
    r"(?P<mark>\*\*|__)(?P<body>[^*_\n](?:.{0,1500}?)[^\s*_]?)(?P=mark)[ \t]*$", re.DOTALL
)
_QUOTE_MARK = re.compile(r"[ \t]{0,3}>[ \t]?")
_NUMBERED = re.compile(r"(?:\d{1,2}|[IVX]{1,5})[.)][ \t]+(?P<body>[A-Z].*)$")
CAPTION = re.compile(
    r"(?:acknowledge?ment to|image|photo|photograph|figure|fig\.|illustration|graphic|credit|"
    r"source|screenshot|slide|pictured)\b.{0,150}",
    re.IGNORECASE,
)

_HEADING_WORDS = 12
_LONG_HEADING_WORDS = 15  # a "heading" longer than this is a paragraph that somebody set large
_LINE_IS_PARAGRAPH = 160  # in texts with lines longer than this, each line is a paragraph


@dataclass(frozen=True)
class Block:
    """`source[start:end]` is the block's body, without its list mark or heading signs."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0


def blocks(source: str, start: int) -> list[Block]:
    """Return the blocks of `source[start:]` in order.

    Markdown's signs are read where they are; a plain text's headings are recognised by their
    shape (short, no full stop, followed by longer text).
    """
    lines = list(written_lines(source, start))
    found = list(_marked(source, lines))
    if not any(block.kind == "heading" for block in found):
        found = _with_plain_headings(source, found)
    return found


def looks_like_heading(body: str) -> bool:
    """Return whether a line's shape is a heading's: short, capitalised, no end of a sentence."""
    words = body.split()
    return (
        0 < len(words) <= _HEADING_WORDS
        and "\n" not in body
        and body[0].isupper()
        and body[-1] not in ".,;:!…)?"
        and not body.lower().startswith(("by ", "tag archives", "post syndicated"))
        and not CAPTION.fullmatch(body)
    )


def _marked(source: str, lines: list[Line]) -> Iterator[Block]:
    """Yield the blocks that lines and Markdown's signs make."""
    each_line = _lines_are_paragraphs(lines)
    pending: Block | None = None
    for line, code in _with_code(lines):
        begun = code or _begins(line)
        if pending and (line.blank or begun or (each_line and pending.start < pending.end)):
            yield from _closed(source, pending)
            pending = None
        if begun and begun.kind in ("code", "heading"):
            yield begun
        elif begun:
            pending = begun
        elif not line.blank:
            pending = _extended(pending, line)
    if pending is not None:
        yield from _closed(source, pending)


def _with_code(lines: list[Line]) -> Iterator[tuple[Line, Block | None]]:
    """Yield the lines, those of a fenced block of code as one, with the block."""
    fence: Line | None = None
    for line in lines:
        fenced = _FENCE.match(line.text) is not None
        if fence is None and fenced:
            fence = line
        elif fence is None:
            yield line, None
        elif fenced:
            yield line, Block("code", fence.start, line.end)
            fence = None
    if fence is not None:
        yield lines[-1], Block("code", fence.start, lines[-1].end)


def _extended(pending: Block | None, line: Line) -> Block:
    quoted = _QUOTE_MARK.match(line.text)
    first = line.start + (quoted.end() if quoted else 0)
    if pending is None:
        return Block("paragraph", first, line.end)
    if pending.start == pending.end:  # a list mark on a line of its own
        return replace(pending, start=first, end=line.end)
    return replace(pending, end=line.end)


def _begins(line: Line) -> Block | None:
    """Return the block that a line's own signs begin."""
    heading = _HEADING.match(line.text)
    if heading:
        words = len(heading["body"].split())
        long = words > _LONG_HEADING_WORDS or (words > 6 and heading["body"].endswith("."))
        kind: BlockKind = "paragraph" if long else "heading"
        first, last = line.start + heading.start("body"), line.start + heading.end("body")
        return Block(kind, first, last, len(heading[1]))
    if _RULE.match(line.text) or _REFERENCE.match(line.text):
        return Block("rule", line.start, line.end)
    item = _ITEM.match(line.text)
    if item:
        first = line.start + (item.start("body") if item["body"] else len(line.text))
        return Block("item", first, line.end)
    return None


def _closed(source: str, block: Block) -> Iterator[Block]:
    if not source[block.start : block.end].strip():
        return
    bold = _BOLD.fullmatch(source, block.start, block.end) if block.kind == "paragraph" else None
    if bold and bold["mark"] not in bold["body"]:
        yield Block("bold", bold.start("body"), bold.end("body"))
    else:
        yield block


def _lines_are_paragraphs(lines: list[Line]) -> bool:
    written = [len(line.text) for line in lines if not line.blank]
    long = sum(1 for length in written if length > _LINE_IS_PARAGRAPH)
    return long * 5 > len(written)


def _with_plain_headings(source: str, found: list[Block]) -> list[Block]:
    out: list[Block] = []
    for index, block in enumerate(found):
        after = found[index + 1] if index + 1 < len(found) else None
        before = out[-1] if out else None
        heading = after is not None and _is_heading(source, block, before, after)
        out.append(replace(block, kind="heading", level=2) if heading else block)
    return out


def _is_heading(source: str, block: Block, before: Block | None, after: Block) -> bool:
    """Return whether a plain text's shape makes a block a heading."""
    line = source[source.rfind("\n", 0, block.start) + 1 : block.end].strip()
    numbered = _NUMBERED.match(line) is not None
    # A bullet on a line of its own above its text is a lead word, not a chapter.
    if block.kind != "paragraph" and not (block.kind == "item" and numbered):
        return False
    if before is not None and before.kind == "heading" and not numbered:
        return False
    body = source[block.start : block.end].strip()
    return looks_like_heading(body) and _carries(source, after, items=not numbered)


def _carries(source: str, after: Block, *, items: bool) -> bool:
    """Return whether a block can be what a heading is about: a list, or a real paragraph."""
    if after.kind == "item":
        return items
    return after.kind == "paragraph" and len(source[after.start : after.end].split()) >= 8
