"""The user's cache: folders that appear whole or not at all, and go when nothing asks for them."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

_MAKING = "verbatim-making-"
_MARK = "manifest.json"  # a folder without it is none of ours
_UNUSED_DAYS = 30


def folder(name: str, key: str) -> Path:
    """Return where something of a name is kept; the key differs whenever its content would."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(name).name).strip(".-") or "model"
    return _root() / f"{plain}-{key[:16]}"


def put(wanted: Path, make: Callable[[Path], None]) -> None:
    """Make a folder: all of it, or nothing if `make` fails; what is there already is replaced.

    Where two processes make the same folder at once, the first one's is kept.

    Raises:
        OSError: The cache cannot be written to.
    """
    wanted.parent.mkdir(parents=True, exist_ok=True)
    _tidy(wanted.parent)
    with tempfile.TemporaryDirectory(
        prefix=_MAKING, dir=wanted.parent, ignore_cleanup_errors=True
    ) as workplace:
        made = Path(workplace) / "made"
        made.mkdir()
        shutil.rmtree(wanted, ignore_errors=True)
        make(made)
        try:
            made.rename(wanted)
        except OSError:
            if not (wanted / _MARK).is_file():
                raise


def touch(kept: Path) -> None:
    """Note that a folder was asked for."""
    with suppress(OSError):  # somebody else's cache, which may be read all the same
        os.utime(kept)


def _root() -> Path:
    if ours := os.environ.get("VERBATIM_CACHE"):
        return Path(ours).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "verbatim-kb"


def _tidy(root: Path) -> None:
    """Remove folders that nothing has asked for in a long time: other versions', other models'."""
    before = time.time() - _UNUSED_DAYS * 24 * 3600
    for path in root.iterdir():
        ours = path.name.startswith(_MAKING) or (path / _MARK).is_file()
        if ours and path.stat().st_mtime < before:
            shutil.rmtree(path, ignore_errors=True)
