"""Choice: the best candidates, without those that only repeat a part of a better one."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.topics.candidates import Candidate

_POOL = 2  # how many times as many are looked at as are chosen
_HIDDEN = 0.8  # a phrase that is so often part of a longer one adds nothing to it
_SELDOM = 0.15  # a longer one that is so seldom what its better part is adds nothing


def chosen(ranked: Mapping[str, float], found: Mapping[str, Candidate], most: int) -> list[str]:
    """Return the keys of the best candidates, best first."""
    pool = sorted(ranked, key=lambda key: (-ranked[key], key))[: _POOL * most]
    out: list[str] = []
    for key in pool:
        if len(out) == most:
            break
        candidate = found[key]
        if any(is_part(candidate, found[other]) for other in pool):
            continue
        if not any(adds_little(candidate, found[other]) for other in out):
            out.append(key)
    return out


def is_part(candidate: Candidate, longer: Candidate) -> bool:
    """Return whether a candidate is hardly ever said but as a part of a longer one."""
    often = longer.count > _HIDDEN * candidate.count
    return often and holds(longer.words, candidate.words)


def adds_little(candidate: Candidate, better: Candidate) -> bool:
    """Return whether a candidate is a better one with a word that it seldom has."""
    seldom = candidate.count < _SELDOM * better.count
    return seldom and holds(candidate.words, better.words)


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Return whether a row of words holds a shorter one.

    >>> holds(("argo", "cd"), ("argo",)), holds(("a", "b", "c"), ("a", "c"))
    (True, False)
    """
    size = len(part)
    if size >= len(words):
        return False
    return any(words[at : at + size] == part for at in range(len(words) - size + 1))
