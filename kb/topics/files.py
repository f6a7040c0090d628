"""Decisions as a small YAML file: to be kept in git, and taken up by another knowledge base.

    topics:
    - topic: Zero knowledge proofs
      name: Zero-knowledge proofs
    - topic: K8s
      merge: Kubernetes
    - topic: lot
      hide: true

`topic` is any spelling of the topic. Where that isn't enough (a topic that is known by its acronym,
say), `key` holds the canonical form; of `merge` that is `merge_key`.
"""

from __future__ import annotations

from collections.abc import Iterable

from ingest.topics import canonical
from kb.decided import checked, loaded, written, wrong
from kb.moments import now
from kb.rows import id_of
from kb.topics.records import Decision

_HEAD = "# What was decided about topics; take it up with: kb topics import FILE\n"
_TEXTS = ("topic", "key", "name", "merge", "merge_key")
_FLAGS = ("hide", "pin")


def dump(decided: Iterable[Decision]) -> str:
    """Return a file's text: one entry a topic, by key, so that changes read well in git."""
    return written("topics", [_row(decision) for decision in decided], _HEAD)


def load(text: str) -> list[Decision]:
    """Return the decisions of such a file.

    Raises:
        DecisionError: It is none; the message begins with the line.
    """
    return loaded(text, "topics", made=_decision, subject=_subject)


def _subject(decision: Decision) -> tuple[str, str]:
    return decision.key, decision.label


def _row(decision: Decision) -> dict[str, object]:
    called = decision.found_name or decision.key
    row: dict[str, object] = {"topic": called}
    if canonical(called) != decision.key:
        row["key"] = decision.key
    if decision.name:
        row["name"] = decision.name
    if decision.merged_into:
        into = decision.into_name or decision.merged_into
        row["merge"] = into
        if canonical(into) != decision.merged_into:
            row["merge_key"] = decision.merged_into
    row |= {"hide": True} if decision.hidden else {}
    return row | ({"pin": True} if decision.pinned else {})


def _decision(row: object, line: int) -> Decision:
    said = checked(row, line, _TEXTS, _FLAGS)
    topic = said.get("topic")
    key = said.get("key") or canonical(topic or "")
    if not key:
        raise wrong(line, "an entry names no `topic`")
    merge = said.get("merge")
    decision = Decision(
        key=key,
        topic_id=id_of("topic", key),
        found_name=topic,
        name=said.get("name"),
        merged_into=said.get("merge_key") or (canonical(merge) if merge else None),
        into_name=merge,
        hidden=said.get("hide", False),
        pinned=said.get("pin", False),
        decided_at=now(),
    )
    if not decision.decides:
        raise wrong(line, f"nothing is decided about {decision.label!r}: name, merge, hide or pin")
    if decision.merged_into == key:
        raise wrong(line, f"{decision.label!r} cannot become a part of itself")
    return decision
