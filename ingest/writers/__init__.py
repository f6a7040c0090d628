"""Writers: one file per format. What a reader made of a file goes out in another form.

What a writer writes, the reader of that format takes for the same talk: the same turns, speakers
and words, and the times as precisely as the format has them.
"""

from __future__ import annotations

import importlib
import pkgutil

from ingest.models import Talk
from ingest.writers.base import WRITERS, Writer, writer

__all__ = ["WRITERS", "Writer", "write", "writer"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


def write(talk: Talk, format: str) -> str:  # noqa: A002 - the option's name
    """Return a talk as a file's text.

    Raises:
        NoTimesError: The format is captions, and the talk has no times.
        UnknownNameError: There is no such format.
    """
    return WRITERS.get(format).write(talk)
