"""Whose words a turn's are, as a written file says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest.models import Speaker, Talk, Turn

# What stands before words that nobody is named for, where silence would give them to whoever
# spoke before.
UNKNOWN = "Unknown"

_BARE = re.compile(r"[A-Z]|\d{1,3}")


def name_of(speaker: Speaker) -> str:
    """Return the name that a speaker's words are written under.

    A recogniser's bare letter or number is written "Speaker A": alone before a colon it would
    look like a question's "Q:".
    """
    return f"Speaker {speaker.name}" if _BARE.fullmatch(speaker.name) else speaker.name


def labels(talk: Talk) -> list[str | None]:
    """Return for each turn the name that it is written under; None where nobody is named."""
    names = [name_of(speaker) for speaker in talk.speakers]
    return [None if turn.speaker is None else names[turn.speaker] for turn in talk.turns]


def is_sound(turn: Turn) -> bool:
    """Return whether a turn is nothing but a sound that nobody is named for."""
    return turn.speaker is None and any(
        mark.kind == "event" and mark.start == 0 and mark.end >= len(turn.text)
        for mark in turn.marks
    )


def filled(names: Iterable[str | None]) -> Iterator[str | None]:
    """Yield the names, "Unknown" for None behind a name: silence would go on with that one."""
    before: str | None = None
    for name in names:
        before = name or (UNKNOWN if before else None)
        yield before


class Spoken(NamedTuple):
    """A turn that is no mere sound, its number, and the name that it needs in a row of others."""

    label: str | None
    turn: Turn
    number: int


def said(talk: Talk) -> list[Spoken]:
    """Return what is said in a talk, in order, for formats that know no sounds."""
    found = [
        Spoken(label, turn, number)
        for number, (turn, label) in enumerate(zip(talk.turns, labels(talk), strict=True))
        if not is_sound(turn)
    ]
    names = filled(spoken.label for spoken in found)
    return [s._replace(label=name) for s, name in zip(found, names, strict=True)]


def people(talk: Talk) -> list[Speaker]:
    """Return the speakers, but for the one who stands for words that nobody is named for."""
    return [speaker for speaker in talk.speakers if speaker.name != UNKNOWN]


def described(talk: Talk) -> list[tuple[str, str]]:
    """Return what is known about a talk, as pairs of a word and one line."""
    about = talk.metadata
    cast = ", ".join(
        name_of(speaker) if speaker.role == "unknown" else f"{name_of(speaker)} ({speaker.role})"
        for speaker in people(talk)
    )
    pairs = (
        ("Title", about.title),
        ("Show", about.show),
        ("Kind", about.kind),
        ("Date", about.date),
        ("Url", about.url),
        ("Media", about.media_url),
        ("Tags", ", ".join(about.tags)),
        ("Speakers", cast),
    )
    return [(word, " ".join(value.split())) for word, value in pairs if value and value.strip()]
