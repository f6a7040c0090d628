"""Facets of a search: the values of each filter, with how many passages choosing one leaves.

A facet counts the passages that pass all other filters, whatever was asked: so no number
promises passages that choosing it does not give.
"""

from __future__ import annotations

from sqlite_utils import Database

from kb import filters as filtering
from kb.filters import Filters
from kb.joins import with_speaker
from kb.web.memory import Memory
from kb.web.queries.base import Row, rows

# What a value of each is, and how it is called.
_FACETS = {
    "speaker": ("speakers.name", "speakers.name"),
    "role": ("talk_speakers.role", "talk_speakers.role"),
    "show": ("talks.show", "talks.show"),
    "kind": ("talks.kind", "talks.kind"),
    "topic": ("topics.name", "topics.name"),
    "year": ("substr(talks.date, 1, 4)", "substr(talks.date, 1, 4)"),
    "talk": ("cast(talks.id as text)", "talks.title"),
}
_FACET = """
    select {value} as value, {label} as label, count(*) as count
    from passages join talks on talks.id = passages.talk_id
    {join}
    where {where} and {value} is not null
    group by 1 order by {first}count desc, 2 limit 12
"""
_SPEAKERS = with_speaker("passages")
_TOPICS = """
    join passage_topics on passage_id = passages.id join topics on topics.id = topic_id
"""
_TITLES = "select title from talks where cast(id as text) = :ref or path = :ref"

NAMES = tuple(_FACETS)


class Facet(Row):
    """A value, how people call it, and how many passages choosing it leaves."""

    value: str
    label: str
    count: int


_COUNTED: Memory[tuple[Facet, ...]] = Memory(500)


def facets(db: Database, chosen: Filters) -> dict[str, tuple[Facet, ...]]:
    """Return the values of every facet, the commonest first."""
    return {name: facet(db, name, chosen) for name in NAMES}


def facet(db: Database, name: str, chosen: Filters) -> tuple[Facet, ...]:
    """Return a facet's values among the passages that pass the other filters."""
    own = {"since": None, "until": None} if name == "year" else {name: ()}
    others = chosen.model_copy(update=own)
    question = f"{name} {others.model_dump_json()}"
    return _COUNTED.get(db, question, lambda: _counted(db, name, others))


def _counted(db: Database, name: str, others: Filters) -> tuple[Facet, ...]:
    where, values = filtering.where(others)
    value, label = _FACETS[name]
    join = {"speaker": _SPEAKERS, "role": _SPEAKERS, "topic": _TOPICS}.get(name, "")
    first = "topics.pinned desc, " if name == "topic" else ""
    sql = _FACET.format(value=value, label=label, join=join, where=where, first=first)
    return rows(db, Facet, sql, values)


def talk_title(db: Database, ref: str) -> str | None:
    """Return the title of the talk with this id or path."""
    row = db.execute(_TITLES, {"ref": ref}).fetchone()
    return None if row is None else str(row[0])
