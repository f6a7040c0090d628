"""Checking receipts: whether a quote still equals its source, character by character. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ingest import textmap
from ingest.textmap import Edit
from kb.rows import text_hash


def proves(
    source: str, start: int, end: int, edits: Iterable[Edit], text: str, sha256: str
) -> bool:
    """Return whether a receipt holds: its words are the source's after the recorded edits."""
    try:
        rebuilt = textmap.plain(textmap.rebuild(source, start, end, edits))
    except (IndexError, ValueError):
        return False
    return rebuilt == text and text_hash(text) == sha256
