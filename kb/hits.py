"""Hits: what a search gives, where each is, and the passages around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

_HIT_SQL = """
    select passages.id as passage_id, passages.talk_id, talks.path as talk, talks.title, talks.show,
        talks.kind, talks.date, talks.url as talk_url, talks.media_url, passages.speaker_id,
        speakers.name as speaker, talk_speakers.role, talk_speakers.attribution,
        chapters.title as chapter, passages.turn_id,
        passages.position, passages.text, passages.start_char, passages.end_char,
        passages.start_ms, passages.end_ms
    from passages
    join talks on talks.id = passages.talk_id
    left join speakers on speakers.id = passages.speaker_id
    left join talk_speakers on talk_speakers.talk_id = passages.talk_id
        and talk_speakers.speaker_id = passages.speaker_id
    left join chapters on chapters.id = passages.chapter_id
    where passages.id in (select value from json_each(:ids))
"""
_NEIGHBOURS_SQL = """
    select here.id, passages.id, speakers.name, passages.text from passages here
    join passages on passages.talk_id = here.talk_id
        and passages.position in (here.position - 1, here.position + 1)
    left join speakers on speakers.id = passages.speaker_id
    where here.id in (select value from json_each(:ids)) order by here.id, passages.position
"""


class _Found(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Neighbour(_Found):
    """The passage before or after a hit."""

    passage_id: int
    speaker: str | None
    text: str


class Hit(_Found):
    """One search result, with its reasons.

    Args:
        talk: The source's path below the ingested folder.
        text: The passage's clean text.
        best_sentence: The sentence of it that answers best, and where it lies in `text`.
        score: The chance that it is right, 0 to 1: comparable between queries (kb/calibration.py).
        weight: What it was ranked by; comparable within one search only.
        meaning: The cosine similarity of query and passage; None in a search by words.
        covered: How much of the query its words cover, 0 to 1; None where no word matched.
        keyword_rank: Its place in the search by words, from 1; None where no word matched.
        semantic_rank: Its place in the search by meaning, from 1.
        matched: The query's words that it has.
        named: Whom the query names and who is heard in it.
        attribution: How the speaker's name is known: stated, mapped, inferred or unknown.
        start_char: Where it lies in the decoded source.
        start_ms: When it is said, where the source has times.
        url: The talk's page, or its recording at that second.
    """

    passage_id: int
    talk_id: int
    talk: str
    title: str
    show: str | None
    kind: str
    date: str | None
    speaker_id: int | None
    speaker: str | None
    role: str | None
    attribution: str | None
    chapter: str | None
    turn_id: int | None
    position: int
    text: str
    best_sentence: str
    best_start: int
    best_end: int
    score: float
    weight: float
    meaning: float | None
    covered: float | None
    keyword_rank: int | None
    semantic_rank: int | None
    matched: tuple[str, ...]
    named: str | None
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    url: str | None


# What programs get of a hit: `kb search --json` and the search page's JSON alike.
_ROW = (
    "passage_id", "talk", "talk_id", "title", "speaker", "role", "attribution", "text", "best_sentence", "score",
    "keyword_rank", "semantic_rank", "meaning", "covered", "start_char", "end_char", "start_ms", "url",
    "show", "date", "chapter", "end_ms", "matched", "named",
)  # fmt: skip


def as_rows(db: Database, hits: Sequence[Hit]) -> list[dict[str, object]]:
    """Return hits as programs get them, each with the passages around it."""
    around = neighbours(db, [hit.passage_id for hit in hits])
    rows = []
    for hit in hits:
        found = hit.model_dump(mode="json")
        beside = [neighbour.model_dump() for neighbour in around[hit.passage_id]]
        rows.append({key: found[key] for key in _ROW} | {"neighbours": beside})
    return rows


def neighbours(db: Database, passages: Sequence[int]) -> dict[int, list[Neighbour]]:
    """Return for each passage those before and after it, in the order they are said."""
    out: dict[int, list[Neighbour]] = {passage: [] for passage in passages}
    for here, i, speaker, text in db.execute(_NEIGHBOURS_SQL, {"ids": str(list(out))}):
        out[here].append(Neighbour(passage_id=i, speaker=speaker, text=text))
    return out


def looked_up(db: Database, passages: Sequence[int]) -> dict[int, dict[str, object]]:
    """Return for passages what the tables say of them and of their talks, by id."""
    found = db.query(_HIT_SQL, {"ids": str(list(passages))})
    return {cast("int", row["passage_id"]): dict(row) for row in found}


def place_url(talk_url: object, media_url: object, start_ms: int | None) -> str | None:
    """Return the link to a second of a recording, or to the page of the talk.

    >>> place_url(None, "https://youtu.be/x", 61000), place_url("https://a.example", None, None)
    ('https://youtu.be/x?t=61', 'https://a.example')
    """
    if media_url and start_ms is not None:
        url, seconds = str(media_url), start_ms // 1000
        if "youtube.com/" in url or "youtu.be/" in url:
            return f"{url}{'&' if '?' in url else '?'}t={seconds}"
        return f"{url.partition('#')[0]}#t={seconds}"
    found = talk_url or media_url
    return str(found) if found else None
