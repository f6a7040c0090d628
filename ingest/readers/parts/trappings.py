"""What transcribers' programs write around a talk: headers, footers, who pressed the button.

Like a caption file's notes, these lines are no part of the talk, and give no cues.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?P<month{{0}}>{'|'.join(_MONTHS)})[a-z]*\.?"
_CLOCK = r"(?:[,\s]+(?:at\s)?\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]m)?(?:\s?[A-Z]{2,5})?)?"
# May 2, 2024, 10:03AM · Thu, May 02, 2024 10:00AM • 41:20 · 15 June 2026, 03:35am
_DATE = re.compile(
    rf"""(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s)?
    (?:{_MONTH.format(1)}\s(?P<day1>\d{{1,2}}),?\s(?P<year1>(?:19|20)\d\d)
      |(?P<day2>\d{{1,2}})\s{_MONTH.format(2)}\s(?P<year2>(?:19|20)\d\d))
    {_CLOCK}(?:\s*[•·|]\s*\d{{1,3}}(?::\d{{2}}){{1,2}})?""",
    re.VERBOSE | re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?P<title>\S.{0,150}?)\s?(?:-\d{8}_\d{6}(?:UTC)?)?\s?[-–—]\s?(?:Meeting )?Transcript",
    re.IGNORECASE,
)
# Anywhere in a text, as lines of their own.
_ALWAYS = re.compile(
    r"""transcribed\ by\ https?://otter\.ai
    | this\ (?:editable\ )?transcript\ was\ (?:computer|automatically|machine|ai)[- ]?generated\b.{0,200}
    | this\ transcript\ was\ exported\ on\b.{4,60}
    | this\ file\ was\ (?:generated|created)\ by\ .{2,60}
    | (?:transcription|meeting|recording)\ ended\ after\ \d[\d:]{3,8}\W{0,4}
    | (?:(?:ad|sponsor|commercial)\ )?break\ ?:(?:[*_\\\[\]\s\d:.,–—-]|\bto\b)*
    | [^\W\d_]\S*(?:\ \S+){0,5}\ (?:started|stopped)\ transcription
    | (?:automatically\ |transcript\ |automated\ )?transcri(?:bed|ption)\ (?:with|by|using|from)\ (?:sonix|temi|descript|happy\ ?scribe|trint|rev|
        riverside|zoom|otter|whisper|castmagic|fireflies)\b.{0,80}""",
    re.VERBOSE | re.IGNORECASE,
)
# Only before anybody has said anything.
_BEFORE = re.compile(r"(?:\d{1,2}h )?\d{1,3}m(?: \d{1,2}s)?|={3,}|transcript", re.IGNORECASE)
_LONGEST = 600  # characters
_LISTS = frozenset({"SUMMARY KEYWORDS", "SPEAKERS"})  # as Otter heads them
_MARKS = re.compile(r"^[^\w=]+|[*_# \t]+$")


class Trapping(NamedTuple):
    """What a line of a program says of the talk; `opens`: the line after it is one too."""

    title: str | None = None
    date: str | None = None
    opens: bool = False


def trapping(line: str, *, begun: bool) -> Trapping | None:
    """Return what a program's line says, None for a line that somebody else wrote.

    Args:
        line: A line of a transcript; Markdown's signs around it don't matter.
        begun: Whether somebody has spoken already.

    >>> trapping("Round Up - Transcript", begun=False), trapping("May 2, 2024", begun=False)
    (Trapping(title='Round Up', date=None, opens=False), Trapping(title=None, date='2024-05-02', opens=False))
    """
    if len(line) > _LONGEST:
        return None
    line = _MARKS.sub("", line)
    if _ALWAYS.fullmatch(line):
        return Trapping()
    if begun:
        return None
    if line in _LISTS:
        return Trapping(opens=True)
    date = _DATE.fullmatch(line)
    if date:
        return Trapping(date=_iso(date))
    title = _TITLE.fullmatch(line.replace("\\", ""))
    if title:
        return Trapping(title=title["title"].strip())
    return Trapping() if _BEFORE.fullmatch(line) else None


def _iso(date: re.Match[str]) -> str | None:
    month = (date["month1"] or date["month2"])[:3].lower()
    day, year = int(date["day1"] or date["day2"]), date["year1"] or date["year2"]
    return f"{year}-{_MONTHS.index(month) + 1:02}-{day:02}" if 1 <= day <= 31 else None
