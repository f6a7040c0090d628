"""Saved searches: a question under a name, and what is new among its hits since somebody looked."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

from kb.asking.ask import Answer
from kb.errors import NotFoundError
from kb.filters import Filters
from kb.hits import Hit
from kb.meant import there_are
from kb.moments import now
from kb.search import Mode

_LIST = "select id, name, query, mode, filters, created_at, seen_at from saved_searches"
_SEEN = "select passage_id from saved_search_hits where search_id = ?"
_LATER = """
    select talk_id from sources where talk_id in (select value from json_each(:talks))
        and ingested_at >= :seen_at
"""

Asker: TypeAlias = Callable[[str, Mode, Filters, int], Answer]


class SavedSearch(BaseModel):
    """A question under a name; `seen_at` is when somebody last looked at its hits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: int
    name: str
    query: str
    mode: Mode
    filters: Filters
    created_at: str
    seen_at: str | None


class Run(NamedTuple):
    """A saved search's hits, and the passages among them that were not there before."""

    search: SavedSearch
    answer: Answer
    new: frozenset[int]


def save(
    db: Database, name: str, query: str, mode: Mode = "hybrid", filters: Filters | None = None
) -> SavedSearch:
    """Save a search; one of the same name is replaced, and all its hits are new again.

    Raises:
        NotFoundError: There is no name, or nothing to search for.
    """
    name, query = " ".join(name.split()), " ".join(query.split())
    chosen = filters or Filters()
    if not name or (not query and chosen.empty):
        message = "a saved search needs a name and a question"
        raise NotFoundError(message)
    row = {
        "name": name,
        "query": query,
        "mode": mode,
        "filters": chosen.model_dump_json(exclude_defaults=True),
        "created_at": now(),
    }
    with db.atomic():
        db.execute("delete from saved_searches where name = ?", [name])
        db.table("saved_searches").insert(row)
    return get(db, name)


def searches(db: Database) -> list[SavedSearch]:
    """Return all saved searches by name."""
    return [_of(row) for row in db.query(f"{_LIST} order by name")]


def get(db: Database, ref: str) -> SavedSearch:
    """Return the saved search with this name or id.

    Raises:
        NotFoundError: There is none; the message lists those that exist.
    """
    sql = f"{_LIST} where name = :ref or cast(id as text) = :ref"
    for row in db.query(sql, {"ref": ref}):
        return _of(row)
    names = [search.name for search in searches(db)]
    there = there_are(names, "save one with: kb searches save NAME QUERY")
    message = f"no search is saved as {ref!r}; {there}"
    raise NotFoundError(message)


def remove(db: Database, ref: str) -> None:
    """Forget a saved search."""
    search = get(db, ref)
    with db.atomic():
        db.execute("delete from saved_searches where id = ?", [search.id])


def run(db: Database, ref: str, ask: Asker, limit: int = 20) -> Run:
    """Ask a saved question, and tell what is new; nothing is written.

    New is a hit that was not among the hits when somebody last looked, in a talk that was read
    since: so what moves up when another talk is removed is not called new.

    Raises:
        NotFoundError: No search is saved under this name.
    """
    search = get(db, ref)
    answer = ask(search.query, search.mode, search.filters, limit)
    return Run(search, answer, _new(db, search, answer.hits))


def saw(db: Database, done: Run) -> None:
    """Write down that somebody has seen the hits of a run."""
    at = now()
    with db.atomic():
        db.execute("update saved_searches set seen_at = ? where id = ?", [at, done.search.id])
        db.table("saved_search_hits").insert_all(
            [
                {"search_id": done.search.id, "passage_id": hit.passage_id, "seen_at": at}
                for hit in done.answer.hits
            ],
            ignore=True,
        )


def _new(db: Database, search: SavedSearch, hits: list[Hit]) -> frozenset[int]:
    if search.seen_at is None:
        return frozenset(hit.passage_id for hit in hits)
    seen = {int(row[0]) for row in db.execute(_SEEN, [search.id])}
    talks = str([hit.talk_id for hit in hits])
    later = {row[0] for row in db.execute(_LATER, {"talks": talks, "seen_at": search.seen_at})}
    return frozenset(
        hit.passage_id for hit in hits if hit.passage_id not in seen and hit.talk_id in later
    )


def _of(row: dict[str, object]) -> SavedSearch:
    filters = Filters.model_validate_json(str(row["filters"]))
    return SavedSearch.model_validate(dict(row) | {"filters": filters})
