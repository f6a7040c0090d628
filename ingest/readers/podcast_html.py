"""Podcasting 2.0 HTML transcripts: `<cite>` for the name, `<time>` for the time, `<p>` for the words."""

from __future__ import annotations

import re

from ingest import textmap, timecode
from ingest.errors import ReadError
from ingest.models import Cue, CueKind, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.captions import is_event
from ingest.readers.parts.lines import LineNumbers, Troubles
from ingest.readers.parts.page_blocks import Block, blocks

_SHAPE = re.compile(
    r"<cite[^<>]{0,200}>[^<>]{1,80}</cite>\s{0,40}(?:<br ?/?>)?\s{0,40}<time[^<>]{0,200}>\s{0,40}\d[\d:.]+\s{0,40}</time>"
    r"|<time[^<>]{0,200}>\s{0,40}\d[\d:.]+\s{0,40}</time>\s{0,40}<p",
    re.IGNORECASE,
)


def sniff(head: str, _name: str) -> float:
    """Return 0.97 where a name is followed by a time, or a time by a paragraph, as tags."""
    return 0.97 if _SHAPE.search(head) else 0.0


@reader(
    "podcast-html", about="Podcasting 2.0 HTML transcripts", suffixes=(".html", ".htm"), sniff=sniff
)
def read(text: str) -> Document:
    """Return the paragraphs, each with the name and time that stand before it.

    Raises:
        ReadError: There are no paragraphs.
    """
    troubles = Troubles()
    title: str | None = None
    cues: list[Cue] = []
    speaker: str | None = None
    start_ms: int | None = None
    numbers = LineNumbers(text)
    for block in blocks(text, also=frozenset({"cite", "time"})):
        words = textmap.plain(block.text)
        if block.name == "cite":
            speaker, start_ms = words.strip().rstrip(":").strip() or None, None
        elif block.name == "time":
            start_ms = timecode.parse(words)
            _check(cues, start_ms, numbers.at(block.text[0].start), troubles)
        elif block.name in ("h1", "title") and not cues:
            title = words
        elif "footer" not in block.around and "nav" not in block.around:
            cues.append(_cue(block, words, speaker, start_ms))
            start_ms = None
    if not cues:
        message = "there are no paragraphs in this HTML transcript"
        raise ReadError(message)
    return Document(metadata=Metadata(title=title), cues=tuple(cues), problems=troubles.problems())


def _check(cues: list[Cue], start_ms: int | None, line: int, troubles: Troubles) -> None:
    last = next((cue.start_ms for cue in reversed(cues) if cue.start_ms is not None), 0)
    if start_ms is None:
        troubles.add("times that cannot be read", line)
    elif start_ms < last:
        troubles.add("times run backwards", line)


def _cue(block: Block, words: str, speaker: str | None, start_ms: int | None) -> Cue:
    if re.fullmatch(r"h[1-6]", block.name):
        return Cue(
            text=block.text,
            start_ms=start_ms,
            kind="heading",
            level=int(block.name[1]),
            paragraph=True,
        )
    kind: CueKind = "event" if is_event(words) else "speech"
    named = speaker if kind == "speech" else None
    return Cue(text=block.text, speaker=named, start_ms=start_ms, kind=kind, paragraph=True)
