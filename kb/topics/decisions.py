"""Deciding about topics: rename, merge, hide, pin, and undo. Each is one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, get_args

from sqlite_utils import Database

from ingest.topics import canonical
from kb import decided as deciding
from kb.errors import DecisionError
from kb.moments import now
from kb.topics.applying import apply, final, restore
from kb.topics.finding import Subject, find
from kb.topics.records import Decision, read

What = Literal["name", "merge", "hidden", "pinned"]

PARTS: tuple[What, ...] = get_args(What)

_NOTHING: dict[What, dict[str, object]] = {
    "name": {"name": None},
    "merge": {"merged_into": None, "into_name": None},
    "hidden": {"hidden": False},
    "pinned": {"pinned": False},
}
_VERSION = "topic_decisions"


def decisions(db: Database) -> list[Decision]:
    """Return all that was decided, by the topics' keys."""
    return read(db)


def rename(db: Database, ref: str, name: str) -> Decision:
    """Call a topic by another name, in every talk.

    Raises:
        NotFoundError: There is no such topic.
        DecisionError: The name is empty, or another topic has it: the two are to be merged.
    """
    name = " ".join(name.split())
    if not canonical(name):
        message = "a topic needs a name with letters or digits in it"
        raise DecisionError(message)
    topic = find(db, ref)
    sql = "select name from topics where id != ? and (lower(name) = lower(?) or key = ?)"
    for (other,) in db.execute(sql, [topic.id, name, canonical(name)]):
        message = (
            f"there is a topic {other!r} already; "
            f"to make one of the two, merge {topic.name!r} into it instead"
        )
        raise DecisionError(message)
    with _changing(db) as known:
        return _decide(db, known, topic, name=name)


def merge(db: Database, refs: Iterable[str], into: str) -> list[Decision]:
    """Make topics part of another one: everything said about them is said about it.

    Raises:
        NotFoundError: There is no such topic.
        DecisionError: A topic would become part of itself.
    """
    target = find(db, into)
    by_key = {decision.key: decision for decision in read(db)}
    topics = [find(db, ref) for ref in refs]
    for topic in topics:
        if final(by_key, target.key) == topic.key:
            message = f"{topic.name!r} cannot become a part of {target.name!r}, which it is itself"
            raise DecisionError(message)
    with _changing(db) as known:
        return [
            _decide(db, known, topic, merged_into=target.key, into_name=target.name)
            for topic in topics
        ]


def hide(db: Database, refs: Iterable[str]) -> list[Decision]:
    """Show topics nowhere, whatever talks come later."""
    topics = [find(db, ref) for ref in refs]
    with _changing(db) as known:
        return [_decide(db, known, topic, hidden=True) for topic in topics]


def pin(db: Database, refs: Iterable[str]) -> list[Decision]:
    """Let topics stand first in every list."""
    topics = [find(db, ref) for ref in refs]
    with _changing(db) as known:
        return [_decide(db, known, topic, pinned=True) for topic in topics]


def undo(db: Database, refs: Iterable[str], what: What | None = None) -> list[Subject]:
    """Take back what was decided about topics: one thing, or all of it.

    Raises:
        NotFoundError: There is no such topic.
        DecisionError: Nothing was decided about it.
    """
    topics = [find(db, ref) for ref in refs]
    decided = {decision.key for decision in read(db)}
    for topic in topics:
        if topic.key not in decided:
            message = f"nothing was decided about {topic.name!r}; see `kb topics decisions`"
            raise DecisionError(message)
    nothing = (
        _NOTHING[what] if what else {k: v for each in _NOTHING.values() for k, v in each.items()}
    )
    with _changing(db) as known:
        for topic in topics:
            _decide(db, known, topic, **nothing)
    return topics


def adopt(db: Database, wanted: Sequence[Decision], *, replace: bool = False) -> None:
    """Take up decisions from elsewhere, each in place of what was decided about its topic.

    Args:
        db: The knowledge base.
        wanted: The decisions; their topics need not be there.
        replace: Whether to take back all others.
    """
    with _changing(db) as known:
        if replace:
            db.execute("delete from topic_decisions")
        for decision in wanted:
            before = known.get(decision.key)
            found = before.found_name if before else None
            _write(db, decision.model_copy(update={"found_name": found or decision.found_name}))


def version(db: Database) -> int:
    """Return a number that grows with every change of decisions: what is cached goes by it."""
    return deciding.version(db, _VERSION)


@contextmanager
def _changing(db: Database) -> Iterator[dict[str, Decision]]:
    """Undo what decisions did to the tables, let them be changed, and do it again."""
    with db.atomic():
        restore(db)
        yield {decision.key: decision for decision in read(db)}
        apply(db)
        deciding.changed(db, _VERSION)


def _decide(
    db: Database, known: dict[str, Decision], topic: Subject, **changes: object
) -> Decision:
    row = db.execute("select name from topics where key = ?", [topic.key]).fetchone()
    before = known.get(topic.key) or Decision(key=topic.key, topic_id=topic.id, decided_at=now())
    update = {"found_name": row[0] if row else before.found_name, "decided_at": now(), **changes}
    decision = before.model_copy(update=update)
    _write(db, decision)
    return decision


def _write(db: Database, decision: Decision) -> None:
    if not decision.decides:
        db.execute("delete from topic_decisions where key = ?", [decision.key])
        return
    db.table("topic_decisions").upsert(decision.model_dump(), pk="key")
