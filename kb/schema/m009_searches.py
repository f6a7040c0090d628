"""Searches that somebody saves, and what somebody says of hits: right or wrong."""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = (
    """
    create table saved_searches (
        id integer primary key,
        name text not null unique,
        query text not null,
        mode text not null,
        filters text not null default '{}',
        created_at text not null,
        seen_at text
    )
    """,
    # No reference to passages: they are written anew with their talk, under the same ids.
    """
    create table saved_search_hits (
        search_id integer not null references saved_searches(id) on delete cascade,
        passage_id integer not null,
        seen_at text not null,
        primary key (search_id, passage_id)
    )
    """,
    # By the words and their place, so that a judgement outlives its passage.
    """
    create table judgements (
        id integer primary key,
        query text not null,
        within integer not null default 0,
        talk text not null,
        start_char integer not null,
        end_char integer not null,
        sha256 text not null,
        verdict text not null check (verdict in ('right', 'wrong')),
        judged_at text not null,
        unique (query, within, talk, sha256)
    )
    """,
)


def m009_searches(db: Database) -> None:
    """Create the tables."""
    for statement in _TABLES:
        db.execute(statement)
