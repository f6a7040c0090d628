"""Zip archives, opened with care: nothing that one says of itself is believed.

An archive may claim small sizes and unpack to terabytes, hold itself, or name its files so that
they would land elsewhere. So bytes are counted while they are unpacked, archives in archives go
a few levels deep, and names are taken apart and put together again. Nothing is ever written.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ingest.errors import NotTextError, ReadError

Kind: TypeAlias = Literal["docx", "epub", "office", "zip"]

MOST_FILES = 10_000
LARGEST = 64 * 2**20  # bytes of one file: a thousand hours of speech
MOST_BYTES = 256 * 2**20  # bytes of all files of one archive, and of the archives in it
_DEEPEST = 3  # archives in archives
_CHUNK = 2**16
_UNLIKELY = 400  # times that a file shrinks only where somebody made it so
_UNLIKELY_FROM = 4 * 2**20  # bytes
_ENCRYPTED = 1  # the first of a file's flags
_UTF8 = 0x800  # the flag that says in which encoding its name is
_WORD = re.compile(r"word/document\d*\.xml")
_OFFICE = re.compile(r"(?:ppt|xl|visio)/.+|content\.xml|Index/Document\.iwa")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
# What the zip module raises on damaged archives, besides its own error.
_BROKEN = (
    BadZipFile,
    EOFError,
    NotImplementedError,  # parts on several disks, and the like
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)


class Member(NamedTuple):
    """A file of an archive: its path inside, with forward slashes, and its bytes."""

    path: str
    data: bytes


class Refusal(NamedTuple):
    """A file of an archive that was not unpacked, and why."""

    path: str
    reason: str


@dataclass
class Unpacked:
    """The files of an archive that were wanted, in its order, and those that were refused."""

    members: list[Member] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many bytes all members have."""
        return sum(len(member.data) for member in self.members)


def is_zip(data: bytes) -> bool:
    """Return whether bytes begin as a zip archive does, an empty one too."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def kind_of(data: bytes) -> Kind:
    """Return what a zip archive is: a document, an e-book, another office file, or files.

    Raises:
        NotTextError: It is damaged.
    """
    names = opened(data).namelist()
    if "META-INF/container.xml" in names and "[Content_Types].xml" not in names:
        return "epub"
    if any(_WORD.fullmatch(name) for name in names):
        return "docx"
    return "office" if any(_OFFICE.fullmatch(name) for name in names) else "zip"


def unpack(data: bytes, wanted: Callable[[str], bool]) -> Unpacked:
    """Return the files of an archive, those of archives in it with both paths joined.

    Args:
        data: The archive.
        wanted: Says by its path whether a file is to be unpacked. Archives always are.

    Raises:
        NotTextError: The archive as a whole is damaged.
    """
    out = Unpacked()
    _unpack(data, "", wanted, out, depth=1)
    return out


def opened(data: bytes) -> ZipFile:
    """Return the archive, opened for `part`.

    Raises:
        NotTextError: It is damaged.
    """
    try:
        return ZipFile(io.BytesIO(data))
    except _BROKEN:
        message = "the zip archive is damaged; unpack it yourself, as far as that goes"
        raise NotTextError(message) from None


def part(archive: ZipFile, info: ZipInfo | str, *, most: int = LARGEST) -> bytes:
    """Return the bytes of one file of an archive.

    Raises:
        ReadError: It is encrypted or damaged, or would unpack to more than `most` bytes.
        KeyError: There is no such file.
    """
    info = archive.getinfo(info) if isinstance(info, str) else info
    if info.flag_bits & _ENCRYPTED:
        message = "it is encrypted; unpack it yourself"
        raise ReadError(message)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        message = "it is packed in a way that few programs know; pack it as a plain zip archive"
        raise ReadError(message)
    chunks: list[bytes] = []
    size = 0
    for chunk in _chunks(archive, info):
        size += len(chunk)
        if size > most or (size > _UNLIKELY_FROM and size > _UNLIKELY * info.compress_size):
            message = "it unpacks to more than a transcript can be; unpack it yourself"
            raise ReadError(message)
        chunks.append(chunk)
    return b"".join(chunks)


def _chunks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    except _BROKEN:
        message = "it is damaged; unpack it yourself, as far as that goes"
        raise ReadError(message) from None


def _unpack(
    data: bytes, above: str, wanted: Callable[[str], bool], out: Unpacked, *, depth: int
) -> None:
    archive = opened(data)
    seen: set[str] = set()
    for info in archive.infolist():
        path = _path(info)
        if path is None:
            name = _CONTROLS.sub("_", info.filename)
            out.refused.append(Refusal(f"{above}{name}", "its path leads out of the archive"))
        elif not _is_file(info) or not (_is_archive(path) or wanted(path)):
            continue
        elif path in seen:
            out.refused.append(Refusal(above + path, "a second file of this name"))
        elif len(out.members) >= MOST_FILES:
            message = f"an archive may hold {MOST_FILES:,} files; this and what follows is left out"
            out.refused.append(Refusal(above + path, message))
            return
        else:
            seen.add(path)
            _take(archive, info, above + path, wanted, out, depth=depth)


def _take(
    archive: ZipFile,
    info: ZipInfo,
    path: str,
    wanted: Callable[[str], bool],
    out: Unpacked,
    *,
    depth: int,
) -> None:
    try:
        data = part(archive, info, most=min(LARGEST, MOST_BYTES - out.size))
        if not _is_archive(path) or kind_of(data) != "zip":
            out.members.append(Member(path, data))
        elif depth < _DEEPEST:
            _unpack(data, f"{path}/", wanted, out, depth=depth + 1)
        else:
            out.refused.append(Refusal(path, "an archive in an archive in an archive"))
    except ReadError as error:
        out.refused.append(Refusal(path, error.reason))


def _is_file(info: ZipInfo) -> bool:
    """Return whether it is a plain file: no folder, no link, no device."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    return not info.is_dir() and kind in (0, stat.S_IFREG)


def _is_archive(path: str) -> bool:
    return path.lower().endswith(".zip")


def _path(info: ZipInfo) -> str | None:
    """Return where a file is inside its archive, None where its path leads out of it."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        # Many programs write UTF-8 without saying so; the zip module takes it for code page 437.
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    parts = [p for p in re.split(r"[/\\]", name) if p not in ("", ".")]
    if not parts or ".." in parts or parts[0][1:2] == ":":
        return None
    return _CONTROLS.sub("_", "/".join(parts))
