"""What a person types into the box, taken apart. Pure: it never fails, and knows no database.

    "exactly this"   speaker:"Jane Doe"   topic:burnout   show:   talk:   kind:   role:
    after:2023-05    before:2024          -word           -"not this"      -speaker:

What it cannot make sense of it takes as words, and says so.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, TypeAlias

Field: TypeAlias = Literal["speaker", "role", "show", "kind", "topic", "talk"]
Date: TypeAlias = Literal["after", "before"]
Kind: TypeAlias = Literal["word", "phrase"] | Field | Date

FIELDS: tuple[Field, ...] = ("speaker", "role", "show", "kind", "topic", "talk")
DATES: tuple[Date, ...] = ("after", "before")
MOST = 50  # clauses beside plain words; more is no question

_SPACE = re.compile(r"\s+")
_QUOTES = '"“”„«»'
_QUOTED = re.compile(f"[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]")
_FIELD = re.compile(r"([^\W\d_]+):")
_BARE = re.compile(rf"[^\s{_QUOTES}]+")
_SAYS = re.compile(r"[^\W_]")
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?")


class Part(NamedTuple):
    """One thing that was typed.

    Args:
        kind: A plain word, a quoted phrase, or the field that it was typed after.
        value: Without quotes and without the field; dates as ISO 8601, as precise as typed.
        quoted: Whether a field's value stood in quotes.
        negative: Whether a "-" stood before it.
    """

    kind: Kind
    value: str
    quoted: bool = False
    negative: bool = False


class Typed(NamedTuple):
    """All that was typed, and in plain words what of it made no sense."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...]


def parse(text: str) -> Typed:
    """Return what was typed in parts.

    >>> [part.value for part in parse('-speaker:"Jane Doe" after:2023-5 "on call"').parts]
    ['Jane Doe', '2023-05', 'on call']
    >>> parse("genre:jazz").notes
    ('There is no field “genre:”, so it was searched as words; there are speaker:, role:, show:, kind:, topic:, talk:, after: and before:.',)
    """
    notes: list[str] = []
    parts: list[Part] = []
    clauses = 0
    for part in _parts(text, notes):
        clauses += part.kind != "word" or part.negative
        if clauses <= MOST or (part.kind == "word" and not part.negative):
            parts.append(part)
    if clauses > MOST:
        notes.append(f"Only the first {MOST} phrases, fields and exclusions were used.")
    return Typed(tuple(parts), tuple(dict.fromkeys(notes)))


def write(parts: Sequence[Part]) -> str:
    """Return parts as somebody would type them: `parse` undone."""
    return " ".join(_written(part) for part in parts)


def _written(part: Part) -> str:
    sign = "-" if part.negative else ""
    if part.kind == "word":
        return sign + part.value
    field = "" if part.kind == "phrase" else f"{part.kind}:"
    marks = '"' if part.quoted or part.kind == "phrase" else ""
    return f"{sign}{field}{marks}{part.value}{marks}"


def _parts(text: str, notes: list[str]) -> Iterator[Part]:
    at = 0
    while at < len(text):
        space = _SPACE.match(text, at)
        if space:
            at = space.end()
            continue
        negative = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
        part, at = _part(text, at + negative, notes)
        if part is not None:
            yield part._replace(negative=negative)


def _part(text: str, at: int, notes: list[str]) -> tuple[Part | None, int]:
    """Return the part that begins at a character which is no space, and where the next may begin."""
    if text[at] in _QUOTES:
        value, end = _value(text, at, notes)
        return (Part("phrase", value) if value else None), end
    field = _FIELD.match(text, at)
    name = field[1].lower() if field else ""
    if field and name in (*FIELDS, *DATES):
        return _of_field(text, name, field.end(), notes)
    bare = _BARE.match(text, at)
    word, end = (bare[0], bare.end()) if bare else ("", at + 1)
    if field and _is_typed_as_field(text, field.end()):
        known = ", ".join(f"{name}:" for name in (*FIELDS, *DATES[:1]))
        notes.append(
            f"There is no field “{field[1]}:”, so it was searched as words; "
            f"there are {known} and {DATES[-1]}:."
        )
    return (Part("word", word) if _SAYS.search(word) else None), end


def _is_typed_as_field(text: str, end: int) -> bool:
    """Return whether a value follows a colon at once: "a:b" is a field, "a: b" or "http://" is not."""
    return end < len(text) and not text[end].isspace() and not text.startswith("//", end)


def _of_field(text: str, name: str, at: int, notes: list[str]) -> tuple[Part | None, int]:
    space = _SPACE.match(text, at)
    start = space.end() if space else at
    quoted = start < len(text) and text[start] in _QUOTES
    value, end = _value(text, start, notes) if start < len(text) else ("", len(text))
    if not value:
        notes.append(f"“{name}:” needs something after it, so it was left out.")
        return None, max(at, end)
    field = next((known for known in FIELDS if known == name), None)
    if field is not None:
        return Part(field, value, quoted), end
    date = _date(value)
    if date is None:
        notes.append(
            f"“{name}:{value}” was left out: a date is written 2023, 2023-05 or 2023-05-01."
        )
        return None, end
    return Part("after" if name == "after" else "before", date), end


def _value(text: str, at: int, notes: list[str]) -> tuple[str, int]:
    """Return a value in quotes or up to the next space, and where it ends; empty if it says nothing."""
    if text[at] in _QUOTES:
        quoted = _QUOTED.match(text, at)
        if quoted is None:
            notes.append("A quote mark without its partner was left out.")
            return "", at + 1
        value = " ".join(quoted[1].split())
        return (value if _SAYS.search(value) else ""), quoted.end()
    bare = _BARE.match(text, at)
    value = bare[0] if bare else ""
    return (value if _SAYS.search(value) else ""), at + len(value)


def _date(value: str) -> str | None:
    """Return a year, month or day as ISO 8601; None where there is no such.

    >>> _date("2023-5"), _date("2023-02-30"), _date("yesterday")
    ('2023-05', None, None)
    """
    match = _DATE.fullmatch(value)
    if match is None:
        return None
    year, month, day = (int(number) if number else None for number in match.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    if day is not None and not 1 <= day <= calendar.monthrange(year, month or 1)[1]:
        return None
    return "-".join([f"{year:04}", *(f"{number:02}" for number in (month, day) if number)])
