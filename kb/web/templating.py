"""How values look in our templates: filters, all of which return plain text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from ingest.timecode import clock
from kb.hits import place_url

_SCHEMES = ("https://", "http://")


def _clock(ms: int | None) -> str:
    return "" if ms is None else clock(ms)


def _duration(ms: int | None) -> str:
    """Return how long something lasts, as people say it."""
    if not ms:
        return ""
    hours, minutes = divmod(round(ms / 60_000), 60)
    return f"{hours} h {minutes} min" if hours else f"{max(1, minutes)} min"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,}".replace(",", "\u202f")


def _date(value: str | None) -> str:
    """Return an ISO date as people write it; what is no whole date stays as it is."""
    try:
        day = datetime.date.fromisoformat(value or "")
    except ValueError:
        return value or ""
    return f"{day.day} {day:%B} {day.year}"


def _outside(url: str | None) -> str | None:
    """Return an address that it is safe to link to, else None."""
    return url if url and url.lower().startswith(_SCHEMES) else None


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{_number(count)} {one if count == 1 else many or one + 's'}"


def _at(ms: int | None, media_url: str | None) -> str | None:
    """Return the link to a second of a recording, where there is one."""
    if ms is None or _outside(media_url) is None:
        return None
    return place_url(None, media_url, ms)


def _voice(position: int | None) -> str:
    """Return the class that gives a speaker of a talk their colour."""
    return "voice-none" if position is None else f"voice-{position % 8}"


def _host(url: str) -> str:
    return url.split("://", 1)[-1].split("/", 1)[0].removeprefix("www.")


FILTERS: dict[str, Callable[..., Any]] = {
    "kb_clock": _clock,
    "kb_duration": _duration,
    "kb_number": _number,
    "kb_date": _date,
    "kb_outside": _outside,
    "kb_plural": _plural,
    "kb_at": _at,
    "kb_voice": _voice,
    "kb_host": _host,
}
