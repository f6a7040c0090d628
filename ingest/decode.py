"""Bytes become text here and nowhere else; a Word document's and an e-book's too."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest import packed
from ingest.errors import EmptyFileError, NotTextError
from ingest.packed import epub, word

# What files of other kinds begin with; naming the kind makes the message useful.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"fLaC", "a sound file"),
    (b"RIFF", "a sound or video file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
)
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_XML_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}?encoding=["']([A-Za-z][\w.-]{0,40})["']""")
_SIGNATURE = "WEBVTT"  # what begins so is captions, whatever else is in it
_SNIFFED = 65536  # bytes that an encoding is guessed from


@dataclass(frozen=True)
class Decoded:
    """A file's text, how it was decoded, and what had to be mended.

    `encoding` is "docx" or "epub" where the text was taken out of a document; the same bytes
    always give the same text, so receipts hold there as they do everywhere.
    """

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return a file's text, with line ends as they are in the file.

    UTF-8 is tried first, then what a byte order mark says, then what the bytes look like; text
    that is broken even so is read with replacement characters, and that is recorded.

    Raises:
        EmptyFileError: There is nothing in it.
        NotTextError: The bytes are no text.
        ReadError: It is a document that is damaged.
    """
    if packed.is_zip(data):
        return _checked(_unpacked(data))
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        message = "the file is empty"
        raise EmptyFileError(message)
    _refuse_other_kinds(data)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _lenient(data, encoding)
    try:
        return _checked(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError as error:
        if error.start > len(data) // 2 and error.end >= len(data) - 3:
            return _lenient(data, "utf-8")  # cut off in the middle of a character
    return _checked(_guessed(data))


def _refuse_other_kinds(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            message = f"this is {what}, not a transcript or post; save it as text first"
            raise NotTextError(message)


def _unpacked(data: bytes) -> Decoded:
    """Return the text of a document that is a zip archive inside."""
    kind = packed.kind_of(data)
    if kind == "docx":
        text, left_out = word.text_of(data)
        return Decoded(text, kind, left_out)
    if kind == "epub":
        pages = [_page(page) for page in epub.parts_of(data)]
        broken = sum(page.count("\ufffd") for page in pages)
        repairs = (f"{broken} characters could not be decoded",) if broken else ()
        return Decoded("\n".join(pages), kind, repairs)
    what = {
        "office": "an office document; save it as .docx or as text first",
        "zip": "a zip archive; the texts in one are ingested where its name ends in .zip",
    }
    message = f"this is {what[kind]}"
    raise NotTextError(message)


def _page(data: bytes) -> str:
    """Return a page of an e-book, which is UTF-8 or says what it is."""
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), None)
    said = _XML_ENCODING.match(data)
    if encoding is None and said is not None:
        try:
            encoding = codecs.lookup(said[1].decode("ascii")).name
        except LookupError:
            encoding = None
    text = data.decode(encoding or "utf-8", "replace")
    return text.removeprefix("\ufeff")


def _guessed(data: bytes) -> Decoded:
    if b"\x00" in data[:_SNIFFED]:
        message = "the file holds binary data, not text"
        raise NotTextError(message)
    if _is_damaged_utf8(data):
        return _lenient(data, "utf-8")
    found = from_bytes(data[:_SNIFFED])
    best = found.best()
    if best is None:
        message = "the file holds binary data, or text in an unknown encoding; save it as UTF-8"
        raise NotTextError(message)
    # Of encodings that fit as well, the one that most files are in.
    western = any(match.encoding == "cp1252" and match.chaos <= best.chaos for match in found)
    western = western or best.encoding in {"latin_1", "iso8859_1", "ascii"}
    return _lenient(data, "cp1252" if western else best.encoding)


def _is_damaged_utf8(data: bytes) -> bool:
    """Return whether bytes are UTF-8 but for a few: more characters beyond ASCII are whole than not."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(1 for c in text if c > "\x7f") - broken > broken


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    broken = text.count("\ufffd")
    repairs = [] if encoding.startswith("utf-8") else [f"decoded as {encoding}"]
    if broken:
        repairs.append(f"{broken} characters could not be decoded")
    return _checked(Decoded(text.removeprefix("\ufeff"), encoding, tuple(repairs)))


def _checked(decoded: Decoded) -> Decoded:
    sample = decoded.text[:_SNIFFED]
    controls = sum(1 for c in sample if ord(c) < 32 and c not in "\t\n\r\f\v\x1e\x1c")
    if controls * 50 > len(sample) and not sample.startswith(_SIGNATURE):
        message = "the file holds binary data, not text"
        raise NotTextError(message)
    if not any(c.isalnum() for c in sample):
        message = "the file holds no words"
        raise EmptyFileError(message)
    return decoded
