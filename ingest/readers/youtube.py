"""YouTube's own captions: json3, and the XML called srv1, srv2, srv3 or ytt; times are milliseconds.

What a recogniser heard comes word by word, in windows that roll: the line breaks that only push
the window up are no words. https://github.com/arcusmaximus/YTSubConverter (ytt.ytt)
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice
from ingest.readers.parts.lines import LineNumbers, Troubles
from ingest.readers.parts.outline import cut_off, record
from ingest.readers.parts.positions import Json, Located, items, load_object, text_between
from ingest.readers.parts.tags import Tag, attribute, reading, root_of, scan
from ingest.textmap import Edit, Text

_ROOTS = ("timedtext", "transcript")
_FIRST = re.compile(r"<(?:p\s[^<>]{0,200}\bt|text\s[^<>]{0,200}\b(?:start|t))\s?=", re.IGNORECASE)
# The oldest of them escapes its words twice.
_TWICE = re.compile(r"&amp;(#\d{1,7}|#x[0-9a-fA-F]{1,6}|quot|apos|lt|gt|amp|nbsp);")
_BEGINNINGS = (("wireMagic", "pens"), ("wireMagic", "events"), ("events",))


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for events with times in milliseconds, or for its XML."""
    if head.lstrip("\ufeff \t\r\n").startswith("<"):
        return 0.95 if root_of(head) in _ROOTS and _FIRST.search(head) else 0.0
    if "tStartMs" in record(head, "events"):
        return 0.95
    begun = "wireMagic" in head[:200] and any(cut_off(head, *keys) for keys in _BEGINNINGS)
    return 0.6 if begun else 0.0


@reader(
    "youtube",
    about="YouTube's captions: json3, srv1, srv2, srv3 (ytt)",
    suffixes=(".json3", ".srv1", ".srv2", ".srv3", ".ytt", ".xml"),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return the captions, rolling repeats left out.

    Raises:
        ReadError: It is no valid JSON, or there is no caption in it.
    """
    troubles = Troubles()
    xml = text.lstrip("\ufeff \t\r\n").startswith("<")
    captions = list(_from_xml(text) if xml else _from_json(text))
    cues = cues_of(text, captions, troubles)
    if not cues:
        message = "there are no captions in this YouTube file"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _from_json(source: str) -> Iterator[Caption]:
    numbers = LineNumbers(source)
    for event in items(load_object(source), "events"):
        pieces = [
            seg["utf8"] for seg in items(event, "segs") if isinstance(seg.get("utf8"), Located)
        ]
        pieces = [piece for piece in pieces if piece.strip()] if event.get("aAppend") else pieces
        words = text_between(source, pieces)
        if words:
            start, end = words[0].start, words[-1].end
            times = _times(_ms(event.get("tStartMs")), _ms(event.get("dDurationMs")))
            yield Caption(start, end, *times, numbers.at(start), voices=(Voice(None, words),))


def _from_xml(source: str) -> Iterator[Caption]:
    numbers = LineNumbers(source)
    first: Tag | None = None
    edits: list[Edit] = []
    for tag in scan(source):
        if tag.name in ("p", "text"):
            if first is not None:
                yield from _caption(source, first, tag.start, edits, numbers)
            first, edits = (None if tag.closing or tag.empty else tag), []
        elif first is not None:
            line = tag.name == "br"
            edits.append(
                Edit(tag.start, tag.end, " " if line else "", "line" if line else "markup")
            )


def _caption(
    source: str, tag: Tag, end: int, edits: list[Edit], numbers: LineNumbers
) -> Iterator[Caption]:
    found = _TWICE.finditer(source, tag.end, end) if tag.name == "text" else ()
    twice = [Edit(*m.span(), html.unescape(html.unescape(m[0])), "entity") for m in found]
    words: Text = reading(source, tag.end, end, _apart([*edits, *twice]))
    if words:
        start_ms = _tag_ms(source, tag, "t", "start")
        times = _times(start_ms, _tag_ms(source, tag, "d", "dur"))
        line = numbers.at(tag.start)
        yield Caption(tag.end, end, *times, line, voices=(Voice(None, words),))


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """Yield edits in order, without those that lie in another: what stands in a tag is no word."""
    end = 0
    for edit in sorted(edits):
        if edit.start >= end:
            yield edit
            end = edit.end


def _times(start: int | None, duration: int | None) -> tuple[int | None, int | None]:
    return start, None if start is None or duration is None else start + duration


def _tag_ms(source: str, tag: Tag, exact: str, seconds: str) -> int | None:
    """Return a time of a tag: milliseconds in newer files, seconds in the oldest."""
    found = attribute(source, tag, exact)
    if found is not None:
        return _ms(float(found)) if re.fullmatch(r"\d{1,12}(?:\.\d{1,9})?", found) else None
    found = attribute(source, tag, seconds)
    plain = found is not None and re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", found) is not None
    return timecode.from_seconds(float(found)) if found is not None and plain else None


def _ms(value: Json) -> int | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        return None
    return round(value)
