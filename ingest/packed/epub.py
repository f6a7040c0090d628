"""The text of an e-book (EPUB): its package file and its chapters as they are, one after the other.

https://www.w3.org/TR/epub-33/ . The package file comes first: it says the title and the authors.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from urllib.parse import unquote
from zipfile import ZipFile

from ingest.errors import EmptyFileError, NotTextError, ReadError
from ingest.packed import xml, zips

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_MOST_PAGES = 5_000


def parts_of(data: bytes) -> list[bytes]:
    """Return the package file and then the pages in their reading order, as bytes.

    Raises:
        ReadError: It is damaged, encrypted, or not as an e-book is.
        EmptyFileError: It has no pages.
    """
    archive = zips.opened(data)
    names = frozenset(archive.namelist())
    package = _package(archive, names)
    opf = zips.part(archive, package)
    spine = _Spine()
    xml.walk(opf, "the e-book", start=spine.start, end=spine.end, text=spine.text)
    folder = posixpath.dirname(package)
    paths = [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in spine.pages()]
    paths = [path for path in dict.fromkeys(paths) if path in names]
    if not paths:
        message = "this e-book has no pages"
        raise EmptyFileError(message)
    _check_readable(archive, names, paths)
    room = zips.LARGEST
    pages = [opf]
    for path in paths[:_MOST_PAGES]:
        page = zips.part(archive, path, most=room)
        room -= len(page)
        pages.append(page)
    return pages


class _Spine:
    """Collects which pages a package file lists, and in which order they are read."""

    def __init__(self) -> None:
        self._hrefs: dict[str, str] = {}
        self._order: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag."""
        local = name.rpartition(xml.SEPARATOR)[2]
        if local == "item" and attributes.get("media-type", "").lower() in _PAGES:
            contents = "nav" in attributes.get("properties", "").split()
            if not contents:
                self._hrefs[attributes.get("id", "")] = attributes.get("href", "")
        elif local == "itemref" and attributes.get("linear") != "no":
            self._order.append(attributes.get("idref", ""))

    def end(self, name: str) -> None:
        """Take an end tag."""

    def text(self, data: str) -> None:
        """Take text."""

    def pages(self) -> list[str]:
        """Return the pages' links, in order."""
        return [self._hrefs[item] for item in self._order if item in self._hrefs]


def _package(archive: ZipFile, names: frozenset[str]) -> str:
    """Return the path of the package file."""
    found: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(xml.SEPARATOR)[2] == "rootfile":
            found.append(attributes.get("full-path", ""))

    container = zips.part(archive, _CONTAINER)
    xml.walk(container, "the e-book", start=start, end=_nothing, text=_nothing)
    path = next((path for path in found if path in names), None)
    if path is None:
        message = "this e-book names no package file; open and save it again"
        raise ReadError(message)
    return path


def _check_readable(archive: ZipFile, names: frozenset[str], paths: list[str]) -> None:
    """Refuse a book whose pages are encrypted; fonts often are, and nobody reads those."""
    if _ENCRYPTION not in names:
        return
    encrypted: set[str] = set()

    def start(name: str, attributes: Mapping[str, str]) -> None:
        if name.rpartition(xml.SEPARATOR)[2] == "CipherReference":
            encrypted.add(unquote(attributes.get("URI", "")))

    found = zips.part(archive, _ENCRYPTION)
    xml.walk(found, "the e-book", start=start, end=_nothing, text=_nothing)
    if encrypted & set(paths):
        message = "this e-book is encrypted (copy protection); it cannot be read"
        raise NotTextError(message)


def _nothing(_: str) -> None:
    """Take what nobody needs."""
