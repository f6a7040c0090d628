"""What users decide about topics, and what ingestion had found of those that a decision changes."""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = (
    # By key: it is made from the phrase alone, so a decision holds for talks that come later.
    """
    create table topic_decisions (
        key text primary key,
        topic_id integer not null unique,
        found_name text,
        name text,
        merged_into text,
        into_name text,
        hidden integer not null default 0,
        pinned integer not null default 0,
        decided_at text not null
    )
    """,
    """
    create table found_talk_topics (
        talk_id integer not null references talks(id) on delete cascade,
        topic_id integer not null,
        score real not null,
        mentions integer not null,
        primary key (talk_id, topic_id)
    )
    """,
    """
    create table found_passage_topics (
        passage_id integer not null references passages(id) on delete cascade,
        topic_id integer not null,
        mentions integer not null,
        primary key (passage_id, topic_id)
    )
    """,
    "alter table topics add column pinned integer not null default 0",
)


def m006_topic_decisions(db: Database) -> None:
    """Create the table of decisions, and room for what they set aside."""
    for statement in _TABLES:
        db.execute(statement)
    for table in ("found_talk_topics", "found_passage_topics"):
        db.table(table).create_index(["topic_id"])
