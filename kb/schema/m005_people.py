"""Whom files name, what users decide about who is who, and what ingestion had found of it."""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = (
    """
    create table talk_people (
        talk_id integer not null references talks(id) on delete cascade,
        position integer not null,
        name text not null,
        role text not null,
        primary key (talk_id, position)
    )
    """,
    # By paths and names, not by ids: a decision holds when files are ingested again, and for
    # talks that come later.
    """
    create table speaker_decisions (
        id integer primary key,
        verdict text not null,
        talk text,
        show text,
        name text not null,
        person text not null,
        said text not null default '',
        rests integer not null default 0,
        decided_at text not null
    )
    """,
    """
    create table found_speakers (
        talk_id integer not null references talks(id) on delete cascade,
        speaker_id integer not null,
        name text not null,
        named integer not null,
        position integer not null,
        role text not null,
        attribution text not null,
        turns integer not null,
        words integer not null,
        aliases text not null default '[]',
        primary key (talk_id, speaker_id)
    )
    """,
    """
    create table found_voices (
        talk_id integer not null references talks(id) on delete cascade,
        part text not null,
        id integer not null,
        speaker_id integer not null,
        primary key (part, id)
    )
    """,
    "alter table talk_speakers add column own_role text",
    "alter table collection_quotes add column attribution text",
)

_VIEWS = {
    "passage_view": """
        select passages.id, talks.title, talks.show, talks.kind, talks.date,
            speakers.name as speaker, talk_speakers.role, talk_speakers.attribution,
            chapters.title as chapter, passages.text, passages.words, passages.start_ms,
            passages.start_char, passages.end_char, talks.url, talks.path as talk, passages.talk_id
        from passages
        join talks on talks.id = passages.talk_id
        left join speakers on speakers.id = passages.speaker_id
        left join talk_speakers on talk_speakers.talk_id = passages.talk_id
            and talk_speakers.speaker_id = passages.speaker_id
        left join chapters on chapters.id = passages.chapter_id
    """,
    "quote_view": """
        select quotes.id, quotes.text, coalesce(quotes.said_by, speakers.name) as speaker,
            case when quotes.said_by is null then talk_speakers.attribution end as attribution,
            talks.title, talks.show, talks.date, quotes.start_ms, quotes.score, quotes.reason,
            quotes.kind, quotes.source_text, quotes.start_char, quotes.end_char, quotes.sha256,
            sources.sha256 as source_sha256, talks.url, talks.path as talk, quotes.talk_id
        from quotes
        join talks on talks.id = quotes.talk_id
        join sources on sources.talk_id = quotes.talk_id
        left join speakers on speakers.id = quotes.speaker_id
        left join talk_speakers on talk_speakers.talk_id = quotes.talk_id
            and talk_speakers.speaker_id = quotes.speaker_id
    """,
    "turn_view": """
        select turns.id, turns.position, speakers.name as speaker, talk_speakers.role,
            talk_speakers.attribution, turns.text, turns.start_ms, chapters.title as chapter,
            talks.title,
            substr(sources.text, turns.start_char + 1, turns.end_char - turns.start_char)
                as source_text,
            talks.path as talk, turns.talk_id
        from turns
        join talks on talks.id = turns.talk_id
        join sources on sources.talk_id = turns.talk_id
        left join speakers on speakers.id = turns.speaker_id
        left join talk_speakers on talk_speakers.talk_id = turns.talk_id
            and talk_speakers.speaker_id = turns.speaker_id
        left join chapters on chapters.id = turns.chapter_id
    """,
}


def m005_people(db: Database) -> None:
    """Create the tables, and let the views say how each name is known."""
    for statement in _TABLES:
        db.execute(statement)
    db.table("found_voices").create_index(["talk_id"])
    db.table("talk_people").create_index(["name"])
    for name, sql in _VIEWS.items():
        db.create_view(name, sql, replace=True)
