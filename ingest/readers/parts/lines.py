"""Lines of a source with their places in it, and notes of what was wrong in which line."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from ingest.models import Problem

_BREAK = re.compile(r"\r\n|\r|\n")


class Line(NamedTuple):
    """A line `[start, end)` of the source, without its break; `number` counts from 1."""

    text: str
    start: int
    end: int
    number: int

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()


def lines(source: str) -> Iterator[Line]:
    r"""Yield the lines; only `\n`, `\r\n` and `\r` end one, as in WebVTT.

    >>> [line.text for line in lines("a\r\nb\rc")]
    ['a', 'b', 'c']
    """
    start = 0
    number = 1
    for match in _BREAK.finditer(source):
        yield Line(source[start : match.start()], start, match.start(), number)
        start = match.end()
        number += 1
    yield Line(source[start:], start, len(source), number)


def written_lines(source: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines from a character on, as `str.splitlines` cuts them; `number` counts from there."""
    for number, line in enumerate(source[start:].splitlines(keepends=True), start=1):
        text = line.rstrip("\r\n")
        yield Line(text, start, start + len(text), number)
        start += len(line)


class LineNumbers:
    """Says in which line a character is; made once per source."""

    def __init__(self, source: str) -> None:
        self._starts = [match.end() for match in _BREAK.finditer(source)]

    def at(self, position: int) -> int:
        """Return the line, from 1, of the character at `position`."""
        return bisect_right(self._starts, position) + 1


class Troubles:
    """Collects what was wrong while a file is read: one problem per message, with a count."""

    def __init__(self) -> None:
        self._found: dict[str, list[int | None]] = {}

    def add(self, message: str, line: int | None = None) -> None:
        """Note that something was wrong (again)."""
        self._found.setdefault(message, []).append(line)

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem per message, at the first line where it was met, in that order."""
        found = [
            Problem(message=m if len(at) == 1 else f"{m} ({len(at)} times)", line=at[0])
            for m, at in self._found.items()
        ]
        return tuple(sorted(found, key=lambda problem: problem.line or 0))
