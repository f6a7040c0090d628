"""WebVTT, whole: voices, entities, notes, styles, regions; and what programs write for it.

https://www.w3.org/TR/webvtt1/ . Where the standard drops a caption (times that cannot be read, an
empty line inside it), its words are kept, without times, and the problem is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.lines import Line, Troubles, lines

_SIGNATURE = re.compile(r"\ufeff?WEBVTT(?=[ \t\r\n]|\Z)")
_ARROW = "-->"
_TIMING = re.compile(
    r"^[ \t]*-?\d{1,3}(?::\d{1,2}){1,2}\.\d{1,3}[ \t]*-->[ \t]*-?\d{1,3}(?::\d{1,2}){1,2}\.\d",
    re.MULTILINE,
)
_LANGUAGE = re.compile(
    r"language[ \t]*[:=][ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*)", re.IGNORECASE
)
_UNTIL = re.compile(r"[ \t\f]*(-?[\d:.,]+)(?=[\s\x00]|\Z)")
_BLOCKS = ("NOTE", "STYLE", "REGION")


def sniff(head: str, name: str) -> float:
    """Return 1 for the signature, less for captions that only look like WebVTT."""
    if _SIGNATURE.match(head):
        return 1.0
    if _TIMING.search(head[:4096]) is None:
        return 0.0
    return 0.97 if name.lower().endswith(".vtt") else 0.8


@reader("webvtt", about="WebVTT captions", suffixes=(".vtt",), sniff=sniff)
def read(text: str) -> Document:
    """Return the captions of a WebVTT file.

    Raises:
        ReadError: There is no caption in it.
    """
    troubles = Troubles()
    found = list(lines(text))
    body = _body(found)
    if not _SIGNATURE.match(text):
        troubles.add("the first line is not WEBVTT", 1)
    cues = cues_of(text, list(_captions(found[body:], troubles)), troubles)
    if not cues:
        message = "there are no captions in this WebVTT file"
        raise ReadError(message)
    language = next((m for line in found[:body] if (m := _LANGUAGE.fullmatch(line.text))), None)
    metadata = Metadata(language=language[1] if language else None)
    return Document(metadata=metadata, cues=cues, problems=troubles.problems())


def _body(found: list[Line]) -> int:
    """Return the index of the line after the header."""
    if not _SIGNATURE.match(found[0].text):
        return 0
    for index, line in enumerate(found[1:], 1):
        if not line.text or _ARROW in line.text:
            return index
    return len(found)


def _captions(found: list[Line], troubles: Troubles) -> Iterator[Caption]:
    """Yield the captions; `fresh` where a note lies before one."""
    fresh = False
    for block in _blocks(found):
        first = block[0]
        if _ARROW not in first.text and not (len(block) > 1 and _ARROW in block[1].text):
            kind = next((k for k in _BLOCKS if _is_block(first.text, k)), None)
            if kind is not None:
                fresh = fresh or kind == "NOTE"
                continue
            if _is_style(block):
                troubles.add("a block that is neither a caption nor a note, left out", first.number)
                continue
            troubles.add("words without times", first.number)
            yield Caption(first.start, block[-1].end, None, None, first.number, fresh)
        else:
            caption = _caption(block, troubles, fresh=fresh)
            if caption is None:
                continue
            yield caption
        fresh = False


def _caption(block: list[Line], troubles: Troubles, *, fresh: bool) -> Caption | None:
    at = 0 if _ARROW in block[0].text else 1
    timing = block[at]
    left, _, right = timing.text.partition(_ARROW)
    until = _UNTIL.match(right)
    start, end = time_of(left), time_of(until[1] if until else "")
    if start is None or end is None:
        troubles.add("times that cannot be read", timing.number)
    words = block[at + 1 :]
    if not words:
        return None
    return Caption(words[0].start, words[-1].end, start, end, words[0].number, fresh)


def time_of(text: str) -> int | None:
    """Return the milliseconds of a timestamp, which Teams lets begin below zero."""
    text = text.strip(" \t\f")
    if not text.startswith("-"):
        return timecode.parse(text)
    ms = timecode.parse(text[1:])
    return None if ms is None else -ms


def _blocks(found: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines between empty ones; a line with an arrow begins a block of its own.

    The line above it, where it begins the block, is the caption's identifier.
    """
    block: list[Line] = []
    arrow = False
    for line in found:
        has_arrow = _ARROW in line.text
        if not line.text or (has_arrow and (arrow or len(block) > 1)):
            if block:
                yield block
            block, arrow = [], False
        if line.text:
            block.append(line)
            arrow = arrow or has_arrow
    if block:
        yield block


def _is_block(text: str, kind: str) -> bool:
    rest = text.removeprefix(kind)
    return rest != text and (not rest or rest[0] in " \t")


def _is_style(block: list[Line]) -> bool:
    return any(c in line.text for line in block for c in "{}") or not any(
        c.isalpha() for line in block for c in line.text
    )
