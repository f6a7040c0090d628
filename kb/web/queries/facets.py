"""Facets of a search: the values of each filter, with how many passages choosing one leaves.

A facet counts the passages that pass all other filters, whatever was asked: so no number
promises passages that choosing it does not give.
"""

from __future__ import annotations

from sqlite_utils import Database

from kb import filters as filtering
from kb.filters import Filters
from kb.web.memory import Memory
from kb.web.queries.base import rows
from kb.web.queries.talks import Count

_FACETS = {
    "speaker": "speakers.name",
    "role": "talk_speakers.role",
    "kind": "talks.kind",
    "show": "talks.show",
}
_FACET = """
    select {column} as value, count(*) as count
    from passages join talks on talks.id = passages.talk_id
    left join speakers on speakers.id = passages.speaker_id
    left join talk_speakers on talk_speakers.talk_id = passages.talk_id
        and talk_speakers.speaker_id = passages.speaker_id
    where {where} and {column} is not null
    group by 1 order by count desc, 1 limit 12
"""
_TOPICS = """
    select topics.name as value, count(*) as count
    from passages join talks on talks.id = passages.talk_id
    join passage_topics on passage_id = passages.id join topics on topics.id = topic_id
    where {where} group by topics.id order by count desc, 1 limit 12
"""
_TITLES = "select title from talks where cast(id as text) = :ref or path = :ref"

NAMES = ("speaker", "role", "show", "kind", "topic")


_COUNTED: Memory[tuple[Count, ...]] = Memory(500)


def facets(db: Database, chosen: Filters) -> dict[str, tuple[Count, ...]]:
    """Return the values of every facet, the commonest first."""
    return {name: facet(db, name, chosen) for name in NAMES}


def facet(db: Database, name: str, chosen: Filters) -> tuple[Count, ...]:
    """Return a facet's values among the passages that pass the other filters."""
    others = chosen.model_copy(update={name: ()})
    question = f"{name} {others.model_dump_json()}"
    return _COUNTED.get(db, question, lambda: _counted(db, name, others))


def _counted(db: Database, name: str, others: Filters) -> tuple[Count, ...]:
    where, values = filtering.where(others)
    if name == "topic":
        return rows(db, Count, _TOPICS.format(where=where), values)
    return rows(db, Count, _FACET.format(column=_FACETS[name], where=where), values)


def talk_title(db: Database, ref: str) -> str | None:
    """Return the title of the talk with this id or path."""
    row = db.execute(_TITLES, {"ref": ref}).fetchone()
    return None if row is None else str(row[0])
