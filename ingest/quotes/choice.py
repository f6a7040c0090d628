"""Which sentences become a talk's quotes: the best that stand alone, and no two that say the same."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from ingest import textmap
from ingest.models import Quote, Saying, Speaker, Turn
from ingest.passages import spoken, time_at
from ingest.quotes.doubt import Doubt, judged
from ingest.quotes.features import HOSTS
from ingest.quotes.promotion import promotions
from ingest.quotes.reading import cost
from ingest.quotes.reasons import reason
from ingest.quotes.spans import Span, acceptable, span_of
from ingest.quotes.weights import Weights, load
from ingest.reported import reported
from ingest.sentences import words
from ingest.textmap import Edit

PER_THOUSAND_WORDS = 5
_FEWEST, _MOST = 3, 60
_CONSIDERED = 6  # sentences for each quote that is wanted: most stand on something, or say it again
_REPORTED = 0.4  # what somebody thought worth quoting is worth keeping, however it reads
_FLOATING = 0.2  # ... less where nobody is known to have said it
_FEWEST_REPORTED = 5  # words; less was said, too, and is not worth keeping
_MIDDLE = 1.5  # standard deviations: a score of one half
_FIRST = 20  # quotes that must be sound: the first that a page shows
_AT_ONCE = 60  # quotes that are read closely in one go: nearly always enough
_CLOSELY = 0.4  # what a close reading counts beside all else
_STEP = 0.0001  # the least that scores differ by
_CONTENT = re.compile(r"\w{4,}")


class _Likely(NamedTuple):
    """A quote that there could be, and how much it is worth, in standard deviations."""

    worth: float
    quote: Quote


def chosen(
    turns: Sequence[Turn],
    speakers: Sequence[int | None],
    cast: Sequence[Speaker],
    said: Sequence[Saying],
    *,
    written: bool,
    weights: Weights | None = None,
) -> tuple[Quote, ...]:
    """Return the quotes of a talk, best first; with reported speech where it was written.

    Args:
        turns: The talk's turns.
        speakers: For each turn its speaker's index into `cast`.
        cast: The talk's speakers.
        said: Its sentences, judged.
        written: Whether to look for reported speech.
        weights: Others than those that ship.
    """
    told = list(_reported(turns, cast)) if written else []
    total = sum(words(turn.text) for turn in turns)
    most = max(_FEWEST, min(_MOST, total * PER_THOUSAND_WORDS // 1000))
    likely = sorted(said, key=lambda s: (-s.worth, s.turn, s.start))[: most * _CONSIDERED]
    ranked = _spoken(turns, speakers, cast, sorted(likely))
    found = _falling(_distinct(ranked, told, most, weights or load()))
    return tuple(sorted([*told, *found], key=lambda quote: (-quote.score, quote.turn, quote.start)))


def quote_of(
    turn: Turn,
    index: int,
    speaker: int | None,
    span: Span,
    score: float = 1.0,
    reason: str = "",
) -> Quote:
    """Return the quote of `turn.text[start:end]`, with its receipt.

    A quote begins with a capital letter in the clean layer, whatever its sentence began with: one
    more edit on the receipt. Names that are written small ("iOS") stay as they are.
    """
    segments = textmap.cut(turn.segments, *span)
    text = textmap.plain(segments)
    at = 1 if text[:1] in "\"“‘'(" else 0
    first = text[at:].split(maxsplit=1)[0] if text[at:].strip() else ""
    if first.islower() and first[:1].isalpha():
        segments = textmap.apply(segments, [Edit(at, at + 1, text[at].upper(), "capital")])
        text = textmap.plain(segments)
    return Quote(
        turn=index,
        speaker=speaker,
        segments=segments,
        start_ms=time_at(turn.anchors, segments[0].start),
        end_ms=turn.end_ms if span[1] >= len(turn.text) else None,
        score=score,
        reason=reason,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def _spoken(
    turns: Sequence[Turn],
    speakers: Sequence[int | None],
    cast: Sequence[Speaker],
    said: Sequence[Saying],
) -> list[_Likely]:
    """Return the quotes that there could be, best first, each with what it takes to stand alone."""
    left_out = promotions(turns, speakers) | _nobody(turns, speakers)
    found: dict[tuple[int, Span], float] = {}
    for turn, group in groupby(said, key=lambda saying: saying.turn):
        if turn in left_out:
            continue
        text, spans = turns[turn].text, spoken(turns[turn])
        places = {span: at for at, span in enumerate(spans)}
        for saying in group:
            span = span_of(text, spans, places[saying.start, saying.end])
            if span is None or ("?" in text[slice(*span)] and not _may_ask(cast, speakers[turn])):
                continue
            worth = saying.worth - cost(text[slice(*span)])
            found[turn, span] = max(worth, found.get((turn, span), worth))
    ranked = sorted(found, key=lambda key: (-found[key], key))
    return [
        _Likely(
            found[turn, span],
            quote_of(
                turns[turn],
                turn,
                speakers[turn],
                span,
                score_of(found[turn, span]),
                reason(turns[turn].text[slice(*span)]),
            ),
        )
        for turn, span in ranked
    ]


def _nobody(turns: Sequence[Turn], speakers: Sequence[int | None]) -> frozenset[int]:
    """Return the turns that nobody is known to say, where most are somebody's: editors' notes."""
    sizes = [words(turn.text) for turn in turns]
    known = sum(size for size, speaker in zip(sizes, speakers, strict=True) if speaker is not None)
    if 2 * known <= sum(sizes):
        return frozenset()
    return frozenset(index for index, speaker in enumerate(speakers) if speaker is None)


def _may_ask(cast: Sequence[Speaker], speaker: int | None) -> bool:
    """Return whether a question of this speaker is a thought rather than a host's question."""
    return speaker is not None and cast[speaker].role not in (*HOSTS, "unknown")


def score_of(worth: float) -> float:
    """Return a worth in standard deviations as a score from 0 to 1."""
    return round(1 / (1 + math.exp(_MIDDLE - worth)), 4)


def _reported(turns: Sequence[Turn], cast: Sequence[Speaker]) -> Iterator[Quote]:
    """Yield what others are reported to have said, whoever writes it."""
    names = {speaker.name: index for index, speaker in enumerate(cast)}
    for index, turn in enumerate(turns):
        for start, end, who, cue in reported(turn.text):
            if words(turn.text[start:end]) < _FEWEST_REPORTED or any(
                mark.start < end and start < mark.end for mark in turn.marks
            ):
                continue
            score = _REPORTED + 0.1 * acceptable(turn.text[start:end]) - _FLOATING * (cue is None)
            speaker = turn.speaker if who == "I" else names.get(who or "")
            quote = quote_of(turn, index, speaker, (start, end), score, "reported speech")
            said_by = None if who == "I" else who
            yield quote.model_copy(update={"kind": "reported", "said_by": said_by})


def _distinct(
    ranked: Sequence[_Likely], told: Sequence[Quote], most: int, weights: Weights
) -> Iterator[Quote]:
    """Yield the best, leaving out what overlaps or says much the same as one before it.

    The likeliest are read closely: what seems incomplete, torn, or points at something that was
    said before it comes after all others that were read. Where there are not enough others, what
    seems incomplete is left out.
    """
    kept = _Kept([(quote.start, quote.end) for quote in told])
    first = min(_FIRST, most)
    later: list[tuple[Quote, Doubt]] = []
    unread = list(ranked)
    while unread and kept.count < first:
        some, unread = unread[:_AT_ONCE], unread[_AT_ONCE:]
        for quote, doubt in _closely(some, weights):
            if kept.count >= first or max(doubt) > 0:
                later.append((quote, doubt))
            elif not kept.has(quote):
                yield kept.add(quote)
    enough = kept.count >= _FIRST
    held = [
        quote
        for quote, doubt in sorted(later, key=lambda one: max(one[1]) > 0)
        if enough or doubt.incomplete <= 0
    ]
    for quote in [*held, *(likely.quote for likely in unread)]:
        if kept.count >= most:
            return
        if not kept.has(quote):
            yield kept.add(quote)


def _falling(quotes: Iterable[Quote]) -> Iterator[Quote]:
    """Yield quotes with scores that fall, so that who sorts by them has the same order."""
    below = 1.0
    for quote in quotes:
        score = min(quote.score, below)
        below = max(0.0, round(score - _STEP, 4))
        yield quote.model_copy(update={"score": score})


def _closely(some: Sequence[_Likely], weights: Weights) -> list[tuple[Quote, Doubt]]:
    """Return quotes with how doubtful each is, best first by all that is known now."""
    doubts, vectors = judged([quote.text for _, quote in some])
    more = vectors @ weights.closely - weights.usual
    worths = [worth + _CLOSELY * float(by) for (worth, _), by in zip(some, more, strict=True)]
    best = sorted(range(len(some)), key=lambda at: (-worths[at], at))
    return [
        (some[at].quote.model_copy(update={"score": score_of(worths[at])}), doubts[at])
        for at in best
    ]


class _Kept:
    """The quotes that were taken: where they stand, and what they say."""

    def __init__(self, taken: Sequence[Span]) -> None:
        self._taken = list(taken)
        self._said: list[frozenset[str]] = []

    @property
    def count(self) -> int:
        return len(self._said)

    def has(self, quote: Quote) -> bool:
        """Return whether a quote overlaps one that was taken, or says much the same."""
        said = _content(quote)
        return any(a < quote.end and quote.start < b for a, b in self._taken) or any(
            len(said & other) * 2 > min(len(said), len(other)) for other in self._said
        )

    def add(self, quote: Quote) -> Quote:
        self._taken.append((quote.start, quote.end))
        self._said.append(_content(quote))
        return quote


def _content(quote: Quote) -> frozenset[str]:
    return frozenset(_CONTENT.findall(quote.text.lower()))
