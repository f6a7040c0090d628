"""Search: by words, by meaning, or by both; each hit says why it was found and where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

from ingest.embedding import Encoder, Vectors
from kb import filters as filtering
from kb import lexical, mixing, store, terms
from kb.best import Asked, Best, best_sentences, has_word
from kb.errors import ModelMismatchError, NotFoundError
from kb.filters import Filters
from kb.vectors import Index

Mode = Literal["hybrid", "keyword", "semantic"]
MODES: tuple[Mode, ...] = ("hybrid", "keyword", "semantic")

_CANDIDATES = 200  # by words; by meaning every passage is scored
_LOOKED_INTO = 30  # passages whose sentences are compared one by one

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


# What programs get of a hit: `kb search --json` and the search page's JSON alike.
_ROW = (
    "passage_id", "talk", "talk_id", "title", "speaker", "role", "text", "best_sentence", "score",
    "keyword_rank", "semantic_rank", "start_char", "end_char", "start_ms", "url",
    "show", "date", "chapter", "end_ms", "matched",
)  # fmt: skip


def as_row(db: Database, hit: Hit) -> dict[str, object]:
    """Return a hit as programs get it, with the passages around it."""
    found = hit.model_dump(mode="json")
    around = [neighbour.model_dump() for neighbour in neighbours(db, hit)]
    return {key: found[key] for key in _ROW} | {"neighbours": around}


def search(
    db: Database,
    query: str,
    *,
    index: Index,
    encoder: Encoder | None,
    mode: Mode = "hybrid",
    filters: Filters | None = None,
    limit: int = 10,
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

    Raises:
        ModelMismatchError: The vectors were made by another model than the encoder.
    """
    if not lexical.tokens(query) or limit < 1:
        return []
    within = filtering.passage_ids(db, filters or Filters())
    if within is not None and not within:
        return []
    known = terms.counts(db, lexical.keywords(query))
    if mode == "keyword" or encoder is None or not len(index.ids):
        words = (
            lexical.ranked(db, query, limit=_CANDIDATES, within=within)
            if mode != "semantic"
            else {}
        )
        return _told(db, query, _Evidence(words, {}, _covered(known, words)), limit)
    # A name that everything here is about says nothing, and would drown the rest.
    asked = terms.without(query, terms.everywhere(db, known))
    if asked != query:
        known = terms.counts(db, lexical.keywords(asked))
    vectors = Asked(encoder, *query_vectors(db, [query, asked], encoder))
    meaning = by_meaning(index, vectors.telling, within)
    words = lexical.ranked(db, asked, limit=_CANDIDATES, within=within) if mode == "hybrid" else {}
    scores = mixing.mix(_covered(known, words), meaning)
    return _told(db, query, _Evidence(words, meaning, scores, vectors), limit)


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
    found = _rows(db, best)
    judged = best_sentences({p: str(found[p]["text"]) for p in best}, [], None)
    return [_hit(found[p], meaning[p], judged[p], {}, meaning, "") for p in best]


def hits_of(db: Database, passages: Sequence[int]) -> list[Hit]:
    """Return the hits for passages that were ranked elsewhere, without reasons."""
    found = _rows(db, passages)
    best = best_sentences({p: str(row["text"]) for p, row in found.items()}, [], None)
    return [_hit(found[p], 0.0, best[p], {}, {}, "") for p in passages if p in found]


def neighbours(db: Database, hit: Hit) -> list[Neighbour]:
    """Return the passages before and after a hit, in the order they are said."""
    values = {"talk": hit.talk_id, "before": hit.position - 1, "after": hit.position + 1}
    return [
        Neighbour(passage_id=i, speaker=speaker, text=text)
        for i, speaker, text in db.execute(_NEIGHBOURS_SQL, values)
    ]


def query_vectors(db: Database, queries: Sequence[str], encoder: Encoder) -> list[Vectors]:
    """Return queries' vectors, once it is sure that they can be compared with the stored ones.

    Raises:
        ModelMismatchError: The stored ones were made by another model.
    """
    stored = store.model_of(db)
    if stored is not None and stored[0] != encoder.name:
        raise ModelMismatchError(stored[0], encoder.name)
    return list(encoder.encode(queries))


def by_meaning(index: Index, vector: Vectors, within: Sequence[int] | None) -> dict[int, float]:
    """Return the cosine similarity of every passage that may be found."""
    if within is None:
        return dict(zip(index.ids.tolist(), (index.matrix @ vector).tolist(), strict=True))
    rows = index.rows(within)
    return dict(zip(index.ids[rows].tolist(), (index.matrix[rows] @ vector).tolist(), strict=True))


@dataclass(frozen=True)
class _Evidence:
    """What was found for a query: BM25 scores, cosine similarities, and what they make together."""

    words: Mapping[int, float]
    meaning: Mapping[int, float]
    scores: Mapping[int, float]
    vectors: Asked | None = None


def _covered(known: terms.Counts, words: Mapping[int, float]) -> dict[int, float]:
    """Return how much of a query each passage's words cover, 0 to 1."""
    possible = terms.most_possible(known) or 1.0
    return {passage: min(1.0, score / possible) for passage, score in words.items()}


def _told(db: Database, query: str, found: _Evidence, limit: int) -> list[Hit]:
    """Return the hits, after a look into the sentences of the best passages."""
    scores = dict(found.scores)
    ranked = sorted(scores, key=lambda p: (-scores[p], p))[: max(limit, _LOOKED_INTO)]
    rows = _rows(db, ranked)
    texts = {p: str(rows[p]["text"]) for p in ranked}
    best = best_sentences(texts, lexical.keywords(query), found.vectors)
    if found.vectors is not None:
        for p in ranked:
            whole = found.meaning.get(p, 0.0)
            scores[p] = mixing.with_best_sentence(scores[p], whole, best[p].score)
        ranked.sort(key=lambda p: (-scores[p], p))
    return [
        _hit(rows[p], scores[p], best[p], found.words, found.meaning, query) for p in ranked[:limit]
    ]


def _rows(db: Database, passages: Sequence[int]) -> dict[int, dict[str, object]]:
    found = db.query(_HIT_SQL, {"ids": str(list(passages))})
    return {cast("int", row["passage_id"]): dict(row) for row in found}


def _hit(
    row: Mapping[str, object],
    score: float,
    best: Best,
    words: Mapping[int, float],
    meaning: Mapping[int, float],
    query: str,
) -> Hit:
    """Return the hit for a passage already ranked, with its reasons."""
    values = dict(row)
    text, passage, start_ms = str(values["text"]), values["passage_id"], values["start_ms"]
    talk_url, media_url = values.pop("talk_url"), values.pop("media_url")
    ranks = {p: rank for rank, p in enumerate(words, start=1)}
    return Hit.model_validate(
        values
        | {
            "best_sentence": text[best.start : best.end],
            "best_start": best.start,
            "best_end": best.end,
            "score": round(max(0.0, min(1.0, score)), 4),
            "keyword_rank": ranks.get(cast("int", passage)),
            "semantic_rank": _rank(meaning, cast("int", passage)),
            "matched": tuple(w for w in lexical.keywords(query) if has_word(text, w)),
            "url": place_url(talk_url, media_url, cast("int | None", start_ms)),
        }
    )


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
