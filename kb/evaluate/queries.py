"""Queries whose answers are known: how they are read, and which hits answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.errors import DatabaseError
from kb.search import Hit


class Place(BaseModel):
    """Places in a talk: `[start, end)` in characters of its decoded source."""

    model_config = ConfigDict(frozen=True)

    talk: str
    spans: tuple[tuple[int, int], ...]


class Query(Place):
    """A query with the places that answer it.

    Args:
        talk: The path of the talk that has the answer.
        spans: `[start, end)` in characters of its decoded source.
        also: Answers in other talks.
        within: Search in that talk only.
    """

    id: str = ""
    query: str
    kind: str = "all"
    also: tuple[Place, ...] = ()
    within: bool = False


def read_queries(path: Path) -> list[Query]:
    """Return the queries of a file of JSON lines.

    Raises:
        DatabaseError: A line is not a query; the message says which.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        message = f"{path} is no text in UTF-8; a line of it should be a JSON object"
        raise DatabaseError(message) from None
    out = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                out.append(Query.model_validate_json(line))
            except ValidationError as error:
                reason = error.errors()[0]
                field = ".".join(map(str, reason["loc"])) or "line"
                message = f"{path}:{number}: no query ({field}: {reason['msg']})"
                raise DatabaseError(message) from None
    return out


def first_right(query: Query, hits: Sequence[Hit]) -> list[bool]:
    """Return for each hit whether it is right: it covers half of a gold span, or half lies in one."""
    return [any(_overlaps(place, hit) for place in (query, *query.also)) for hit in hits]


def answers(query: Query) -> int:
    """Return how many places answer a query."""
    return len(query.spans) + sum(len(place.spans) for place in query.also)


def _overlaps(place: Place, hit: Hit) -> bool:
    """Return whether the hit and a gold span share at least half of the shorter of the two."""
    if hit.talk != place.talk:
        return False
    for start, end in place.spans:
        shared = min(end, hit.end_char) - max(start, hit.start_char)
        if shared > 0 and shared * 2 >= min(end - start, hit.end_char - hit.start_char):
            return True
    return False
