"""Names that look like other spellings of one name. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from rapidfuzz.distance import OSA

from ingest.speakers import plain
from ingest.speakers.guesses import initials

_TITLES = frozenset("dr mr mrs ms prof professor sir jr sr phd md".split())
_SHORT, _LONG = 8, 14  # letters in a name; the longer, the more of them may differ
_SLIP, _SLIPS = 0.7, 0.5
_SAME_WORDS, _PART_OF = 0.8, 0.6
_SHORT_FORM, _LEAST_LETTERS = 0.55, 3
_INITIALS = 0.6
_SAME_SHOW = 0.15
_TOGETHER = 0.3  # of the score that is left where both speak in one talk


class Named(NamedTuple):
    """A person who speaks under a full name, or under initials.

    Args:
        talks: Those in which they speak.
        series: Shows, and folders of shows.
    """

    id: int
    name: str
    words: int
    talks: frozenset[int]
    series: frozenset[str]


class Pair(NamedTuple):
    """Two names that may be one person's; `person` is the one that is said more often."""

    name: Named
    person: Named
    kind: str
    score: float
    why: str


def pairs(people: Iterable[Named]) -> Iterator[Pair]:
    """Yield the pairs of names that look like one person's, each with how likely that is."""
    seen: set[frozenset[int]] = set()
    for group in _alike(people).values():
        for one, other in combinations(group, 2):
            if frozenset((one.id, other.id)) in seen:
                continue
            seen.add(frozenset((one.id, other.id)))
            found = _compared(one.name, other.name)
            if found is not None:
                less, more = sorted((one, other), key=_standing)
                kind, score, why = found
                yield Pair(less, more, kind, _weighed(score, less, more), why)


def _standing(person: Named) -> tuple[int, int, int, str]:
    letters = len(person.name)
    return (letters > 3, len(person.talks), person.words, person.name)


def _alike(people: Iterable[Named]) -> Mapping[str, list[Named]]:
    """Return people by what two spellings of a name have in common: few have to be compared."""
    out: dict[str, list[Named]] = defaultdict(list)
    for person in people:
        words = _words(person.name)
        if len(words) > 1:
            keys = {f"first {words[0]}", f"last {words[-1]}", " ".join(sorted(words))}
            keys.add(f"letters {initials(person.name)}")
        else:
            keys = {f"letters {person.name.replace('.', '').upper()}"}
        for key in keys:
            out[key].append(person)
    return out


def _compared(one: str, other: str) -> tuple[str, float, str] | None:
    first, second = _words(one), _words(other)
    if len(first) == 1 or len(second) == 1:
        return _by_initials(one, other)
    if first == second or sorted(first) == sorted(second):
        return "spelling", _SAME_WORDS, "the same words"
    if first[0] == second[0] and first[-1] == second[-1]:
        return "spelling", _PART_OF, "the same first and last name"
    slips = OSA.distance(" ".join(first), " ".join(second), score_cutoff=2)
    letters = min(len(one), len(other))
    if letters >= _SHORT and slips == 1:
        return "spelling", _SLIP, "one letter differs"
    if letters >= _LONG and slips == 2:
        return "spelling", _SLIPS, "two letters differ"
    if first[-1] == second[-1] and len(first) == len(second) == 2:
        short, long = sorted((first[0], second[0]), key=len)
        if len(short) >= _LEAST_LETTERS and long.startswith(short):
            return "spelling", _SHORT_FORM, "a short form of the first name"
    return None


def _by_initials(one: str, other: str) -> tuple[str, float, str] | None:
    short, full = sorted((one, other), key=len)
    letters = short.replace(".", "")
    if 2 <= len(letters) <= 3 and letters.isupper() and " " in full and initials(full) == letters:
        return "initials", _INITIALS, "these initials"
    return None


def _weighed(score: float, one: Named, other: Named) -> float:
    if one.series & other.series:
        score = min(0.95, score + _SAME_SHOW)
    elif one.name.isupper() and len(one.name) <= 3:  # initials mean somebody within a show only
        return 0.0
    return round(score * _TOGETHER if one.talks & other.talks else score, 3)


def _words(name: str) -> list[str]:
    words = plain(name.replace(",", " ")).split()
    return [word for word in words if word not in _TITLES] or words
