"""The text of a Word document (.docx): a line for each paragraph, as a person would copy it.

https://ecma-international.org/publications-and-standards/standards/ecma-376/ (WordprocessingML).
Headings and paragraphs in bold get Markdown's signs, because they tell chapters and questions;
the cells of a table's row are parted by tabs. What was deleted while changes were tracked is not
part of the text; notes and comments are left out, and that is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.errors import EmptyFileError
from ingest.packed import xml, zips

_MAIN = re.compile(r"word/document\d*\.xml")
_BESIDE = {
    "word/footnotes.xml": "footnotes",
    "word/endnotes.xml": "endnotes",
    "word/comments.xml": "comments",
}
_WORDPROCESSING = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_LITERAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# What is not shown: text that was deleted or moved away, codes of fields, twins of text boxes.
_HIDDEN = frozenset({"del", "moveFrom", "instrText", "delText", "Fallback", "rt"})
_DEEPEST = 12  # styles that are based on styles


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return a document's text, and one sentence for each thing that was left out.

    Raises:
        ReadError: It is damaged.
        EmptyFileError: There is no text in it.
    """
    archive = zips.opened(data)
    names = archive.namelist()
    styles = _Styles()
    if "word/styles.xml" in names:
        found = zips.part(archive, "word/styles.xml")
        xml.walk(found, "the Word document", start=styles.start, end=styles.end, text=styles.text)
    body = _Body(styles.headings())
    main = next(name for name in names if _MAIN.fullmatch(name))
    xml.walk(
        zips.part(archive, main),
        "the Word document",
        start=body.start,
        end=body.end,
        text=body.text,
    )
    if not body.paragraphs:
        message = "there is no text in this Word document"
        raise EmptyFileError(message)
    left_out = [
        f"the document's {what} are left out"
        for name, what in _BESIDE.items()
        if name in names and _has_words(zips.part(archive, name))
    ]
    return _joined(body.paragraphs), tuple(left_out)


@dataclass
class _Paragraph:
    """A paragraph while it is read, or when it is whole."""

    level: int = 0
    pieces: list[str] = field(default_factory=list)
    plain: bool = False  # whether some of its words are not in bold
    runs: int = 0  # that are open: a paragraph's own properties stand outside of them

    def line(self, *, bold: bool) -> str:
        """Return it with Markdown's signs; `bold`: where it is in bold, that means something."""
        words = "".join(self.pieces).strip(" \t\r\n")
        if words and self.level and "\n" not in words:
            return f"{'#' * self.level} {words}"
        return f"**{words}**" if words and bold and not self.plain and "*" not in words else words


class _Body:
    """Collects the paragraphs of a document's main part."""

    def __init__(self, headings: Mapping[str, int]) -> None:
        self._headings = headings
        self._open: list[_Paragraph] = []
        self._rows: list[list[list[_Paragraph]]] = []  # of tables in tables: cells of paragraphs
        self._hidden = 0
        self._bold = False
        self._words = False
        self.paragraphs: list[_Paragraph] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        local = _local(name)
        if self._hidden or local in _HIDDEN:
            self._hidden += 1
        elif local == "p":
            self._open.append(_Paragraph())
        elif local == "r" and self._open:
            self._open[-1].runs += 1
            self._bold = False
        elif local == "t":
            self._words = bool(self._open)
        elif local in ("tr", "tc"):
            self._table(local)
        elif self._open:
            self._inside(local, attributes)

    def end(self, name: str) -> None:
        """Take an end tag."""
        local = _local(name)
        if self._hidden:
            self._hidden -= 1
        elif local == "p" and self._open:
            self._close(self._open.pop())
        elif local == "r" and self._open:
            self._open[-1].runs -= 1
        elif local == "t":
            self._words = False
        elif local == "tr" and self._rows:
            self._row(self._rows.pop())

    def text(self, data: str) -> None:
        """Take text."""
        if self._words and not self._hidden and self._open:
            paragraph = self._open[-1]
            paragraph.pieces.append(data)
            paragraph.plain = paragraph.plain or (not self._bold and not data.isspace())

    def _inside(self, local: str, attributes: Mapping[str, str]) -> None:
        """Take what stands in a paragraph besides its words."""
        value = next((v for k, v in attributes.items() if _local(k) == "val"), "")
        if self._open[-1].runs:
            if local == "b":
                self._bold = value not in _OFF
            elif local in _LITERAL:
                self._open[-1].pieces.append(_LITERAL[local])
        elif local == "pStyle":
            self._open[-1].level = self._headings.get(value, 0)
        elif local == "outlineLvl" and value.isdecimal() and int(value) < 6:
            self._open[-1].level = int(value) + 1

    def _table(self, local: str) -> None:
        if local == "tr":
            self._rows.append([])
        elif self._rows:
            self._rows[-1].append([])

    def _close(self, paragraph: _Paragraph) -> None:
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(paragraph)
        else:
            self._add(paragraph)

    def _row(self, cells: list[list[_Paragraph]]) -> None:
        """Add a table's row: one line, unless it has a single cell."""
        filled = [cell for cell in cells if any("".join(p.pieces).strip() for p in cell)]
        if len(filled) < 2:
            for cell in filled:
                for paragraph in cell:
                    self._close(paragraph)
            return
        texts = (
            " ".join(" ".join("".join(p.pieces).split()) for p in cell).strip() for cell in cells
        )
        self._close(_Paragraph(pieces=["\t".join(texts)], plain=True))

    def _add(self, paragraph: _Paragraph) -> None:
        if "".join(paragraph.pieces).strip():
            self.paragraphs.append(paragraph)


class _Styles:
    """Collects which styles are headings: by their names, which Word never translates."""

    def __init__(self) -> None:
        self._style: str | None = None
        self._levels: dict[str, int] = {}
        self._based: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        local = _local(name)
        said = {_local(key): value for key, value in attributes.items()}
        if local == "style":
            self._style = said.get("styleId")
        elif self._style is not None and local == "name":
            self._name(self._style, said.get("val", ""))
        elif self._style is not None and local == "basedOn":
            self._based[self._style] = said.get("val", "")

    def end(self, name: str) -> None:
        """Take an end tag."""
        if _local(name) == "style":
            self._style = None

    def text(self, data: str) -> None:
        """Take text, of which styles have none."""

    def headings(self) -> dict[str, int]:
        """Return the level of each style that is a heading, by its id."""
        return {
            style: level for style in (*self._levels, *self._based) if (level := self._level(style))
        }

    def _name(self, style: str, name: str) -> None:
        heading = _HEADING.fullmatch(name)
        if heading:
            self._levels[style] = min(int(heading[1]) or 1, 6)
        elif name.lower() == "title":
            self._levels[style] = 1

    def _level(self, style: str) -> int:
        for _ in range(_DEEPEST):
            if style in self._levels:
                return self._levels[style]
            style = self._based.get(style, "")
        return 0


def _joined(paragraphs: list[_Paragraph]) -> str:
    """Return the text: an empty line between paragraphs, unless they are lines of captions."""
    bold = sum(1 for paragraph in paragraphs if not paragraph.plain and not paragraph.level)
    lines = [paragraph.line(bold=bold * 2 <= len(paragraphs)) for paragraph in paragraphs]
    captions = any("-->" in line for line in lines)
    return ("\n" if captions else "\n\n").join(lines) + "\n"


def _has_words(data: bytes) -> bool:
    return re.search(rb"<(?:\w+:)?t(?:\s[^<>]*)?>\s*[^\s<]", data) is not None


def _local(name: str) -> str:
    """Return a name without its namespace; names of others (mathematics, drawings) stay whole."""
    space, _, local = name.rpartition(xml.SEPARATOR)
    known = space in _WORDPROCESSING or local in ("Fallback",)
    return local if known or not space else name
