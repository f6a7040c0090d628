"""Choice: the best candidates, without those that only repeat a part of a better one."""

from __future__ import annotations

from collections.abc import Mapping

from ingest.topics.candidates import Candidate

_HIDDEN = 0.6  # a phrase that is so often part of a better, longer one adds nothing
_SELDOM = 0.15  # a longer one that is so seldom what its better part is adds nothing


def chosen(
    ranked: Mapping[str, float], found: Mapping[str, Candidate], most: int
) -> list[str]:
    """Return the keys of the best candidates, best first."""
    out: list[str] = []
    for key in sorted(ranked, key=lambda key: (-ranked[key], key)):
        if len(out) == most:
            break
        if not any(repeats(found[key], found[other]) for other in out):
            out.append(key)
    return out


def repeats(candidate: Candidate, better: Candidate) -> bool:
    """Return whether a candidate says no more than a better one that holds it, or is in it."""
    if len(candidate.words) < len(better.words):
        return holds(better.words, candidate.words) and better.count > _HIDDEN * candidate.count
    return holds(candidate.words, better.words) and candidate.count < _SELDOM * better.count


def holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Return whether a row of words holds a shorter one.

    >>> holds(("argo", "cd"), ("argo",)), holds(("a", "b", "c"), ("a", "c"))
    (True, False)
    """
    size = len(part)
    if size == len(words):
        return False
    return any(words[at : at + size] == part for at in range(len(words) - size + 1))
