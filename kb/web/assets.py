"""Where Datasette serves our style sheet and script from."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datasette.app import Datasette

_STATIC = Path(__file__).parent / "static"


def url(datasette: Datasette, name: str) -> str:
    """Return the address of a file in static/, which changes when the file does."""
    return f"{datasette.urls.static_plugins(_plugin(), name)}?{_digest(name)}"


@cache
def _plugin() -> str:
    """Return the name that Datasette knows us by: the distribution's, or the module's where it is not installed."""
    from datasette.plugins import get_plugins  # it is what imports us

    for plugin in get_plugins():
        if plugin["static_path"] == str(_STATIC):
            return str(plugin["name"])
    return "verbatim-kb"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:8]
