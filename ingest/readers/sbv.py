"""SBV, the captions that YouTube Studio lets people download: `0:00:01.000,0:00:03.500`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.lines import Line, Troubles, lines

_TIME = r"\d{1,3}:\d{1,2}:\d{1,2}\.\w{1,6}"
_TIMING = re.compile(rf"[ \t\ufeff]*({_TIME}),({_TIME})[ \t]*")


def sniff(head: str, _name: str) -> float:
    """Return 0.95 where one of the first lines is a pair of times joined by a comma."""
    first = (line for line in lines(head[:4096]) if not line.blank)
    return (
        0.95
        if any(_TIMING.fullmatch(line.text) for line, _ in zip(first, range(4), strict=False))
        else 0.0
    )


@reader("sbv", about="YouTube's SBV captions", suffixes=(".sbv",), sniff=sniff)
def read(text: str) -> Document:
    """Return the captions of an SBV file.

    Raises:
        ReadError: There is no caption in it.
    """
    troubles = Troubles()
    cues = cues_of(text, list(_captions(text, troubles)), troubles)
    if not cues:
        message = "there are no captions in this SBV file"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _captions(source: str, troubles: Troubles) -> Iterator[Caption]:
    start_ms: int | None = None
    end_ms: int | None = None
    words: list[Line] = []
    for line in lines(source):
        match = _TIMING.fullmatch(line.text)
        if match is None and not line.blank:
            words.append(line)
            continue
        yield from _caption(words, start_ms, end_ms)
        words, start_ms, end_ms = [], None, None
        if match is not None:
            start_ms, end_ms = timecode.parse(match[1]), timecode.parse(match[2])
            if start_ms is None or end_ms is None:
                troubles.add("times that cannot be read", line.number)
    yield from _caption(words, start_ms, end_ms)


def _caption(words: list[Line], start_ms: int | None, end_ms: int | None) -> Iterator[Caption]:
    if words:
        yield Caption(words[0].start, words[-1].end, start_ms, end_ms, words[0].number)
