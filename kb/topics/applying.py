"""Decisions written into the tables that everything reads, and taken back out of them.

A topic is steered where it is hidden, merged into another, or has another merged into it. What
ingestion found of steered topics lies in `found_talk_topics` and `found_passage_topics`; what is
shown is made from that. All other topics have their rows where ingestion put them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from kb.rows import id_of
from kb.topics.records import Decision, read

_SET_ASIDE = (
    "insert or ignore into found_talk_topics (talk_id, topic_id, score, mentions) "
    "select talk_id, topic_id, score, mentions from talk_topics where {topics} and {talk}",
    "delete from talk_topics where {topics} and {talk}",
    "insert or ignore into found_passage_topics (passage_id, topic_id, mentions) "
    "select passage_id, topic_id, mentions from passage_topics where {topics} and {passage}",
    "delete from passage_topics where {topics} and {passage}",
)
_BRING_BACK = (
    "delete from passage_topics where {topics}",
    "delete from talk_topics where {topics}",
    """insert or ignore into topics (id, key, name)
        select topic_id, key, coalesce(found_name, key) from topic_decisions
        where {topics} and topic_id in (select topic_id from found_talk_topics)""",
    "insert into talk_topics (talk_id, topic_id, score, mentions) "
    "select talk_id, topic_id, score, mentions from found_talk_topics where {topics}",
    "insert into passage_topics (passage_id, topic_id, mentions) "
    "select passage_id, topic_id, mentions from found_passage_topics where {topics}",
    "delete from found_talk_topics where {topics}",
    "delete from found_passage_topics where {topics}",
)
_IN = "topic_id in (select value from json_each(:topics))"
_TALK = "(:talk is null or talk_id = :talk)"
_PASSAGE = "(:talk is null or passage_id in (select id from passages where talk_id = :talk))"

_JOIN_TALKS = f"""
    insert into talk_topics (talk_id, topic_id, score, mentions)
    select talk_id, :target, score, mentions from found_talk_topics
    where topic_id = :source and {_TALK}
    on conflict (talk_id, topic_id) do update set score = max(score, excluded.score)
"""  # noqa: S608 - constants only
_JOIN_PASSAGES = f"""
    insert into passage_topics (passage_id, topic_id, mentions)
    select passage_id, :target, mentions from found_passage_topics
    where topic_id = :source and {_PASSAGE}
    on conflict (passage_id, topic_id) do update set mentions = {{both}}
"""  # noqa: S608 - constants only
# "Argo" is heard in every "Argo CD": of two such counts the higher one is the sum.
_INSIDE, _APART = "max(mentions, excluded.mentions)", "mentions + excluded.mentions"
_COUNT_MENTIONS = f"""
    update talk_topics set mentions = (
        select sum(passage_topics.mentions) from passage_topics
        join passages on passages.id = passage_id
        where passages.talk_id = talk_topics.talk_id
            and passage_topics.topic_id = talk_topics.topic_id)
    where topic_id = :target and {_TALK}
"""  # noqa: S608 - constants only

_REMEMBER_NAMES = """
    update topic_decisions set found_name = topics.name from topics
    where topics.key = topic_decisions.key and topic_decisions.found_name is null
"""
_FOUND_NAMES = """
    update topics set name = found_name from topic_decisions as decided
    where decided.key = topics.key and decided.name is not null and found_name is not null
"""
_NAMES = """
    update topics set name = decided.name from topic_decisions as decided
    where decided.key = topics.key and decided.name is not null and topics.name != decided.name
"""
_PINS = """
    update topics set pinned = not pinned
    where pinned != (key in (select key from topic_decisions where pinned))
"""
_EMPTY = "delete from topics where id not in (select topic_id from talk_topics)"
_COUNTS = """
    update topics set
        talks = (select count(*) from talk_topics where topic_id = topics.id),
        mentions = (select coalesce(sum(mentions), 0) from talk_topics where topic_id = topics.id)
    where id in (select value from json_each(:topics))
"""


@dataclass(frozen=True)
class Plan:
    """What decisions come to, all merges followed to their end.

    Args:
        groups: By the key of a topic the keys of those that are merged into it.
        hidden: The keys of topics that are not shown, nor what is merged into them.
        names: What topics are called that ingestion may never have found.
    """

    groups: Mapping[str, Sequence[str]]
    hidden: frozenset[str]
    names: Mapping[str, str]

    @property
    def steered(self) -> list[int]:
        """The ids of all topics whose rows are not where ingestion put them."""
        keys = {*self.groups, *(key for group in self.groups.values() for key in group)}
        return sorted(id_of("topic", key) for key in keys | self.hidden)


def planned(decided: Iterable[Decision]) -> Plan:
    """Return what decisions come to together."""
    by_key = {decision.key: decision for decision in decided}
    groups: dict[str, list[str]] = defaultdict(list)
    hidden = {key for key, decision in by_key.items() if decision.hidden}
    names: dict[str, str] = {}
    for key, decision in by_key.items():
        if decision.merged_into is None or decision.hidden:
            continue
        end = final(by_key, key)
        if end in hidden:
            hidden.add(key)
        elif end != key:
            groups[end].append(key)
            names[end] = decision.into_name or end
    for key, decision in by_key.items():
        names[key] = decision.name or decision.found_name or names.get(key, key)
    return Plan({key: sorted(group) for key, group in groups.items()}, frozenset(hidden), names)


def final(decided: Mapping[str, Decision], key: str) -> str:
    """Return the key of the topic that one is merged into in the end; its own if it is in none."""
    seen = {key}
    while (decision := decided.get(key)) is not None and decision.merged_into is not None:
        key = decision.merged_into
        if key in seen:  # a circle, which only a damaged file can make, leads nowhere
            return min(seen)
        seen.add(key)
    return key


def apply(db: Database, talk_id: int | None = None) -> None:
    """Bring the tables in step with the decisions; they must be as ingestion left them.

    Args:
        db: The knowledge base, within a transaction.
        talk_id: The talk that was written just now; None for all.
    """
    decided = read(db)
    if not decided:
        return
    plan = planned(decided)
    values: dict[str, object] = {"talk": talk_id, "topics": json.dumps(plan.steered)}
    db.execute(_REMEMBER_NAMES)
    for statement in _SET_ASIDE:
        db.execute(statement.format(topics=_IN, talk=_TALK, passage=_PASSAGE), values)
    for target, sources in plan.groups.items():
        if target not in plan.hidden:
            _join(db, target, sources, plan.names[target], talk_id)
    db.execute(_NAMES)
    db.execute(_PINS)
    if talk_id is None:  # after talks were written, the store does both for all topics
        db.execute(_EMPTY)
        db.execute(_COUNTS, values)


def restore(db: Database) -> None:
    """Bring the tables back to what ingestion found, as if nothing had been decided."""
    values = {"topics": json.dumps(planned(read(db)).steered)}
    db.execute(_FOUND_NAMES)
    for statement in _BRING_BACK:
        db.execute(statement.format(topics=_IN), values)
    db.execute("update topics set pinned = 0 where pinned")
    db.execute(_EMPTY)
    db.execute(_COUNTS, values)


def _join(
    db: Database, target: str, sources: Sequence[str], name: str, talk_id: int | None
) -> None:
    """Give a topic what was found of it and of those that are merged into it."""
    here = id_of("topic", target)
    db.execute(
        "insert or ignore into topics (id, key, name) values (?, ?, ?)", [here, target, name]
    )
    taken: list[str] = []
    # The longer a key, the more it says itself of what is counted for the shorter ones inside it.
    for key in sorted((target, *sources), key=len, reverse=True):
        values = {"target": here, "source": id_of("topic", key), "talk": talk_id}
        inside = any(key in other for other in taken)
        db.execute(_JOIN_TALKS, values)
        db.execute(_JOIN_PASSAGES.format(both=_INSIDE if inside else _APART), values)
        taken.append(key)
    db.execute(_COUNT_MENTIONS, {"target": here, "talk": talk_id})
