"""Queries whose answers are known: how they are read, and which hits answer them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from kb.errors import DatabaseError
from kb.hits import Hit


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
    return [overlaps(query, hit.talk, hit.start_char, hit.end_char) for hit in hits]


def overlaps(query: Query, talk: str, start: int, end: int) -> bool:
    """Return whether `[start, end)` of a talk and an answer share half of the shorter of the two."""
    return any(_overlaps(place, talk, start, end) for place in (query, *query.also))


def answers(query: Query) -> int:
    """Return how many places answer a query."""
    return len(query.spans) + sum(len(place.spans) for place in query.also)


def _overlaps(place: Place, talk: str, start: int, end: int) -> bool:
    if talk != place.talk:
        return False
    for first, last in place.spans:
        shared = min(last, end) - max(first, start)
        if shared > 0 and shared * 2 >= min(last - first, end - start):
            return True
    return False
