"""Chapters that lie beside a recording as JSON (Podcasting 2.0). Pure.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from ingest.errors import ReadError
from ingest.models import Chapter, Cue, Record
from ingest.timecode import from_seconds, parse

_Json: TypeAlias = dict[str, object]


class TimedChapter(Record):
    """A chapter as a chapters file has it.

    Args:
        listed: Whether it belongs into the table of contents; else it only changes the picture.
    """

    title: str
    start_ms: int
    end_ms: int | None = None
    url: str | None = None
    image: str | None = None
    listed: bool = True


def is_chapters(text: str) -> bool:
    """Return whether a text is a chapters file, and no transcript that has chapters too."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return False
    if not isinstance(found, dict) or "segments" in found or "words" in found:
        return False
    chapters = found.get("chapters")
    return isinstance(chapters, list) and any(
        isinstance(chapter, dict) and "startTime" in chapter for chapter in chapters
    )


def read_chapters(text: str) -> tuple[TimedChapter, ...]:
    """Return the chapters of a file, in the order of their times; those without a time are left out.

    Raises:
        ReadError: It is no chapters file.
    """
    if not is_chapters(text):
        message = "this is no chapters file: there is no list `chapters` with a `startTime`"
        raise ReadError(message)
    found = [_chapter(item) for item in json.loads(text)["chapters"] if isinstance(item, dict)]
    return tuple(sorted((c for c in found if c is not None), key=lambda c: c.start_ms))


def place(chapters: Iterable[TimedChapter], cues: Sequence[Cue]) -> tuple[Chapter, ...]:
    """Return the listed chapters where they begin in a transcript: at the cue nearest in time.

    Of chapters that begin at the same cue the last is kept; without times there are none, and
    what begins over a minute after the last cue belongs to another cut of the recording.
    """
    timed = sorted(
        (cue.start_ms, cue.text[0].start) for cue in cues if cue.text and cue.start_ms is not None
    )
    placed: dict[int, Chapter] = {}
    for chapter in chapters:
        if timed and chapter.listed and chapter.start_ms <= timed[-1][0] + 60_000:
            start = _nearest(timed, chapter.start_ms)
            placed[start] = Chapter(title=chapter.title, start=start, start_ms=chapter.start_ms)
    return tuple(placed[start] for start in sorted(placed))


def _nearest(timed: Sequence[tuple[int, int]], ms: int) -> int:
    after = min(bisect_left(timed, (ms, 0)), len(timed) - 1)
    before = max(0, after - 1)
    return min(timed[before], timed[after], key=lambda at: abs(at[0] - ms))[1]


def _chapter(item: _Json) -> TimedChapter | None:
    start_ms = _ms(item.get("startTime"))
    if start_ms is None:
        return None
    return TimedChapter(
        title=_text(item.get("title")) or "…",
        start_ms=start_ms,
        end_ms=_ms(item.get("endTime")),
        url=_text(item.get("url")),
        image=_text(item.get("img")),
        listed=item.get("toc") is not False,
    )


def _ms(value: object) -> int | None:
    """Return milliseconds of seconds, or of a clock time, which some programs write."""
    if isinstance(value, str):
        clock = parse(value)
        if clock is not None:
            return clock
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return from_seconds(value) if 0 <= value < 10**9 else None


def _text(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
