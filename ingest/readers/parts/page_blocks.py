"""An HTML page as a list of its blocks of text: paragraphs, headings, list items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest import textmap
from ingest.models import Cue
from ingest.readers.parts.captions import is_event
from ingest.readers.parts.tags import Tag, reading, scan
from ingest.textmap import Edit, Text

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul title head".split()
)
_SKIPPED = frozenset(
    "script style noscript template svg math select button iframe object audio video canvas textarea head".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Block(NamedTuple):
    """A block's text; `name` is the innermost block element, `around` those that hold it."""

    name: str
    text: Text
    around: frozenset[str]


def blocks(source: str, *, also: frozenset[str] = frozenset()) -> list[Block]:
    """Return the blocks that hold text, in order; `also` names more elements that are blocks."""
    return list(_Page(source, _BLOCKS | also).blocks())


def cue_of(block: Block) -> Cue:
    """Return the cue that a block is: a heading, a sound, a picture's caption, or words."""
    if re.fullmatch(r"h[1-6]", block.name):
        return Cue(text=block.text, kind="heading", level=int(block.name[1]), paragraph=True)
    event = is_event(textmap.plain(block.text))
    caption = block.name == "figcaption" or "figure" in block.around
    return Cue(
        text=block.text,
        kind="event" if event else "speech",
        paragraph=True,
        mark="caption" if caption else None,
    )


class _Page:
    """Walks the tags of one page."""

    def __init__(self, source: str, names: frozenset[str]) -> None:
        self._source = source
        self._names = names
        self._open: list[str] = []
        self._begin = 0
        self._edits: list[Edit] = []

    def blocks(self) -> Iterator[Block]:
        tags = scan(self._source)
        for tag in tags:
            if tag.name in _SKIPPED and not tag.closing and not tag.empty:
                self._edits.append(
                    Edit(tag.start, _skip(tags, tag, len(self._source)), "", "markup")
                )
            elif tag.name in self._names:
                yield from self._flush(tag.start)
                self._begin = tag.end
                self._step(tag)
            else:
                line = tag.name == "br"
                edit = Edit(tag.start, tag.end, " " if line else "", "line" if line else "markup")
                self._edits.append(edit)
        yield from self._flush(len(self._source))

    def _flush(self, end: int) -> Iterator[Block]:
        text = reading(self._source, self._begin, end, self._edits) if self._begin < end else ()
        self._edits = []
        if text:
            yield Block(self._open[-1] if self._open else "", text, frozenset(self._open[-_DEEP:]))

    def _step(self, tag: Tag) -> None:
        """Open or close a block element; what is left open inside it closes with it."""
        if tag.name in _VOID or tag.empty:
            return
        if not tag.closing:
            if tag.name in ("p", "li") and self._open[-1:] == [tag.name]:
                self._open.pop()  # a paragraph ends where the next begins
            self._open.append(tag.name)
        elif tag.name in self._open[-_DEEP:]:
            while self._open.pop() != tag.name:
                pass


_DEEP = 64  # how far up an element that closes is looked for, so that broken pages stay linear


def _skip(tags: Iterator[Tag], first: Tag, end: int) -> int:
    """Return where the element that a tag opens ends, taking its tags off the iterator."""
    depth = 1
    for tag in tags:
        if tag.name == first.name and not tag.empty:
            depth += -1 if tag.closing else 1
            if depth == 0:
                return tag.end
        if first.name == "head" and tag.name == "body":
            return tag.start
    return end
