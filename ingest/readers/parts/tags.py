"""The tags of HTML and XML with their places, and the text between them; linear, and never fails."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest import textmap
from ingest.readers.parts.inline import ENTITY, entity_edit
from ingest.readers.parts.trim import strip
from ingest.textmap import Edit, Text

_NAME = re.compile(r"</?([A-Za-z][^\s/>]{0,80})")
_STOP = re.compile(r"[>\"']")
_CHANGES = re.compile(rf"[ \t\r\n\f]+|{ENTITY.pattern}|\x00")
_ATTRIBUTE = r"""(?<![\w:-]){0}[ \t\r\n]*=[ \t\r\n]*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_RAW = frozenset({"script", "style", "textarea"})


class Tag(NamedTuple):
    """A tag `[start, end)` of the source; `name` in lower case, without an XML prefix, "!" for a comment."""

    name: str
    start: int
    end: int
    closing: bool = False
    empty: bool = False


def scan(source: str) -> Iterator[Tag]:
    """Yield the tags in order; what a script or style holds is skipped."""
    position = 0
    while (at := source.find("<", position)) >= 0:
        found = _special(source, at) if source[at + 1 : at + 2] in ("!", "?") else _tag(source, at)
        if found is None:
            position = at + 1
            continue
        if found.end == 0:  # nothing closes any more
            return
        yield found
        position = found.end
        if found.name == "!" and source.startswith("<![CDATA[", at):
            position = _end_of(source, "]]>", position, included=False)
            yield Tag("!", position, min(position + 3, len(source)))
        if found.name in _RAW and not found.closing and not found.empty:
            position = _raw_end(source, found)


def root_of(head: str) -> str | None:
    """Return the name of the element that XML begins with, None where it does not begin with one."""
    start = head.lstrip(" \t\r\n\ufeff")[:4096]
    if not start.startswith("<"):
        return None
    return next((tag.name for tag in scan(start) if tag.name != "!"), None)


def attribute(source: str, tag: Tag, name: str) -> str | None:
    """Return the value of a tag's attribute, decoded, None where it has none."""
    match = re.search(
        _ATTRIBUTE.format(re.escape(name)), source[tag.start : tag.end], re.IGNORECASE
    )
    if match is None:
        return None
    return html.unescape(next(group for group in match.groups() if group is not None)).strip()


def reading(source: str, start: int, end: int, edits: Iterable[Edit] = ()) -> Text:
    """Return `source[start:end]` with these edits, entities decoded and white space collapsed."""
    out: list[Edit] = []
    position = start
    spaced = True  # whether the words so far end with a space, or there are none
    for edit in (*edits, None):
        stop = end if edit is None else edit.start
        found = [*_changes(source, position, stop), *([] if edit is None else [edit])]
        for change in found:
            spaced = spaced and change.start == position
            position = change.end
            read = "" if spaced and change.text == " " else change.text
            spaced = read == " " or (spaced and not read)
            if read != source[change.start : change.end]:
                out.append(change._replace(text=read))
        spaced = spaced and position >= stop
    return strip(textmap.rebuild(source, start, end, out))


def _changes(source: str, start: int, end: int) -> Iterator[Edit]:
    for match in _CHANGES.finditer(source, start, end):
        if match[0][0] == "&":
            edit = entity_edit(source, *match.span())
            if edit is not None:
                yield edit
        elif match[0] == "\x00":
            yield Edit(match.start(), match.end(), "\ufffd", "null")
        else:
            yield Edit(match.start(), match.end(), " ", "line" if "\n" in match[0] else "space")


def _special(source: str, at: int) -> Tag | None:
    if source.startswith("<![CDATA[", at):
        return Tag("!", at, at + 9)
    if source.startswith("<!--", at):
        return Tag("!", at, _end_of(source, "-->", at + 4))
    return Tag("!", at, _end_of(source, ">", at))


def _end_of(source: str, mark: str, position: int, *, included: bool = True) -> int:
    end = source.find(mark, position)
    if end < 0:
        return len(source)
    return end + len(mark) if included else end


def _tag(source: str, at: int) -> Tag | None:
    match = _NAME.match(source, at)
    if match is None:
        return None
    end = _tag_end(source, match.end())
    if end < 0:
        end = source.find(">", match.end()) + 1
    name = match[1].lower().rpartition(":")[2]
    return Tag(name, at, end, source[at + 1] == "/", source[end - 2 : end] == "/>")


def _tag_end(source: str, position: int) -> int:
    """Return where a tag ends, minding quoted values, or -1."""
    while (stop := _STOP.search(source, position)) is not None:
        position = stop.end()
        if stop[0] == ">":
            return position
        if source[max(0, stop.start() - 8) : stop.start()].rstrip().endswith("="):
            close = source.find(stop[0], position)
            position = close + 1 if close >= 0 else position
    return -1


def _raw_end(source: str, tag: Tag) -> int:
    match = re.compile(f"</{tag.name}", re.IGNORECASE).search(source, tag.end)
    return match.start() if match else len(source)
