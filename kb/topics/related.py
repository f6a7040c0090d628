"""Related topics: those that are said in the same passages far oftener than by chance.

Ranked by the log-likelihood ratio of the two (Dunning 1993, "Accurate methods for the statistics
of surprise and coincidence", aclanthology.org/J93-1003), times the square root of how many talks
say both. Pointwise mutual information and lift put first what is said three times in one talk,
always beside the topic; they tell how strong a tie is, so the lift is given, and not how sure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlite_utils import Database

from ingest.topics.choice import holds
from ingest.topics.keys import word_keys

FLOOR = 3  # passages that say both; in a small knowledge base two are enough
_SMALL = 500  # passages
_LEAST_LIFT = 1.5

_OWN = """
    select name, (select count(*) from passage_topics where topic_id = :id) as passages,
        (select count(*) from passages) as total
    from topics where id = :id
"""
_BESIDE = """
    select topics.id, topics.name, count(*) as together,
        count(distinct passages.talk_id) as talks,
        (select count(*) from passage_topics where topic_id = topics.id) as passages
    from passage_topics own
    join passage_topics other on other.passage_id = own.passage_id and other.topic_id != :id
    join passages on passages.id = own.passage_id
    join topics on topics.id = other.topic_id
    where own.topic_id = :id group by topics.id having count(*) >= :least
"""


class Related(NamedTuple):
    """A topic that comes up with another.

    Args:
        together: In how many passages.
        talks: In how many talks.
        lift: How many times as often as if the two had nothing to do with each other.
    """

    id: int
    name: str
    together: int
    talks: int
    lift: float


def related(db: Database, topic_id: int, most: int = 16) -> tuple[Related, ...]:
    """Return the topics that come up with one, the surest tie first."""
    own = next(db.query(_OWN, {"id": topic_id}), None)
    if own is None:
        return ()
    least = FLOOR if own["total"] > _SMALL else FLOOR - 1
    found: list[tuple[float, Related]] = []
    for row in db.query(_BESIDE, {"id": topic_id, "least": least}):
        counts = (row["together"], own["passages"], row["passages"], own["total"])
        times = lift(*counts)
        if times >= _LEAST_LIFT:
            sure = likelihood(*counts) * math.sqrt(row["talks"])
            tie = Related(row["id"], row["name"], row["together"], row["talks"], round(times, 1))
            found.append((sure, tie))
    ranked = [tie for _, tie in sorted(found, key=lambda pair: (-pair[0], pair[1].name))]
    return tuple(_apart(ranked, str(own["name"]), most))


def lift(together: int, first: int, second: int, total: int) -> float:
    """Return how many times as often as by chance two things come together.

    >>> lift(5, 10, 20, 100)
    2.5
    """
    return together * total / (first * second)


def likelihood(together: int, first: int, second: int, total: int) -> float:
    """Return the log-likelihood ratio (G²) of two things being independent.

    >>> likelihood(1, 10, 10, 100)
    0.0
    """
    cells = [together, first - together, second - together, total - first - second + together]
    rows = (first, first, total - first, total - first)
    columns = (second, total - second, second, total - second)
    expected = [a * b / total for a, b in zip(rows, columns, strict=True)]
    pairs = zip((cells[0], cells[1], cells[2], cells[3]), expected, strict=True)
    return 2 * sum(seen * math.log(seen / by_chance) for seen, by_chance in pairs if seen > 0)


def _apart(ranked: Iterable[Related], name: str, most: int) -> Iterator[Related]:
    """Yield ties that are no part of the topic's own name, nor of one before them.

    "Argo" is heard in every "Argo CD": that it comes up with it says nothing.
    """
    taken = [tuple(word_keys(name))]
    for tie in ranked:
        words = tuple(word_keys(tie.name))
        if any(words == t or holds(t, words) or holds(words, t) for t in taken):
            continue
        taken.append(words)
        yield tie
        if len(taken) > most:
            return
