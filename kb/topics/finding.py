"""A topic by what people call it: its name, any spelling of it, its id, or a name it had before."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from ingest.topics import canonical
from kb.errors import NotFoundError
from kb.meant import did_you_mean
from kb.topics.applying import final
from kb.topics.records import Decision, read

_TOPIC = """
    select id, key, name from topics
    where lower(name) = lower(:ref) or key in (:ref, :key) or cast(id as text) = :ref
    order by lower(name) = lower(:ref) desc, key = :ref desc, talks desc limit 1
"""


class Subject(NamedTuple):
    """A topic, shown or not."""

    id: int
    key: str
    name: str


def find(db: Database, ref: str) -> Subject:
    """Return the topic that a name, a spelling, a key or an id means.

    Hidden topics and those that are merged into others are found too, as themselves.

    Raises:
        NotFoundError: There is none; the message names some that are written much like it.
    """
    ref = " ".join(ref.split())
    key = canonical(ref)
    for row in db.query(_TOPIC, {"ref": ref, "key": key}):
        return Subject(int(row["id"]), str(row["key"]), str(row["name"]))
    for decision in read(db):
        names = (decision.name, decision.found_name)
        by_name = ref.lower() in (name.lower() for name in names if name)
        if by_name or decision.key in (ref, key) or str(decision.topic_id) == ref:
            return Subject(decision.topic_id, decision.key, decision.label)
    message = f"there is no topic {ref!r}; {_others(db, ref)}"
    raise NotFoundError(message)


def moved_to(db: Database, topic_id: int) -> Subject | None:
    """Return the topic that one is now part of; None where it is its own."""
    decided: dict[str, Decision] = {decision.key: decision for decision in read(db)}
    own = next((decision for decision in decided.values() if decision.topic_id == topic_id), None)
    if own is None or own.merged_into is None:
        return None
    end = final(decided, own.key)
    return None if end == own.key else find(db, end)


def shown(db: Database, ref: str) -> Subject:
    """Return the topic that a name means, as it is shown: what it was merged into, if it was.

    Raises:
        NotFoundError: There is none.
    """
    own = find(db, ref)
    return moved_to(db, own.id) or own


def _others(db: Database, ref: str) -> str:
    names = [str(row[0]) for row in db.execute("select name from topics order by talks desc")]
    return did_you_mean(ref, names, "`kb topics` lists them")
