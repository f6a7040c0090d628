"""The folder beside a database for what makes search fast: whoever deletes it loses nothing.

Everything in it is made from the tables, and named after the state of the tables that it was made
from: what is of another state is not looked at, so no version of it can be wrong, only missing.
It appears whole or not at all, and any number of processes may read it and make it at once.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

_FORMAT = 1  # counted up when what was made before would not be made like that now
_MANIFEST = "manifest.json"
_MAKING = "making-"
_STALE = 3600  # seconds after which something half made is taken for left behind
_BLOCK, _BLOCKS = 4096, 64  # of each file so many blocks are looked at to see that it is whole


def path_of(db: Database) -> Path | None:
    """Return a database's file, None for one in memory."""
    path = str(db.execute("pragma database_list").fetchone()[2])
    return Path(path) if path else None


def folder_of(db: Database) -> Path | None:
    """Return the folder beside a database, there or not."""
    path = path_of(db)
    return path.with_name(f"{path.name}.index") if path else None


def place(db: Database, kind: str, state: str) -> Path | None:
    """Return where something is kept that was made from a state of the database, there or not."""
    folder = folder_of(db)
    return folder / f"{kind}-{_FORMAT}-{state}" if folder else None


def earlier(wanted: Path) -> Iterator[Path]:
    """Yield what was made of the same kind for other states, the newest first."""
    made = wanted.name.split("-")[:2]
    yield from (path for path in _others(wanted) if path.name.split("-")[:2] == made)


def whole(made: Path) -> bool:
    """Return whether something is there and as it was made, as far as a quick look can tell."""
    try:
        manifest = json.loads((made / _MANIFEST).read_text("utf-8"))
        return bool(manifest == _manifest(made))
    except (OSError, ValueError):
        return False


def put(wanted: Path, make: Callable[[Path], None]) -> None:
    """Make something: all of it, or nothing if `make` fails; then drop what it takes the place of.

    Where two processes make the same at once, the first one's is kept.

    Raises:
        OSError: The folder cannot be written to.
    """
    wanted.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix=_MAKING, dir=wanted.parent, ignore_cleanup_errors=True
    ) as workplace:
        made = Path(workplace) / "made"
        made.mkdir()
        make(made)
        _settle(made)
        if not whole(wanted):
            shutil.rmtree(wanted, ignore_errors=True)
        try:
            made.rename(wanted)
        except OSError:
            if not whole(wanted):
                raise
    _tidy(wanted)


def _settle(made: Path) -> None:
    """Write down what files there are, once they are on the disk."""
    for path in made.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    (made / _MANIFEST).write_text(json.dumps(_manifest(made)), "utf-8")


def _manifest(made: Path) -> dict[str, list[int]]:
    """Return of each file its size and a checksum of some of it."""
    return {path.name: _seen(path) for path in sorted(made.iterdir()) if path.name != _MANIFEST}


def _seen(path: Path) -> list[int]:
    size, checksum = path.stat().st_size, 0
    with path.open("rb") as file:
        for number in range(_BLOCKS):
            file.seek(max(0, size - _BLOCK) * number // (_BLOCKS - 1))
            checksum = zlib.crc32(file.read(_BLOCK), checksum)
            if size <= _BLOCK:
                break
    return [size, checksum]


def _tidy(wanted: Path) -> None:
    for path in _others(wanted):
        shutil.rmtree(path, ignore_errors=True)
    for path in _entries(wanted.parent):
        if path.name.startswith(_MAKING) and _made_at(path) < time.time() - _STALE:
            shutil.rmtree(path, ignore_errors=True)


def _others(wanted: Path) -> list[Path]:
    """Return what is of the same kind, of other states and other formats, the newest first."""
    kind = wanted.name.partition("-")[0]
    found = [path for path in _entries(wanted.parent) if path.name.partition("-")[0] == kind]
    return sorted((path for path in found if path != wanted), key=_made_at, reverse=True)


def _entries(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []


def _made_at(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # removed since
        return 0.0
