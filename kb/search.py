"""Search: by words, by meaning, or by both; each hit says why it was found and where it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal, NamedTuple, cast

from sqlite_utils import Database

from ingest.embedding import Encoder, Tokens, Vectors, read
from kb import embeddings, late, lexical, mixing, store, terms
from kb import filters as filtering
from kb.best import Asked, Best, best_sentences, nearest_sentences, words_in
from kb.calibration import Scale
from kb.errors import ModelMismatchError, NotFoundError
from kb.filters import Filters
from kb.hits import Hit, looked_up, place_url
from kb.vectors import NOTHING, Index, Near
from kb.voices import Voice, spoken

Mode = Literal["hybrid", "keyword", "semantic"]
MODES: tuple[Mode, ...] = ("hybrid", "keyword", "semantic")

_CANDIDATES = 200  # by words; by meaning every passage is scored
_LOOKED_INTO = 30  # passages whose sentences are compared one by one


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
    if mode == "keyword" or encoder is None or not len(index.ids):
        return _without_meaning(db, query, mode, filters or Filters(), limit)
    _must_fit(db, encoder)
    with ThreadPoolExecutor(1) as beside:  # the model reads while the tables are asked
        reading = beside.submit(_read, query, encoder)
        choice = _choice(db, filters or Filters())
        if choice.empty:
            return []
        known = terms.counts(db, lexical.keywords(query))
        # A name that everything here is about says nothing, and would drown the rest.
        asked = terms.without(query, terms.everywhere(db, known))
        if asked != query:
            known = terms.counts(db, lexical.keywords(asked))
        words = _by_words(db, asked, choice) if mode == "hybrid" else {}
        whole, tokens = reading.result()
    telling, tokens = (whole, tokens) if asked == query else _read(asked, encoder)
    vectors = Asked(whole, telling, tokens)
    covered = terms.covered(known, words)
    near = index.nearest(
        db,
        telling,
        max(limit, _LOOKED_INTO),
        within=choice.within,
        beside=words,
        hidden=choice.hidden,
    )
    scores = mixing.mix(covered, near.similarity, len(known.of))
    scale = Scale(mode, encoder.name, choice.size(known.passages))
    question = late.question(asked, tokens, known) if tokens else None
    found = _Evidence(words, near, scores, vectors, covered, scale, question)
    return _told(db, query, found, limit)


def _without_meaning(
    db: Database, query: str, mode: Mode, filters: Filters, limit: int
) -> list[Hit]:
    """Return what words alone find; nothing where they were not to be looked for."""
    choice = _choice(db, filters)
    if mode == "semantic" or choice.empty:
        return []
    known = terms.counts(db, lexical.keywords(query))
    words = _by_words(db, query, choice)
    covered = terms.covered(known, words)
    scale = Scale("keyword", None, choice.size(known.passages))
    return _told(db, query, _Evidence(words, NOTHING, covered, None, covered, scale), limit)


class _Choice(NamedTuple):
    """What a search may find.

    Args:
        within: The passages that pass its filters; None where all do but those that are hidden.
        hidden: Passages that are not to be found.
    """

    within: Sequence[int] | None
    hidden: frozenset[int]

    @property
    def empty(self) -> bool:
        """Whether nothing passes."""
        return self.within is not None and not self.within

    def size(self, passages: int) -> int:
        """Return how many there are to choose from, of so many passages."""
        return passages - len(self.hidden) if self.within is None else len(self.within)


def _choice(db: Database, filters: Filters) -> _Choice:
    within = filtering.passage_ids(db, filters)
    return _Choice(within, filtering.hidden(db, filters) if within is None else frozenset())


def _by_words(db: Database, query: str, choice: _Choice) -> dict[int, float]:
    """Return the best passages by words, as {passage id: BM25 score}, best first."""
    most = _CANDIDATES + min(len(choice.hidden), _CANDIDATES)
    found = lexical.ranked(db, query, limit=most, within=choice.within)
    kept = ((passage, score) for passage, score in found.items() if passage not in choice.hidden)
    return dict(islice(kept, _CANDIDATES))


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
    return nearest(db, vector, index=index, filters=filters, limit=limit, without=(passage_id,))


def nearest(
    db: Database,
    vector: Vectors,
    *,
    index: Index,
    filters: Filters | None = None,
    limit: int = 10,
    without: Collection[int] = (),
) -> list[Hit]:
    """Return the passages that are nearest to a vector, some left out; the score is the cosine."""
    within = filtering.passage_ids(db, filters or Filters())
    hidden = filtering.hidden(db, filters or Filters()) if within is None else frozenset()
    near = index.nearest(db, vector, limit + len(without), within=within, hidden=hidden)
    meaning = {p: score for p, score in near.similarity.items() if p not in without}
    best = sorted(meaning, key=lambda p: (-meaning[p], p))[:limit]
    found = looked_up(db, best)
    judged = best_sentences({p: str(found[p]["text"]) for p in best}, [], None)
    told = _Evidence({}, near, meaning)
    return [_hit(found[p], meaning[p], judged[p], told, "") for p in best]


def hits_of(db: Database, passages: Sequence[int]) -> list[Hit]:
    """Return the hits for passages that were ranked elsewhere, without reasons."""
    found = looked_up(db, passages)
    best = best_sentences({p: str(row["text"]) for p, row in found.items()}, [], None)
    nothing = _Evidence({}, NOTHING, {})
    return [_hit(found[p], 0.0, best[p], nothing, "") for p in passages if p in found]


def query_vector(db: Database, query: str, encoder: Encoder) -> Vectors:
    """Return a query's vector, once it is sure that it can be compared with the stored ones.

    Raises:
        ModelMismatchError: The stored ones were made by another model.
    """
    _must_fit(db, encoder)
    found: Vectors = encoder.encode([query])[0]
    return found


def _read(query: str, encoder: Encoder) -> tuple[Vectors, Tokens | None]:
    """Return a question's vector, and its tokens where the model has any."""
    made = read(encoder, [query], [()])
    return made.texts[0], made.tokens[0] if made.tokens else None


def _must_fit(db: Database, encoder: Encoder) -> None:
    stored = store.model_of(db)
    if stored is not None and stored[0] != encoder.name:
        raise ModelMismatchError(stored[0], encoder.name)


@dataclass(frozen=True)
class _Evidence:
    """What was found for a query: BM25 scores, what is near it, and what they make together."""

    words: Mapping[int, float]
    near: Near
    scores: Mapping[int, float]
    vectors: Asked | None = None
    covered: Mapping[int, float] = field(default_factory=dict)
    scale: Scale | None = None
    question: late.Question | None = None

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Return the place of each passage in the search by words, from 1."""
        return {passage: place for place, passage in enumerate(self.words, start=1)}

    def score(self, weight: float) -> float:
        """Return the chance that a hit of this weight is right; a similarity stays what it is."""
        return max(0.0, min(1.0, weight)) if self.scale is None else self.scale.chance(weight)


def _told(db: Database, query: str, found: _Evidence, limit: int) -> list[Hit]:
    """Return the hits, after a look into the best passages: their sentences and their tokens."""
    scores = dict(found.scores)
    ranked = sorted(scores, key=lambda p: (-scores[p], p))[: max(limit, _LOOKED_INTO)]
    rows = looked_up(db, ranked)
    ranked = [p for p in ranked if p in rows]  # an index may be a moment behind the tables
    said = embeddings.of_sentences(db, ranked, len(found.vectors.whole)) if found.vectors else {}
    sentences = nearest_sentences(said, found.vectors) if found.vectors else {}
    tokens = (
        late.nearness(found.question, embeddings.of_tokens(db, ranked)) if found.question else {}
    )
    unknown = min(tokens.values(), default=0.0)
    for p in ranked:
        whole, sentence = found.near.similarity.get(p), sentences.get(p)
        if whole is not None and sentence is not None:
            scores[p] = mixing.looked_into(scores[p], whole, sentence, tokens.get(p, unknown))
    voices = spoken(db, query, ranked) if found.vectors else {}
    for p, voice in voices.items():
        scores[p] += voice.weight
    ranked.sort(key=lambda p: (-scores[p], p))
    texts = {p: str(rows[p]["text"]) for p in ranked[:limit]}
    best = best_sentences(texts, lexical.keywords(query), found.vectors, said)
    return [_hit(rows[p], scores[p], best[p], found, query, voices.get(p)) for p in texts]


def _hit(
    row: Mapping[str, object],
    weight: float,
    best: Best,
    found: _Evidence,
    query: str,
    voice: Voice | None = None,
) -> Hit:
    """Return the hit for a passage already ranked, with its reasons."""
    values = dict(row)
    text, start_ms = str(values["text"]), values["start_ms"]
    passage = cast("int", values["passage_id"])
    talk_url, media_url = values.pop("talk_url"), values.pop("media_url")
    return Hit.model_validate(
        values
        | {
            "best_sentence": text[best.start : best.end],
            "best_start": best.start,
            "best_end": best.end,
            "score": round(found.score(weight), 4),
            "weight": round(weight, 4),
            "meaning": _rounded(found.near.similarity.get(passage)),
            "covered": _rounded(found.covered.get(passage)),
            "keyword_rank": found.places.get(passage),
            "semantic_rank": found.near.rank(passage),
            "matched": words_in(text, lexical.keywords(query)),
            "named": voice.name if voice else None,
            "url": place_url(talk_url, media_url, cast("int | None", start_ms)),
        }
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
