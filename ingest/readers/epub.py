"""E-books (EPUB): the chapters' paragraphs and headings, in reading order.

The text that is read is the package file, which says the title and the authors, and behind it
the chapters as they are; see `ingest.packed.epub`.
"""

from __future__ import annotations

import re

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Document, Metadata, Person
from ingest.readers.base import reader
from ingest.readers.parts import front_matter
from ingest.readers.parts.page_blocks import blocks, cue_of
from ingest.readers.parts.page_labels import labelled
from ingest.readers.parts.tags import reading, root_of, scan

_NAMESPACE = "idpf.org/2007/opf"
_FURNITURE = frozenset({"nav"})
_END = re.compile(r"</(?:\w{1,20}:)?package\s*>", re.IGNORECASE)
_SAID = ("title", "creator", "date", "language", "description", "subject", "source")


def sniff(head: str, _name: str) -> float:
    """Return 0.97 for a package file."""
    return 0.97 if root_of(head) == "package" and _NAMESPACE in head[:4096] else 0.0


@reader("epub", about="E-books", suffixes=(".epub",), sniff=sniff)
def read(text: str) -> Document:
    """Return the pages' blocks; where paragraphs begin with names, those speak.

    Raises:
        ReadError: There is no text in its pages.
    """
    end = _END.search(text)
    begin = end.end() if end else 0
    found = [
        block
        for block in blocks(text)
        if block.text[0].start >= begin and not block.around & _FURNITURE
    ]
    if not found:
        message = "there is no text in the pages of this e-book"
        raise ReadError(message)
    cues = labelled([cue_of(block) for block in found])
    metadata = _metadata(text[:begin])
    if not any(cue.speaker for cue in cues):
        metadata = metadata.model_copy(update={"kind": "article"})
    return Document(metadata=metadata, cues=cues)


def _metadata(package: str) -> Metadata:
    """Return what the package file says of the book."""
    said: dict[str, list[str]] = {}
    before = None
    for tag in scan(package):
        if before is not None and before.name in _SAID:
            value = textmap.plain(reading(package, before.end, tag.start))
            if value:
                said.setdefault(before.name, []).append(value)
        before = tag if not tag.closing and not tag.empty else None
        if tag.name == "manifest":
            break
    first = {key: values[0] for key, values in said.items()}
    source = first.get("source", "")
    return Metadata(
        title=first.get("title"),
        date=front_matter.parse_date(first.get("date")),
        people=tuple(
            Person(name=name, role="author") for name in dict.fromkeys(said.get("creator", ()))
        ),
        url=source if source.startswith(("https://", "http://")) else None,
        language=first.get("language"),
        description=first.get("description"),
        tags=tuple(dict.fromkeys(said.get("subject", ()))),
    )
