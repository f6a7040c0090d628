"""Clues weighed together: who a voice may be, best first. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ingest.models import Person
from ingest.speakers.clues import Clue, Voice
from ingest.speakers.labels import plain
from ingest.speakers.spelling import misspells

_LISTED, _LISTED_ALONE = 0.75, 0.7
_INITIALS = 0.75
_FIRST_NAME = 0.85
_LEAST = 0.38  # of guesses below this, most are wrong
_MOST_CLUES = 6


class Guess(NamedTuple):
    """Somebody whom a voice may be.

    Args:
        voice: Its place among the voices.
        score: How likely, 0 to 1.
        clues: What speaks for it, the best first.
    """

    voice: int
    name: str
    score: float
    clues: tuple[Clue, ...]


def guesses(
    voices: Sequence[Voice],
    clues: Iterable[Clue],
    people: Sequence[Person] = (),
    known: Mapping[str, float] | None = None,
) -> list[Guess]:
    """Return whom the voices without a full name may be, the likeliest first.

    Args:
        voices: All of a talk's.
        clues: What its words tell.
        people: Whom the file, or the feed, names for this talk.
        known: Full names that people of this show have, each with how likely such a person is the
            one of that first name.
    """
    listed = [person for person in people if " " in person.name]
    free = _not_heard(listed, voices)
    found = [*clues, *_by_list(voices, free), *_by_initials(voices, listed)]
    found += _by_first_name(voices, listed, known or {})
    full = _full_names(found, listed, known or {})
    by_pair: dict[tuple[int, str], list[Clue]] = defaultdict(list)
    for clue in found:
        name = full.get(plain(clue.name), clue.name)
        if _fits(name, voices[clue.voice], clue):
            by_pair[clue.voice, name].append(clue)
    return _weighed(by_pair, voices)


def _fits(name: str, voice: Voice, clue: Clue) -> bool:
    """Return whether a name says more than the voice's own, and does not say something else."""
    if not voice.named or clue.kind == "initials":
        return True
    own, words = plain(voice.name), plain(name).split()
    return own == words[0] and len(words) > 1


def _not_heard(people: Iterable[Person], voices: Sequence[Voice]) -> list[Person]:
    """Return the people who are none of the named voices."""
    heard = {plain(voice.name) for voice in voices if voice.named}
    return [p for p in people if not heard & {plain(n) for n in (p.name, *p.aliases)}]


def _by_list(voices: Sequence[Voice], free: Sequence[Person]) -> Iterable[Clue]:
    """Yield voices that only one of the people listed can be: the last one, or the one of a role."""
    unnamed = [number for number, voice in enumerate(voices) if not voice.named]
    if len(unnamed) == len(free) == 1:
        yield Clue(unnamed[0], free[0].name, "listed", _LISTED_ALONE)
    for number in unnamed:
        role = voices[number].role
        same = [person for person in free if person.role == role]
        rivals = [other for other in unnamed if voices[other].role == role]
        if role != "unknown" and len(same) == len(rivals) == 1:
            yield Clue(number, same[0].name, "listed", _LISTED)


def _by_initials(voices: Sequence[Voice], people: Sequence[Person]) -> Iterable[Clue]:
    for number, voice in enumerate(voices):
        letters = voice.name.replace(".", "").replace(" ", "")
        if not (2 <= len(letters) <= 3 and letters.isalpha() and letters.isupper()):
            continue
        fits = [p.name for p in people if initials(p.name) == letters]
        if len(fits) == 1:
            yield Clue(number, fits[0], "initials", _INITIALS)


def initials(name: str) -> str:
    """Return the first letters of a name's words.

    >>> initials("Jerod Santo")
    'JS'
    """
    return "".join(word[0] for word in name.split()).upper()


def _by_first_name(
    voices: Sequence[Voice], people: Sequence[Person], known: Mapping[str, float]
) -> Iterable[Clue]:
    for number, voice in enumerate(voices):
        if not voice.named or " " in voice.name:
            continue
        here = [p.name for p in people if plain(p.name).split()[0] == plain(voice.name)]
        there = [n for n in known if plain(n).split()[0] == plain(voice.name)]
        best = max(there, key=lambda name: known[name], default="")
        if len(here) == 1:
            yield Clue(number, here[0], "first name", _FIRST_NAME)
        elif best and all(name == best or misspells(name, best) for name in there):
            yield Clue(number, best, "first name", known[best])


def _full_names(
    clues: Iterable[Clue], people: Iterable[Person], known: Iterable[str]
) -> dict[str, str]:
    """Return, by what people are called, the one full name that goes with it."""
    clues = list(clues)
    out: dict[str, str] = {}
    for names in (known, [c.name for c in clues if " " in c.name], [p.name for p in people]):
        by_first: dict[str, dict[str, str]] = defaultdict(dict)
        for name in names:
            by_first[plain(name).split()[0]][plain(name)] = name
        for first, fulls in by_first.items():
            if len(fulls) == 1:
                out[first] = next(iter(fulls.values()))
    return out


def _weighed(
    by_pair: Mapping[tuple[int, str], Sequence[Clue]], voices: Sequence[Voice]
) -> list[Guess]:
    """Return the guesses; where two contradict each other, both lose."""
    raw: dict[tuple[int, str], float] = {}
    for pair, found in by_pair.items():
        unlikely = 1.0
        for clue in found:
            unlikely *= 1 - clue.weight
        raw[pair] = 1 - unlikely
    taken = {plain(voice.name) for voice in voices if voice.named}
    out = []
    for (voice, name), score in raw.items():
        others = [s for (v, n), s in raw.items() if (v == voice) != (n == name)]
        rival = max(others, default=0.0)
        fair = score * score / (score + rival) if rival else score
        if plain(name) in taken and not voices[voice].named:
            fair *= 0.5  # that person has a voice of their own here
        if fair >= _LEAST:
            best = sorted(by_pair[voice, name], key=lambda clue: -clue.weight)[:_MOST_CLUES]
            out.append(Guess(voice, name, round(fair, 3), tuple(best)))
    return sorted(out, key=lambda guess: (guess.voice, -guess.score, guess.name))
