"""Filters of a search, applied before anything is ranked."""

from __future__ import annotations

import json

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

from ingest.topics import canonical


class Filters(BaseModel):
    """What passages a search may find. Several values of one filter mean any of them.

    Args:
        speaker: Names, or aliases; a part of a name is enough where it is a whole word.
        role: host, guest, interviewer, presenter, author, unknown.
        show: Shows' names.
        kind: podcast, interview, meeting, conversation, talk, post, article, notes.
        topic: Topics' names.
        talk: Talks' ids or paths.
        since: The earliest date, ISO 8601 as precise as you like.
        until: The latest date; "2019" takes in all of 2019.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    speaker: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    talk: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None

    @property
    def empty(self) -> bool:
        """Whether every passage passes."""
        return self == Filters()


_CLAUSES = {
    "speaker": """passages.speaker_id in (
        select speakers.id from speakers left join speaker_aliases on speaker_id = speakers.id
        join json_each(:speaker) wanted on lower(speakers.name) = lower(wanted.value)
            or lower(alias) = lower(wanted.value)
            or ' ' || lower(speakers.name) || ' ' like '% ' || lower(wanted.value) || ' %')""",
    "role": """exists (select 1 from talk_speakers where talk_speakers.talk_id = passages.talk_id
        and talk_speakers.speaker_id = passages.speaker_id
        and role in (select value from json_each(:role)))""",
    "show": "lower(talks.show) in (select lower(value) from json_each(:show))",
    "kind": "talks.kind in (select value from json_each(:kind))",
    "topic": """passages.id in (select passage_id from passage_topics join topics on topics.id = topic_id
        where lower(topics.name) in (select lower(value) from json_each(:topic))
            or topics.key in (select value from json_each(:topic_key)))""",
    "talk": """(talks.path in (select value from json_each(:talk))
        or cast(talks.id as text) in (select cast(value as text) from json_each(:talk)))""",
    "since": "talks.date >= :since",
    # A date that the limit is the beginning of is still within it: 2019-05 is until 2019.
    "until": "substr(talks.date, 1, length(:until)) <= :until",
}


def passage_ids(db: Database, filters: Filters) -> list[int] | None:
    """Return the ids of the passages that pass, ascending; None where all do."""
    if filters.empty:
        return None
    clauses, values = where(filters)
    sql = (
        "select passages.id from passages join talks on talks.id = passages.talk_id where "  # noqa: S608
        + clauses
        + " order by passages.id"
    )
    return [row[0] for row in db.execute(sql, values)]


def where(filters: Filters) -> tuple[str, dict[str, str]]:
    """Return an SQL condition over passages and talks, and its values; "1" where all pass."""
    said = filters.model_dump(mode="json", exclude_defaults=True)
    values = {name: v if isinstance(v, str) else json.dumps(v) for name, v in said.items()}
    if filters.topic:
        values["topic_key"] = json.dumps([canonical(topic) for topic in filters.topic])
    return " and ".join(_CLAUSES[name] for name in said) or "1", values
