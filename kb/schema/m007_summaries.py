"""The sentences that carry a talk, and those that stand for its chapters, each with its receipt."""

from __future__ import annotations

from sqlite_utils import Database

_TABLE = """
    create table summary_sentences (
        id integer primary key,
        talk_id integer not null references talks(id) on delete cascade,
        chapter_id integer references chapters(id) on delete cascade,
        position integer not null,
        turn_id integer not null references turns(id) on delete cascade,
        passage_id integer references passages(id) on delete set null,
        speaker_id integer references speakers(id),
        text text not null,
        source_text text not null,
        start_char integer not null,
        end_char integer not null,
        start_ms integer,
        end_ms integer,
        edits text not null default '[]',
        score real not null,
        sha256 text not null
    )
"""
_VIEW = """
    select summary_sentences.id, talks.title, talks.show, talks.date,
        case when chapter_id is null then 'talk' else 'chapter' end as of,
        chapters.title as chapter, summary_sentences.text, speakers.name as speaker,
        summary_sentences.start_ms, summary_sentences.source_text, summary_sentences.start_char,
        summary_sentences.end_char, summary_sentences.sha256, sources.sha256 as source_sha256,
        talks.url, talks.path as talk, summary_sentences.talk_id
    from summary_sentences
    join talks on talks.id = summary_sentences.talk_id
    join sources on sources.talk_id = summary_sentences.talk_id
    left join chapters on chapters.id = summary_sentences.chapter_id
    left join speakers on speakers.id = summary_sentences.speaker_id
"""


def m007_summaries(db: Database) -> None:
    """Create the table of summaries' sentences, and the view of them."""
    db.execute(_TABLE)
    for column in ("talk_id", "chapter_id", "turn_id", "passage_id", "speaker_id"):
        db.table("summary_sentences").create_index([column])
    db.create_view("summary_view", _VIEW)
