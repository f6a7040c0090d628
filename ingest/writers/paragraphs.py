"""From a talk to the paragraphs of a text: who says each, when, and under which heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ingest.models import Talk, Turn
from ingest.sentences import sentences, words
from ingest.writers import voices
from ingest.writers.timeline import pieces

_LONG = 220  # words: a paragraph longer than this is parted ...
_PART = 110  # ... into some of about this length
_RULE = re.compile(r"[-*_=\s]{3,}")


class Paragraph(NamedTuple):
    """A paragraph; `first` where its turn begins, `ms` where the source times its first word."""

    label: str | None
    text: str
    chapter: int | None
    first: bool
    ms: int | None = None
    kept: bool = True  # False: no talk (a picture's caption), as the source's reader knew


def of_talk(talk: Talk) -> list[Paragraph]:
    """Return the paragraphs in order. Sounds are left out: a text has no place for them.

    Behind a name, words that nobody is named for stand under "Unknown": a paragraph without a
    name goes on with the one before it.
    """
    times = _times(talk)
    found = [spoken for spoken in voices.said(talk) if not _RULE.fullmatch(spoken.turn.text)]
    out: list[Paragraph] = []
    for (label, chapter), group in groupby(found, key=lambda s: (s.label, s.turn.chapter)):
        members = [(spoken.turn, spoken.number) for spoken in group]
        first = True
        for text, ms, kept in _parts(members, times):
            out.append(Paragraph(label, text, chapter, first, ms, kept))
            first = False
    return out


def paragraphs(text: str) -> list[str]:
    """Return a turn's paragraphs, each on one line; very long ones are parted between sentences."""
    out: list[str] = []
    for block in re.split(r"\n{2,}", text):
        line = " ".join(block.split())
        out.extend(_parted(line) if words(line) > _LONG else [line] if line else [])
    return out


def _parts(
    members: list[tuple[Turn, int]], times: dict[int, dict[int, int]]
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the paragraphs of neighbouring turns of one speaker; captions run on in one."""
    for timed, group in groupby(members, key=lambda member: bool(member[0].anchors)):
        turns = list(group)
        if timed:
            text, at = _run_on(turns, times)
            yield from ((p, ms, True) for p, ms in _timed(paragraphs(text), at))
        else:
            for turn, _ in turns:
                yield from ((p, None, not turn.marks) for p in paragraphs(turn.text))


def _run_on(
    turns: list[tuple[Turn, int]], times: dict[int, dict[int, int]]
) -> tuple[str, dict[int, int]]:
    """Return the turns' text, and the times of its words, counted."""
    at: dict[int, int] = {}
    count = 0
    for turn, index in turns:
        at |= {count + word: ms for word, ms in times.get(index, {}).items()}
        count += words(turn.text)
    return " ".join(turn.text for turn, _ in turns), at


def _timed(found: list[str], at: dict[int, int]) -> Iterator[tuple[str, int | None]]:
    count = 0
    for text in found:
        yield text, at.get(count)
        count += words(text)


def _times(talk: Talk) -> dict[int, dict[int, int]]:
    """Return for each turn {number of a word: when it is said}, as far as the source says it."""
    out: dict[int, dict[int, int]] = {}
    counts: dict[int, int] = {}
    for piece in pieces(talk):
        count = counts.get(piece.turn, 0)
        if piece.ms is not None:
            out.setdefault(piece.turn, {})[count] = piece.ms
        counts[piece.turn] = count + words(piece.text)
    return out


def _parted(line: str) -> list[str]:
    out: list[str] = []
    start = 0
    for _, end in sentences(line):
        if words(line[start:end]) >= _PART:
            out.append(line[start:end].strip())
            start = end
    rest = line[start:].strip()
    if out and rest and words(rest) < _PART // 2:
        out[-1] = f"{out[-1]} {rest}"
    elif rest:
        out.append(rest)
    return out
