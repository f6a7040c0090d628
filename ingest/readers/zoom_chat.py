"""Zoom's saved chat: `10:01:12 From Ann Lee to Everyone:` and the message behind or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice, words_of
from ingest.readers.parts.lines import Line, Troubles, lines

_FROM = re.compile(
    r"\ufeff?[ \t]*(?:(?P<date>\d{4}-\d\d-\d\d)[ \t])?(?P<time>\d{1,2}:\d\d:\d\d)[ \t]+From[ \t]+"
    r"(?P<name>[^\t:]{1,80}?)(?:[ \t]+to[ \t]+[^\t:]{1,80}?)?[ \t]*:(?:[ \t]+|$)",
    re.IGNORECASE,
)
_HEAD = 20  # lines that the first message must be in


def sniff(head: str, _name: str) -> float:
    """Return 0.96 where one of the first lines says from whom a message is."""
    found = (line for line, _ in zip(lines(head), range(_HEAD), strict=False))
    return 0.96 if any(_FROM.match(line.text[:200]) for line in found) else 0.0


@reader("zoom-chat", about="Zoom's saved chat", suffixes=(".txt",), sniff=sniff)
def read(text: str) -> Document:
    """Return the messages; their times are those of the day, as Zoom writes them.

    Raises:
        ReadError: There is no message.
    """
    troubles = Troubles()
    found = list(lines(text))
    cues = cues_of(text, list(_captions(text, found)), troubles)
    if not cues:
        message = "there are no messages in this chat"
        raise ReadError(message)
    dates = (m["date"] for line in found if (m := _FROM.match(line.text[:200])))
    metadata = Metadata(date=next(dates, None))
    return Document(metadata=metadata, cues=cues, problems=troubles.problems())


def _captions(source: str, found: list[Line]) -> Iterator[Caption]:
    """Yield the messages: everything up to the next line that says from whom one is."""
    open_at: tuple[Line, re.Match[str]] | None = None
    last: Line | None = None
    for line in found:
        match = _FROM.match(line.text[:200])
        if match is not None:
            if open_at and last:
                yield from _message(source, *open_at, last)
            open_at = (line, match)
        last = line
    if open_at and last:
        yield from _message(source, *open_at, last)


def _message(source: str, line: Line, match: re.Match[str], last: Line) -> Iterator[Caption]:
    start = line.start + match.end()
    words = words_of(source, start, last.end)
    if words:
        voice = Voice(" ".join(match["name"].split()), words)
        time = timecode.parse(match["time"])
        yield Caption(start, last.end, time, None, line.number, voices=(voice,))
