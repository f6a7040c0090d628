"""The first tables, their indexes, and the views for people who write SQL."""

from __future__ import annotations

from sqlite_utils import Database

_TABLES = (
    """
    create table talks (
        id integer primary key,
        path text not null unique,
        title text not null,
        kind text not null,
        show text,
        date text,
        url text,
        media_url text,
        language text,
        description text,
        tags text not null default '[]',
        words integer not null,
        turns integer not null,
        passages integer not null,
        duration_ms integer
    )
    """,
    """
    create table sources (
        talk_id integer primary key references talks(id) on delete cascade,
        root text not null,
        sha256 text not null,
        settings text not null,
        reader text not null,
        encoding text not null,
        size integer not null,
        text text not null,
        repairs text not null default '[]',
        problems text not null default '[]',
        ingested_at text not null
    )
    """,
    """
    create table speakers (
        id integer primary key,
        name text not null,
        named integer not null default 1
    )
    """,
    """
    create table speaker_aliases (
        speaker_id integer not null references speakers(id) on delete cascade,
        talk_id integer not null references talks(id) on delete cascade,
        alias text not null,
        primary key (speaker_id, talk_id, alias)
    )
    """,
    """
    create table talk_speakers (
        talk_id integer not null references talks(id) on delete cascade,
        speaker_id integer not null references speakers(id),
        position integer not null,
        role text not null,
        attribution text not null,
        turns integer not null,
        words integer not null,
        primary key (talk_id, speaker_id)
    )
    """,
    """
    create table chapters (
        id integer primary key,
        talk_id integer not null references talks(id) on delete cascade,
        position integer not null,
        title text not null,
        start_char integer not null,
        start_ms integer,
        origin text not null
    )
    """,
    """
    create table turns (
        id integer primary key,
        talk_id integer not null references talks(id) on delete cascade,
        position integer not null,
        chapter_id integer references chapters(id),
        speaker_id integer references speakers(id),
        text text not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        end_ms integer,
        edits text not null default '[]',
        marks text not null default '[]',
        anchors text not null default '[]'
    )
    """,
    """
    create table passages (
        id integer primary key,
        talk_id integer not null references talks(id) on delete cascade,
        position integer not null,
        chapter_id integer references chapters(id),
        speaker_id integer references speakers(id),
        turn_id integer references turns(id),
        text text not null,
        words integer not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        end_ms integer,
        sha256 text not null
    )
    """,
    """
    create table passage_turns (
        passage_id integer not null references passages(id) on delete cascade,
        position integer not null,
        turn_id integer not null references turns(id) on delete cascade,
        start integer not null,
        end integer not null,
        primary key (passage_id, position)
    )
    """,
    """
    create table topics (
        id integer primary key,
        key text not null unique,
        name text not null,
        talks integer not null default 0,
        mentions integer not null default 0
    )
    """,
    """
    create table talk_topics (
        talk_id integer not null references talks(id) on delete cascade,
        topic_id integer not null references topics(id) on delete cascade,
        score real not null,
        mentions integer not null,
        primary key (talk_id, topic_id)
    )
    """,
    """
    create table passage_topics (
        passage_id integer not null references passages(id) on delete cascade,
        topic_id integer not null references topics(id) on delete cascade,
        mentions integer not null,
        primary key (passage_id, topic_id)
    )
    """,
    """
    create table entities (
        id integer primary key,
        name text not null,
        label text not null,
        unique (name, label)
    )
    """,
    """
    create table passage_entities (
        passage_id integer not null references passages(id) on delete cascade,
        entity_id integer not null references entities(id) on delete cascade,
        mentions integer not null,
        primary key (passage_id, entity_id)
    )
    """,
    """
    create table quotes (
        id integer primary key,
        talk_id integer not null references talks(id) on delete cascade,
        turn_id integer not null references turns(id) on delete cascade,
        passage_id integer references passages(id) on delete set null,
        speaker_id integer references speakers(id),
        said_by text,
        kind text not null,
        text text not null,
        source_text text not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        end_ms integer,
        edits text not null default '[]',
        score real not null,
        reason text not null,
        sha256 text not null
    )
    """,
    """
    create table collections (
        id integer primary key,
        slug text not null unique,
        name text not null,
        description text not null default '',
        created_at text not null
    )
    """,
    # A collected quote is a copy with its whole receipt: it outlives the talk it was taken from.
    """
    create table collection_quotes (
        id integer primary key,
        collection_id integer not null references collections(id) on delete cascade,
        position integer not null,
        quote_id integer,
        talk_id integer,
        talk text not null,
        title text not null,
        show text,
        date text,
        speaker text,
        role text,
        text text not null,
        source_text text not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        end_ms integer,
        url text,
        edits text not null default '[]',
        source_sha256 text not null,
        sha256 text not null,
        note text not null default '',
        tags text not null default '[]',
        added_at text not null,
        unique (collection_id, sha256, talk, start_char)
    )
    """,
    """
    create table embeddings (
        passage_id integer primary key references passages(id) on delete cascade,
        sha256 text not null,
        embedding blob not null
    )
    """,
    "create table _kb_meta (key text primary key, value text not null)",
)

_INDEXES = (
    ("talk_speakers", "speaker_id"),
    ("chapters", "talk_id"),
    ("turns", "talk_id"),
    ("turns", "speaker_id"),
    ("passages", "talk_id"),
    ("passages", "speaker_id"),
    ("passages", "sha256"),
    ("passage_turns", "turn_id"),
    ("talk_topics", "topic_id"),
    ("passage_topics", "topic_id"),
    ("passage_entities", "entity_id"),
    ("quotes", "talk_id"),
    ("quotes", "speaker_id"),
    ("quotes", "turn_id"),
    ("quotes", "passage_id"),
    ("collection_quotes", "collection_id"),
    ("speaker_aliases", "talk_id"),
)

# For people who write SQL: the joins that everybody needs, under names that say what a row is.
_VIEWS = {
    "passage_view": """
        select passages.id, talks.title, talks.show, talks.kind, talks.date,
            speakers.name as speaker, talk_speakers.role, chapters.title as chapter,
            passages.text, passages.words, passages.start_ms, passages.start_char,
            passages.end_char, talks.url, talks.path as talk, passages.talk_id
        from passages
        join talks on talks.id = passages.talk_id
        left join speakers on speakers.id = passages.speaker_id
        left join talk_speakers on talk_speakers.talk_id = passages.talk_id
            and talk_speakers.speaker_id = passages.speaker_id
        left join chapters on chapters.id = passages.chapter_id
    """,
    "quote_view": """
        select quotes.id, quotes.text, coalesce(quotes.said_by, speakers.name) as speaker,
            talks.title, talks.show, talks.date, quotes.start_ms, quotes.score, quotes.reason,
            quotes.kind, quotes.source_text, quotes.start_char, quotes.end_char, quotes.sha256,
            sources.sha256 as source_sha256, talks.url, talks.path as talk, quotes.talk_id
        from quotes
        join talks on talks.id = quotes.talk_id
        join sources on sources.talk_id = quotes.talk_id
        left join speakers on speakers.id = quotes.speaker_id
    """,
    "turn_view": """
        select turns.id, turns.position, speakers.name as speaker, talk_speakers.role,
            turns.text, turns.start_ms, chapters.title as chapter, talks.title,
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
    "topic_view": """
        select topics.id, topics.name, talks.title, talks.show, talks.date,
            talk_topics.score, talk_topics.mentions, talks.path as talk, talk_topics.talk_id
        from talk_topics
        join topics on topics.id = talk_topics.topic_id
        join talks on talks.id = talk_topics.talk_id
    """,
}


def m001_tables(db: Database) -> None:
    """Create every table, its indexes and its views."""
    for statement in _TABLES:
        db.execute(statement)
    for table, column in _INDEXES:
        db.table(table).create_index([column])
    for name, sql in _VIEWS.items():
        db.create_view(name, sql)
