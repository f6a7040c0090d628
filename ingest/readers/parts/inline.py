"""The markup inside a caption: voices, other tags, entities, line breaks, as edits of the source."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest import textmap
from ingest.readers.parts.trim import strip, verbatim
from ingest.textmap import Edit, Text

# Only tags that captions have: "vector<int>" and "x < 3" are words. A tag that is never closed
# swallows nothing but its own name.
_TAG = re.compile(
    r"</[^<>]*>"
    r"|<(?P<name>v|c|i|b|u|s|em|strong|ruby|rt|lang|font|span|br)(?P<rest>[.\s/][^<>]*)?>"
    r"|<[\d:.\x00]+>"
    r"|<(?:[/.\d:<\s]*|/?(?:v|c|i|b|u|ruby|rt|lang)(?:\.\w*)*\s*)\Z",
    re.IGNORECASE,
)
_OVERRIDE = re.compile(r"\{\\[^{}]{0,200}\}")  # {\an8}: what SubStation leaves in SubRip files
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_BREAK = re.compile(r"[\r\n][ \t\f\r\n]*")
_SPECIAL = re.compile(r"[<&\r\n\x00{]")


class Voice(NamedTuple):
    """A stretch of a caption; `speaker` is "" where a voice has no name.

    `closed` marks text after an explicit `</v>`: it is nobody's.
    """

    speaker: str | None
    text: Text
    closed: bool = False


def entity_edit(source: str, start: int, end: int) -> Edit | None:
    """Return the edit that decodes the entity at `[start, end)`, None where it is none.

    Where only its beginning is one (`&notit;`), the edit covers only that.
    """
    raw = source[start:end]
    read = html.unescape(raw)
    if read == raw:
        return None
    while len(read) > 1 and read[-1] == raw[-1]:
        read, raw = read[:-1], raw[:-1]
    return Edit(start, start + len(raw), read, "entity")


def voices(source: str, start: int, end: int) -> list[Voice]:
    """Return the caption `source[start:end]` as its voices, in order, with its markup taken off.

    Line breaks are segments of the rule "line" that read as a space.
    """
    if _SPECIAL.search(source, start, end) is None:
        return [Voice(None, verbatim(source, start, end))]
    out: list[Voice] = []
    edits: list[Edit] = []
    speaker: str | None = None
    closed = False
    begin = start
    for edit, name in _edits(source, start, end):
        if name is not None:
            _flush(out, source, (begin, edit.start), edits, Voice(speaker, (), closed))
            begin, edits = edit.end, []
            speaker, closed = (None, True) if name == "/" else (name[1:], False)
        else:
            edits.append(edit)
    _flush(out, source, (begin, end), edits, Voice(speaker, (), closed))
    return out


def words_of(source: str, start: int, end: int) -> Text:
    """Return the caption `source[start:end]` as one text, whoever speaks in it."""
    return textmap.join(source, (v.text for v in voices(source, start, end)), "", "markup")


def _flush(
    out: list[Voice], source: str, span: tuple[int, int], edits: list[Edit], voice: Voice
) -> None:
    text = strip(textmap.rebuild(source, *span, edits)) if span[0] < span[1] else ()
    if text or voice.speaker is not None:
        out.append(voice._replace(text=text))


def _edits(source: str, start: int, end: int) -> Iterator[tuple[Edit, str | None]]:
    """Yield what changes, with "=name" where a voice begins and "/" where it ends."""
    position = start
    while (match := _SPECIAL.search(source, position, end)) is not None:
        at = match.start()
        found = _special(source, at, end)
        if found is None:
            position = at + 1
            continue
        edit, name = found
        if edit.rule == "line" and at > position:
            edit = _with_space_before(source, edit, position)
        yield edit, name
        position = edit.end


def _special(source: str, at: int, end: int) -> tuple[Edit, str | None] | None:
    char = source[at]
    if char == "<":
        return _tag(source, at, end)
    if char == "&":
        match = ENTITY.match(source, at, end)
        edit = entity_edit(source, at, match.end()) if match else None
        return (edit, None) if edit else None
    if char == "\x00":
        return Edit(at, at + 1, "\ufffd", "null"), None
    if char == "{":
        match = _OVERRIDE.match(source, at, end)
        return (Edit(at, match.end(), "", "markup"), None) if match else None
    match = _BREAK.match(source, at, end)
    return (Edit(at, match.end(), " ", "line"), None) if match else None


def _tag(source: str, at: int, end: int) -> tuple[Edit, str | None] | None:
    match = _TAG.match(source, at, end)
    if match is None:
        return None
    name = (match["name"] or "").lower()
    edit = Edit(at, match.end(), " " if name == "br" else "", "line" if name == "br" else "markup")
    if name == "v":
        words = html.unescape(match["rest"] or "").split()
        classes = 1 if (match["rest"] or "").startswith(".") else 0
        return edit, "=" + " ".join(words[classes:])
    if match[0][:3].lower() == "</v" and match[0].rstrip(">").strip().lower() == "</v":
        return edit, "/"
    return edit, None


def _with_space_before(source: str, edit: Edit, floor: int) -> Edit:
    start = edit.start
    while start > floor and source[start - 1] in " \t\f":
        start -= 1
    return edit._replace(start=start)
