"""Whose words a turn's are, as a written file says it."""

from __future__ import annotations

import re

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
    """Return for each turn the name that it is written under; None for nobody and for sounds."""
    names = [name_of(speaker) for speaker in talk.speakers]
    return [
        None if turn.speaker is None or is_event(turn) else names[turn.speaker]
        for turn in talk.turns
    ]


def is_event(turn: Turn) -> bool:
    """Return whether a turn is nothing but a sound."""
    return any(
        mark.kind == "event" and mark.start == 0 and mark.end >= len(turn.text)
        for mark in turn.marks
    )


def described(talk: Talk) -> list[tuple[str, str]]:
    """Return what is known about a talk, as pairs of a word and one line."""
    about = talk.metadata
    cast = ", ".join(
        name_of(speaker) if speaker.role == "unknown" else f"{name_of(speaker)} ({speaker.role})"
        for speaker in talk.speakers
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
