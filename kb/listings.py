"""What the command line and the pages list: talks, speakers, topics, quotes. Reads only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from sqlite_utils import Database

from kb.errors import NotFoundError
from kb.joins import with_speaker
from kb.topics import shown as shown_topic

Listed: TypeAlias = dict[str, object]

_TALKS = """
    select talks.id as talk_id, talks.path as talk, talks.title, talks.kind, talks.show, talks.date,
        talks.url, (select json_group_array(json_object('name', speakers.name, 'role', role))
            from (select * from talk_speakers where talk_id = talks.id order by position) people
            join speakers on speakers.id = people.speaker_id) as speakers,
        talks.words, talks.turns, talks.passages
    from talks where {where} order by talks.date is null, talks.date desc, talks.path limit :limit
"""
_SPEAKERS = """
    select speakers.id as speaker_id, speakers.name, group_concat(distinct role) as roles,
        group_concat(distinct attribution) as attributions,
        count(*) as talks, sum(talk_speakers.turns) as turns, sum(talk_speakers.words) as words,
        (select json_group_array(distinct alias) from speaker_aliases
            where speaker_id = speakers.id) as aliases
    from speakers join talk_speakers on speaker_id = speakers.id where {where}
    group by speakers.id order by words desc, speakers.name limit :limit
"""
_TOPICS = """
    select topics.id as topic_id, topics.name as topic, topics.talks, topics.mentions from topics
    where {where}
    order by topics.pinned desc, topics.talks desc, topics.mentions desc, topics.name limit :limit
"""
_TOPICS_OF_TALK = """
    select topics.name as topic, talk_topics.score, talk_topics.mentions
    from talk_topics join topics on topics.id = topic_id
    where talk_id = :talk_id
    order by topics.pinned desc, talk_topics.score desc, topics.name limit :limit
"""
_QUOTES = f"""
    select quotes.id as quote_id, talks.path as talk, talks.title,
        coalesce(quotes.said_by, speakers.name) as speaker,
        case when quotes.said_by is null then talk_speakers.attribution end as attribution,
        quotes.text, quotes.source_text,
        quotes.start_char, quotes.end_char, quotes.start_ms, quotes.score, quotes.reason,
        quotes.sha256
    from quotes join talks on talks.id = quotes.talk_id
    {with_speaker("quotes")}
    where {{where}} order by quotes.score desc, quotes.id limit :limit
"""  # noqa: S608 - constants only
_EVERYTHING = -1


def talk_id(db: Database, ref: str) -> int:
    """Return the id of the talk with this id or path.

    Raises:
        NotFoundError: There is none.
    """
    sql = """
        select id from talks where path = :ref or cast(id as text) = :ref
        union all select talk_id from talk_files where path = :ref
            and kind in ('transcript', 'alternative', 'translation')
        limit 1
    """
    row = db.execute(sql, {"ref": ref}).fetchone()
    if row is None:
        message = f"there is no talk {ref!r}; `kb talks` lists them"
        raise NotFoundError(message)
    return int(row[0])


def talks(
    db: Database,
    *,
    show: str | None = None,
    kind: str | None = None,
    speaker: str | None = None,
    topic: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """Return talks, the newest first.

    Raises:
        NotFoundError: There is no such topic.
    """
    about = shown_topic(db, topic).id if topic else None
    clauses = {
        "talks.id in (select talk_id from talk_topics where topic_id = :topic)": about,
        "lower(talks.show) = lower(:show)": show,
        "talks.kind = :kind": kind,
        """talks.id in (select talk_id from talk_speakers join speakers on speakers.id = speaker_id
            where ' ' || lower(name) || ' ' like '% ' || lower(:speaker) || ' %')""": speaker,
    }
    values = {"show": show, "kind": kind, "speaker": speaker, "topic": about}
    return [
        row | {"speakers": json.loads(str(row["speakers"]))}
        for row in _listed(db, _TALKS, clauses, values, limit)
    ]


def speakers(db: Database, *, talk: str | None = None, limit: int | None = None) -> list[Listed]:
    """Return speakers, those with the most words first."""
    chosen = talk_id(db, talk) if talk else None
    clauses = {"talk_speakers.talk_id = :talk": chosen}
    return [
        row
        | {
            "roles": str(row["roles"]).split(","),
            "attributions": str(row["attributions"]).split(","),
            "aliases": json.loads(str(row["aliases"])),
        }
        for row in _listed(db, _SPEAKERS, clauses, {"talk": chosen}, limit)
    ]


def topics(db: Database, *, talk: str | None = None, limit: int | None = None) -> list[Listed]:
    """Return topics: a talk's by how much it is about them, or all by how many talks share them."""
    if talk is None:
        return _listed(db, _TOPICS, {}, {}, limit)
    return _listed(db, _TOPICS_OF_TALK, {}, {"talk_id": talk_id(db, talk)}, limit)


def quotes(
    db: Database,
    *,
    talk: str | None = None,
    speaker: str | None = None,
    topic: str | None = None,
    limit: int | None = None,
) -> list[Listed]:
    """Return quotes, the best first.

    Raises:
        NotFoundError: There is no such talk or topic.
    """
    chosen = talk_id(db, talk) if talk else None
    about = shown_topic(db, topic).id if topic else None
    clauses = {
        "quotes.talk_id = :talk": chosen,
        """' ' || lower(coalesce(quotes.said_by, speakers.name)) || ' '
            like '% ' || lower(:speaker) || ' %'""": speaker,
        "quotes.passage_id in (select passage_id from passage_topics where topic_id = :topic)": about,
    }
    values = {"talk": chosen, "speaker": speaker, "topic": about}
    return _listed(db, _QUOTES, clauses, values, limit)


def _listed(
    db: Database,
    sql: str,
    clauses: Mapping[str, object],
    values: Mapping[str, object],
    limit: int | None,
) -> list[Listed]:
    """Run a listing with the clauses that have a value."""
    where = " and ".join(clause for clause, value in clauses.items() if value is not None)
    known = {name: value for name, value in values.items() if value is not None}
    known["limit"] = _EVERYTHING if limit is None else limit
    return [dict(row) for row in db.query(sql.format(where=where or "1"), known)]
