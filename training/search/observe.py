"""What a search says of its hits, and which of them are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from archive import Asked
from sqlite_utils import Database

from kb import search, vectors

DEPTH = 10


class Observed(NamedTuple):
    """A hit: the numbers it was found with, and whether it is the passage that was meant."""

    mode: str
    size: int
    query: str
    talk: str
    absent: bool  # whether the talk that has the answer was left out
    rank: int
    weight: float
    right: bool


def observe(
    db: Database, encoder, asked: Iterable[Asked], modes: Sequence[str]
) -> Iterator[Observed]:
    """Yield the first hits of each query, with the answer's talk in the archive and without."""
    index = vectors.load(db)
    size = db.table("passages").count
    for one in asked:
        for mode in modes:
            hits = search.search(
                db, one.query, index=index, encoder=encoder, mode=mode, limit=DEPTH + 20
            )
            others = [hit for hit in hits if hit.talk != one.talk]
            for absent, found in ((False, hits), (True, others)):
                for rank, hit in enumerate(found[:DEPTH], start=1):
                    yield Observed(
                        mode,
                        size,
                        one.query,
                        one.talk,
                        absent,
                        rank,
                        hit.weight,
                        hit.text == one.passage,
                    )
