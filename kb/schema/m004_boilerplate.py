"""What recurs from talk to talk, and what listeners say into others' turns."""

from __future__ import annotations

from sqlite_utils import Database

_STATEMENTS = (
    """
    create table backchannels (
        turn_id integer not null references turns(id) on delete cascade,
        position integer not null,
        at integer not null,
        speaker_id integer,
        speaker text,
        text text not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        primary key (turn_id, position)
    )
    """,
    """
    create table boilerplate (
        turn_id integer not null references turns(id) on delete cascade,
        start integer not null,
        end integer not null,
        talk_id integer not null references talks(id) on delete cascade,
        talks integer not null,
        why text not null,
        primary key (turn_id, start)
    )
    """,
    """
    create table talk_runs (
        talk_id integer primary key references talks(id) on delete cascade,
        hashes blob not null
    )
    """,
    "alter table passages add column boilerplate integer not null default 0",
    "create index idx_boilerplate_talk_id on boilerplate (talk_id)",
    "create index idx_passages_boilerplate on passages (id) where boilerplate = 1",
)


def m004_boilerplate(db: Database) -> None:
    """Create the tables, and let a passage say that it is boilerplate."""
    for statement in _STATEMENTS:
        db.execute(statement)
