"""Other spellings of a speaker's own name that a transcript has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from ingest.models import Speaker
from ingest.speakers.labels import plain
from ingest.speakers.roles import OPENING_TURNS

_CAPITALISED = re.compile(r"(?=(\b[A-Z][\w-]+(?:\s+[A-Z][\w-]+){1,2}))")
_ALIKE = 80  # of 100: how alike two spellings of one person's name must be


def with_aliases(
    speakers: Sequence[Speaker], spoken: Sequence[tuple[str, str]]
) -> Iterator[Speaker]:
    """Yield the speakers with the spellings of their own name that the transcript has.

    A recogniser writes what it hears: in Michael Berk's own words he is "Michael Burke". Only
    a name that begins alike and sounds much the same counts, and never another speaker's.

    Args:
        speakers: Those of a talk.
        spoken: Who says what, in order.
    """
    taken = {plain(speaker.name) for speaker in speakers}
    everybody = " ".join(text for _, text in spoken[:OPENING_TURNS])
    for speaker in speakers:
        if not speaker.named:
            yield speaker
            continue
        own = " ".join(text for name, text in spoken if name == speaker.name)
        found = {n for n in _CAPITALISED.findall(own) if misspells(n, speaker.name)}
        found |= {n for n in _CAPITALISED.findall(everybody) if completes(n, speaker.name)}
        fresh = sorted(n for n in found if plain(n) not in taken)
        aliases = tuple(dict.fromkeys((*speaker.aliases, *fresh)))
        yield speaker.model_copy(update={"aliases": aliases})


def misspells(name: str, own: str) -> bool:
    """Return whether a name is another spelling of one: alike, and its words begin alike."""
    words, own_words = name.split(), own.split()
    return (
        len(words) == len(own_words) >= 2
        and words != own_words
        and words[0].lower() == own_words[0].lower()
        and words[-1][0] == own_words[-1][0]
        and fuzz.ratio(name.lower(), own.lower()) >= _ALIKE
    )


def completes(name: str, own: str) -> bool:
    """Return whether a name as introduced ("Amir Zi") is a label's full form ("Amir")."""
    words = name.split()
    return len(own.split()) == 1 and len(words) == 2 and words[0] == own and words[1][0].isupper()
