"""Some formats can be misread: the way of writing is chosen that reads back as the same talk."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ingest import readers, textmap
from ingest.errors import VerbatimError
from ingest.models import Document

Said = list[tuple[str | None, list[str]]]


def said(parts: Iterable[tuple[str | None, str]]) -> Said:
    """Return who says which words, neighbours of one name joined; what has no words is left out."""
    out: Said = []
    for label, text in parts:
        found = [word for word in text.split() if any(c.isalnum() for c in word)]
        if out and out[-1][0] == label:
            out[-1][1].extend(found)
        elif found:
            out.append((label, found))
    return out


def first(ways: Iterable[Callable[[], str]], meant: Said, name: str, *, named: bool = True) -> str:
    """Return what the first way writes that reads back as meant; if none does, the first.

    Args:
        ways: In the order of preference.
        meant: Who says what.
        name: A file's name in this format.
        named: Whether names count; else only the words do.
    """
    written: list[str] = []
    for way in ways:
        written.append(way())
        back = _read(written[-1], name)
        if _same(back, meant, named=named):
            return written[-1]
    return written[0]


def _read(text: str, name: str) -> Said:
    try:
        document: Document = readers.read(text, name)
    except VerbatimError:
        return []
    return said(
        (cue.speaker, textmap.plain(cue.text))
        for cue in document.cues
        if cue.kind in ("speech", "question") or cue.speaker is not None
    )


def _same(back: Said, meant: Said, *, named: bool) -> bool:
    if named:
        return back == meant
    return [word for _, found in back for word in found] == [w for _, found in meant for w in found]
