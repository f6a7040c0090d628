"""How Datasette's own table pages show our columns."""

from __future__ import annotations

from ingest.timecode import clock

_TIMES = frozenset({"start_ms", "end_ms", "duration_ms"})
_LONG = frozenset({"edits", "marks", "anchors"})
_ENOUGH = 80


def shown(value: object, column: str, table: str | None) -> str | None:
    """Return a time with its clock, and long JSON cut short; None where Datasette does it well."""
    if table is None:
        return None
    if column in _TIMES and isinstance(value, int):
        return f"{value} ({clock(value)})"
    if column in _LONG and isinstance(value, str) and len(value) > _ENOUGH:
        return f"{value[:_ENOUGH]} …"
    return None
