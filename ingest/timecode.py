"""Times are integer milliseconds everywhere; only this module knows how people write them."""

from __future__ import annotations

import re

# 1:02, 01:02:03, 00:01:02.500, 00:01:02,500; Teams writes one-digit fields (0:0:5.320).
CLOCK = r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,3}):(?P<s>\d{1,2})(?:[.,](?P<f>\d{1,6}))?"
_CLOCK = re.compile(CLOCK)


def parse(text: str) -> int | None:
    """Return the milliseconds that a clock time says, or None where it is no clock time.

    >>> parse("1:02:03.5"), parse("04:05"), parse("00:00:07,250"), parse("soon")
    (3723500, 245000, 7250, None)
    """
    match = _CLOCK.fullmatch(text.strip())
    if match is None:
        return None
    hours, minutes, seconds = (int(match[k] or 0) for k in ("h", "m", "s"))
    if seconds >= 60 or (match["h"] is not None and minutes >= 60):
        return None
    fraction = int((match["f"] or "0").ljust(3, "0")[:3])
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction


def from_seconds(seconds: float) -> int:
    """Return whole milliseconds.

    >>> from_seconds(1.2345)
    1234
    """
    return round(seconds * 1000)


def clock(ms: int) -> str:
    """Return a time as people read it, to the second.

    >>> clock(245999), clock(3723000)
    ('4:05', '1:02:03')
    """
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def stamp(ms: int, *, comma: bool = False) -> str:
    """Return a caption file's timestamp: WebVTT's, or SubRip's with a comma.

    >>> stamp(3723500), stamp(500, comma=True)
    ('01:02:03.500', '00:00:00,500')
    """
    seconds, fraction = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{',' if comma else '.'}{fraction:03}"
