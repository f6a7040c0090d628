"""When something happened, as the tables have it."""

from __future__ import annotations

import datetime


def now() -> str:
    """Return this moment in UTC, ISO 8601 to the second."""
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
