"""Search: by words, by meaning, or by both; each hit says why it was found and where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

from ingest.embedding import Encoder, Vectors
from ingest.sentences import sentences
from kb import filters as filtering
from kb import lexical, mixing, store
from kb.errors import ModelMismatchError, NotFoundError
from kb.filters import Filters
from kb.vectors import Index

Mode = Literal["hybrid", "keyword", "semantic"]
MODES: tuple[Mode, ...] = ("hybrid", "keyword", "semantic")

_CANDIDATES = 200  # by words; by meaning every passage is scored

_HIT_SQL = """
    select passages.id as passage_id, passages.talk_id, talks.path as talk, talks.title, talks.show,
        talks.kind, talks.date, talks.url as talk_url, talks.media_url, passages.speaker_id,
        speakers.name as speaker, talk_speakers.role, chapters.title as chapter, passages.turn_id,
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
    select passages.id, speakers.name, passages.text from passages
    left join speakers on speakers.id = passages.speaker_id
    where talk_id = :talk and position in (:before, :after) order by position
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
        score: What it was ranked by: 0 to 1 within one search.
        keyword_rank: Its place in the search by words, from 1; None where no word matched.
        semantic_rank: Its place in the search by meaning, from 1.
        matched: The query's words that it has.
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
    chapter: str | None
    turn_id: int | None
    position: int
    text: str
    best_sentence: str
    best_start: int
    best_end: int
    score: float
    keyword_rank: int | None
    semantic_rank: int | None
    matched: tuple[str, ...]
    start_char: int
    end_char: int
    start_ms: int | None
    end_ms: int | None
    url: str | None


def search(
    db: Database,
    query: str,
    *,
    index: Index,
    encoder: Encoder | None,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    limit: int = 10,
    explain: bool = True,
) -> list[Hit]:
    """Return the passages that answer a query, best first.

    Args:
        db: The knowledge base.
        query: A question, an idea, or words.
        index: Its vectors, as they are now.
        encoder: The model that made them; not needed for `keyword`.
        mode: By words, by meaning, or by both.
        filters: What may be found; applied before ranking.
        limit: How many hits.
        explain: Whether to find each hit's best sentence by meaning; by its words otherwise.

    Raises:
        ModelMismatchError: The vectors were made by another model than the encoder.
    """
    if not lexical.tokens(query) or limit < 1:
        return []
    within = filtering.passage_ids(db, filters or Filters())
    if within is not None and not within:
        return []
    words = (
        lexical.ranked(db, query, limit=_CANDIDATES, within=within) if mode != "semantic" else {}
    )
    meaning: dict[int, float] = {}
    vector: Vectors | None = None
    if mode != "keyword" and encoder is not None and len(index.ids):
        vector = query_vector(db, query, encoder)
        meaning = by_meaning(index, vector, within)
    scores = _combined(words, meaning, mode)
    best = sorted(scores, key=lambda p: (-scores[p], p))[:limit]
    return _hits(db, query, best, scores, words, meaning, encoder if explain else None, vector)


def similar(
    db: Database, passage_id: int, *, index: Index, filters: Filters | None = None, limit: int = 10
) -> list[Hit]:
    """Return the passages that say most nearly what one passage says, itself left out.

    Raises:
        NotFoundError: There is no such passage, or it has no vector.
    """
    vector = index.vector(passage_id)
    if vector is None:
        message = f"there is no passage {passage_id} with a vector; `kb search --json` shows ids"
        raise NotFoundError(message)
    within = filtering.passage_ids(db, filters or Filters())
    meaning = by_meaning(index, vector, within)
    meaning.pop(passage_id, None)
    best = sorted(meaning, key=lambda p: (-meaning[p], p))[:limit]
    return _hits(db, "", best, meaning, {}, meaning, None, None)


def neighbours(db: Database, hit: Hit) -> list[Neighbour]:
    """Return the passages before and after a hit, in the order they are said."""
    values = {"talk": hit.talk_id, "before": hit.position - 1, "after": hit.position + 1}
    return [
        Neighbour(passage_id=i, speaker=speaker, text=text)
        for i, speaker, text in db.execute(_NEIGHBOURS_SQL, values)
    ]


def query_vector(db: Database, query: str, encoder: Encoder) -> Vectors:
    """Return a query's vector, once it is sure that it can be compared with the stored ones."""
    stored = store.model_of(db)
    if stored is not None and stored[0] != encoder.name:
        raise ModelMismatchError(stored[0], encoder.name)
    found: Vectors = encoder.encode([query])[0]
    return found


def by_meaning(index: Index, vector: Vectors, within: Sequence[int] | None) -> dict[int, float]:
    """Return the cosine similarity of every passage that may be found."""
    if within is None:
        return dict(zip(index.ids.tolist(), (index.matrix @ vector).tolist(), strict=True))
    rows = index.rows(within)
    return dict(zip(index.ids[rows].tolist(), (index.matrix[rows] @ vector).tolist(), strict=True))


def _combined(
    words: Mapping[int, float], meaning: Mapping[int, float], mode: Mode
) -> Mapping[int, float]:
    if mode == "keyword" or not meaning:
        return mixing.scaled(words)
    if mode == "semantic":
        return meaning
    return mixing.mix(words, meaning)


def _hits(
    db: Database,
    query: str,
    best: Sequence[int],
    scores: Mapping[int, float],
    words: Mapping[int, float],
    meaning: Mapping[int, float],
    encoder: Encoder | None,
    vector: Vectors | None,
) -> list[Hit]:
    """Return the hits for passages already ranked, with their reasons."""
    ids = "[" + ",".join(map(str, best)) + "]"
    found = {row["passage_id"]: row for row in db.query(_HIT_SQL, {"ids": ids})}
    word_ranks = {passage: rank for rank, passage in enumerate(words, start=1)}
    keywords = lexical.keywords(query)
    sentence_of = _best_sentences([str(found[p]["text"]) for p in best], keywords, encoder, vector)
    hits = []
    for passage, (start, end) in zip(best, sentence_of, strict=True):
        row = dict(found[passage])
        text = str(row["text"])
        talk_url, media_url = row.pop("talk_url"), row.pop("media_url")
        hits.append(
            Hit.model_validate(
                row
                | {
                    "best_sentence": text[start:end],
                    "best_start": start,
                    "best_end": end,
                    "score": round(max(0.0, min(1.0, scores[passage])), 4),
                    "keyword_rank": word_ranks.get(passage),
                    "semantic_rank": _rank(meaning, passage),
                    "matched": tuple(w for w in keywords if _has_word(text, w)),
                    "url": place_url(talk_url, media_url, row["start_ms"]),
                }
            )
        )
    return hits


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


def _rank(scores: Mapping[int, float], passage: int) -> int | None:
    if passage not in scores:
        return None
    own = scores[passage]
    return 1 + sum(1 for score in scores.values() if score > own)


def _has_word(text: str, word: str) -> bool:
    """Return whether a text has a word, in any of its forms that share a stem of it."""
    stem = word.lower()[: max(4, len(word) - 3)]
    return any(token.lower().startswith(stem) for token in lexical.tokens(text))


def _best_sentences(
    texts: Sequence[str], keywords: Sequence[str], encoder: Encoder | None, vector: Vectors | None
) -> list[tuple[int, int]]:
    """Return, for each text, the span of the sentence that answers best."""
    spans = [sentences(text) or [(0, len(text))] for text in texts]
    if encoder is not None and vector is not None:
        flat = [text[a:b] for text, found in zip(texts, spans, strict=True) for a, b in found]
        judged = (encoder.encode(flat) @ vector).tolist() if flat else []
    else:
        judged = [
            float(sum(_has_word(text[a:b], word) for word in keywords))
            for text, found in zip(texts, spans, strict=True)
            for a, b in found
        ]
    out, position = [], 0
    for found in spans:
        own = judged[position : position + len(found)]
        out.append(found[int(np.argmax(own))])
        position += len(found)
    return out
