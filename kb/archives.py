"""Zip archives as folders: a file in one has a path below it, `talks.zip/1999/first.srt`."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ingest.errors import ReadError
from ingest.packed import is_zip, kind_of, unpack

SUFFIX = ".zip"


class _Inside(NamedTuple):
    """What an archive holds, by the paths inside; for what was refused, why."""

    files: dict[str, bytes]
    refused: dict[str, str]


def listing(file: Path, wanted: Callable[[str], bool]) -> list[Path] | None:
    """Return the paths of the files in an archive that are wanted, None where it is no archive.

    A file that cannot be unpacked is among them, so that reading it says why.

    Args:
        file: Any file; one named .zip may be damaged, or a document inside.
        wanted: Says by its path inside whether a file is.

    Raises:
        OSError: It cannot be read.
    """
    if file.suffix.lower() != SUFFIX:
        return None
    inside = _inside(file, wanted)
    return None if inside is None else [file / path for path in (*inside.files, *inside.refused)]


def read(file: Path, wanted: Callable[[str], bool]) -> bytes:
    """Return the bytes of a file, which may lie in an archive.

    Raises:
        OSError: It cannot be read.
    """
    archive = _archive_of(file)
    if archive is None:
        return file.read_bytes()
    inside = _inside(archive, wanted)
    path = file.relative_to(archive).as_posix()
    if inside is None or path not in inside.files:
        reason = "it is no longer in the archive" if inside is None else inside.refused.get(path)
        raise OSError(errno.ENOENT, reason or "it is no longer in the archive", str(file))
    return inside.files[path]


def exists(file: Path) -> bool:
    """Return whether a file is there; of one in an archive, whether the archive is."""
    return file.exists() or _archive_of(file) is not None


def _archive_of(file: Path) -> Path | None:
    """Return the archive that a path leads into, None where it leads into none."""
    return next(
        (p for p in file.parents if p.suffix.lower() == SUFFIX and p.is_file()),
        None,
    )


def _inside(archive: Path, wanted: Callable[[str], bool]) -> _Inside | None:
    said = archive.stat()
    return _unpacked(archive, said.st_mtime_ns, said.st_size, wanted)


@lru_cache(maxsize=1)  # its files are read one after the other
def _unpacked(
    archive: Path, _changed: int, _size: int, wanted: Callable[[str], bool]
) -> _Inside | None:
    data = archive.read_bytes()
    try:
        if not is_zip(data) or kind_of(data) != "zip":
            return None
        found = unpack(data, wanted)
    except ReadError:
        return None
    return _Inside(
        {member.path: member.data for member in found.members},
        {refusal.path: refusal.reason for refusal in found.refused},
    )
