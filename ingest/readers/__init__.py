"""Readers: one file per format. `read` finds the right one by content."""

from __future__ import annotations

import importlib
import pkgutil

from ingest.errors import UnknownFormatError
from ingest.models import Document
from ingest.readers.base import READERS, SNIFF_CHARS, Reader, reader
from ingest.readers.parts.outline import record
from ingest.readers.parts.tags import root_of

__all__ = ["READERS", "Reader", "choose", "reader"]

# A tie or anything below this is a guess, and a guess about people's words is worse than a question.
_SURE = 0.1

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


def choose(text: str, name: str, *, format: str | None = None) -> Reader:  # noqa: A002 - the option's name
    """Return the reader for a file.

    Args:
        text: The decoded file.
        name: The file's name; readers may look at its ending, but content decides.
        format: A reader's name, to skip the choice.

    Raises:
        UnknownFormatError: No reader recognises it; the message says which were tried.
        UnknownNameError: `format` is no reader's name.
    """
    if format is not None:
        return READERS.get(format)
    head = text[:SNIFF_CHARS]
    scores = sorted(((r.sniff(head, name), r.name) for r in READERS), reverse=True)
    best, chosen = scores[0]
    if best < _SURE:
        raise UnknownFormatError(_no_transcript(head) or _unknown())
    return READERS.get(chosen)


def read(text: str, name: str, *, format: str | None = None) -> Document:  # noqa: A002
    """Return what the chosen reader makes of a decoded file."""
    return choose(text, name, format=format).read(text)


def _unknown() -> str:
    names = ", ".join(READERS.names())
    return f"no reader recognises this file (tried {names}); name one with --format if you know it"


def _no_transcript(head: str) -> str | None:
    """Return what a file is that lies beside transcripts and is none, where that is known."""
    if root_of(head) in ("rss", "feed", "opml"):
        return "this is a feed: it tells of talks and holds none; ingest the folder that it is in"
    chapter = record(head, "chapters")
    if {"startTime", "title"} & chapter.keys() and "body" not in chapter:
        return "this is a list of chapters: it belongs beside its transcript and holds none"
    return None
