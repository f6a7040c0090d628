"""Rows of what a talk and its passages are about: topics, and things with names."""

from __future__ import annotations

from collections import Counter

from ingest.models import Analysis, Entity
from kb.rows.base import Ids, Row, id_of


def topics(analysis: Analysis) -> list[Row]:
    """Return a row a topic."""
    return [{"id": id_of("topic", t.key), "key": t.key, "name": t.name} for t in analysis.topics]


def talk_topics(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return how much the talk is about each topic."""
    return [
        {
            "talk_id": ids.talk,
            "topic_id": id_of("topic", topic.key),
            "score": topic.score,
            "mentions": len(topic.mentions),
        }
        for topic in analysis.topics
    ]


def passage_topics(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return which passages mention which topics, and how often."""
    return [
        {"passage_id": ids.passages[index], "topic_id": id_of("topic", t.key), "mentions": n}
        for t in analysis.topics
        for index, n in Counter(mention.passage for mention in t.mentions).items()
    ]


def entities(analysis: Analysis) -> list[Row]:
    """Return a row a thing with a name."""
    return [{"id": _entity(e), "name": e.name, "label": e.label} for e in analysis.entities]


def passage_entities(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return which passages name which things, and how often."""
    return [
        {"passage_id": ids.passages[index], "entity_id": _entity(e), "mentions": n}
        for e in analysis.entities
        for index, n in Counter(mention.passage for mention in e.mentions).items()
    ]


def _entity(entity: Entity) -> int:
    return id_of("entity", entity.label, entity.name)
