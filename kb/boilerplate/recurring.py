"""Which sentences of a talk recur in others of its show. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.sentences import sentences
from kb.boilerplate.runs import LENGTH, Hashes, hashes, words

FEWEST = 3  # talks that say it
_COPY = 0.6  # of a talk's runs; a talk that shares more with others is told twice
_SURE, _EDGE = 0.75, 0.5  # of a sentence's words that recur: anywhere, and where talks begin or end
_LONG = 10  # words of a sentence; shorter ones recur by chance, but for where talks begin and end
_ALONE, _OFTEN = 16, 5  # words, or talks, that a sentence needs whose neighbours do not recur
_EDGE_TURNS = 4
_SHORT = 8  # words; what is no longer than this and stands between boilerplate is part of it


class Stretch(NamedTuple):
    """`[start, end)` of a turn's clean text recurs in so many talks of the show, this one included."""

    turn: int
    start: int
    end: int
    talks: int


def shared(talks: Mapping[int, Hashes]) -> dict[int, int]:
    """Return the runs that at least three talks of a show have, and how many have each.

    Talks that are told twice count for nothing: all of them would be boilerplate.
    """
    found = _counted(talks)
    copies = {talk for talk, own in talks.items() if _share(own, found) > _COPY}
    if copies:
        found = _counted({talk: own for talk, own in talks.items() if talk not in copies})
    return found


def has_any(own: Hashes, found: Mapping[int, int]) -> bool:
    """Return whether a talk has runs that recur, and is not itself told twice."""
    return 0 < _share(own, found) <= _COPY


def stretches(turns: Sequence[str], found: Mapping[int, int]) -> list[Stretch]:
    """Return what recurs of a talk's turns, as whole sentences."""
    keys = np.fromiter(found, dtype=np.uint32, count=len(found))
    counts = np.fromiter(found.values(), dtype=np.int64, count=len(found))
    order = np.argsort(keys)
    out: list[Stretch] = []
    for number, text in enumerate(turns):
        runs = hashes([text])
        if len(runs) and np.isin(runs, keys).any():
            edge = number < _EDGE_TURNS or number >= len(turns) - _EDGE_TURNS
            out.extend(_of_turn(number, text, _talks(runs, keys[order], counts[order]), edge=edge))
    return out


def _of_turn(number: int, text: str, runs: NDArray[np.int64], *, edge: bool) -> list[Stretch]:
    """Return the stretches of a turn.

    Args:
        number: Which turn.
        text: Its clean text.
        runs: For each of its runs the talks that have it, 0 where it does not recur.
        edge: Whether the talk begins or ends here.
    """
    places = words(text)
    talks = np.zeros(len(places), dtype=np.int64)
    for at in np.flatnonzero(runs).tolist():
        here = slice(at, at + LENGTH)
        talks[here] = np.maximum(talks[here], runs[at])
    starts = np.array([place.start for place in places])
    spans = sentences(text)
    said = [talks[np.searchsorted(starts, a) : np.searchsorted(starts, b)] for a, b in spans]
    recurs = [_recurs(words_of, edge=edge) for words_of in said]
    if not edge:
        recurs = [_weighty(said, recurs, at) for at in range(len(spans))]
    for at in range(1, len(spans) - 1):
        between = recurs[at - 1] and recurs[at + 1] and len(said[at]) <= _SHORT
        recurs[at] = recurs[at] or between
    # Who asks the same in every episode gets another answer: a question is talk, but in a read.
    for at in reversed(range(len(spans))):
        asks = text[slice(*spans[at])].rstrip("\"”’')").endswith("?")
        recurs[at] = recurs[at] and not (asks and not (at + 1 < len(spans) and recurs[at + 1]))
    out: list[Stretch] = []
    for (start, end), words_of, marked in zip(spans, said, recurs, strict=True):
        if not marked:
            continue
        count = int(words_of.max(initial=0))
        if out and not text[out[-1].end : start].strip():
            out[-1] = out[-1]._replace(end=end, talks=max(out[-1].talks, count))
        else:
            out.append(Stretch(number, start, end, count))
    return out


def _recurs(talks: NDArray[np.int64], *, edge: bool) -> bool:
    """Return whether a sentence recurs, by the talks that have each of its words in a run."""
    if not talks.any():
        return False
    share = np.count_nonzero(talks) / len(talks)
    return bool(share >= (_EDGE if edge else _SURE) and (edge or len(talks) >= _LONG))


def _weighty(said: Sequence[NDArray[np.int64]], recurs: Sequence[bool], at: int) -> bool:
    """Return whether a sentence in the midst of a talk recurs, and not by chance."""
    beside = any(recurs[near] for near in (at - 1, at + 1) if 0 <= near < len(recurs))
    long = len(said[at]) >= _ALONE or said[at].max(initial=0) >= _OFTEN
    return recurs[at] and (beside or bool(long))


def _counted(talks: Mapping[int, Hashes]) -> dict[int, int]:
    if len(talks) < FEWEST:
        return {}
    runs, counts = np.unique(
        np.concatenate([np.unique(own) for own in talks.values()]), return_counts=True
    )
    often = counts >= FEWEST
    return dict(zip(runs[often].tolist(), counts[often].tolist(), strict=True))


def _share(own: Hashes, found: Mapping[int, int]) -> float:
    if not len(own) or not found:
        return 0.0
    keys = np.fromiter(found, dtype=np.uint32, count=len(found))
    return float(np.isin(own, keys).mean())


def _talks(runs: Hashes, keys: Hashes, counts: NDArray[np.int64]) -> NDArray[np.int64]:
    places = np.minimum(np.searchsorted(keys, runs), len(keys) - 1)
    return np.where(keys[places] == runs, counts[places], 0)
