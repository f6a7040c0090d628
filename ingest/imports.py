"""Importing a library without what it would bring along only because that is installed."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType


def without(name: str, *absent: str) -> ModuleType:
    """Return a module, imported as if some others were not installed.

    What is imported already stays as it is, and afterwards the others can be imported as ever.

    Raises:
        ImportError: It is not installed.
    """
    hidden = [other for other in absent if other not in sys.modules and name not in sys.modules]
    for other in hidden:
        sys.modules[other] = None  # type: ignore[assignment]
    try:
        return importlib.import_module(name)
    finally:
        for other in hidden:
            if sys.modules.get(other, sys) is None:
                del sys.modules[other]
