"""Podlove's Simple Transcripts: XML with `speech`, `speaker` and timed `item`s.

http://podlove.org/simple-transcripts
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest import textmap, timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice
from ingest.readers.parts.lines import LineNumbers, Troubles
from ingest.readers.parts.tags import Tag, attribute, reading, root_of, scan
from ingest.textmap import Text

_NAMESPACE = "podlove.org/simple-transcripts"


def sniff(head: str, _name: str) -> float:
    """Return 0.97 for the namespace in the root element."""
    return 0.97 if root_of(head) == "transcripts" and _NAMESPACE in head[:4096] else 0.0


@reader("podlove", about="Podlove's Simple Transcripts", suffixes=(".xml", ".xsl"), sniff=sniff)
def read(text: str) -> Document:
    """Return the items, each with the speaker of its speech.

    Raises:
        ReadError: There are no items.
    """
    troubles = Troubles()
    cues = cues_of(text, list(_captions(text)), troubles)
    if not cues:
        message = "there are no items in this Podlove transcript"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _captions(source: str) -> Iterator[Caption]:
    numbers = LineNumbers(source)
    speaker: str | None = None
    fresh = False
    before: Tag | None = None
    for tag in scan(source):
        words: Text = reading(source, before.end, tag.start) if before is not None else ()
        if tag.name == "speech" and not tag.closing:
            speaker, fresh = None, True
        if before is not None and before.name == "speaker" and words:
            speaker = textmap.plain(words).rstrip(": ")
        if before is not None and before.name == "item" and words:
            start = timecode.parse(attribute(source, before, "start") or "")
            end = timecode.parse(attribute(source, before, "end") or "")
            line = numbers.at(before.start)
            voices = (Voice(speaker, words),)
            yield Caption(before.end, tag.start, start, end, line, fresh and not speaker, voices)
            fresh = False
        before = tag if not tag.closing and not tag.empty else None
