"""Quotes: sentences worth keeping, that stand alone, in their speaker's own words.

A first, plain judge: it knows what a quotable sentence must not be (a question of the host, a
fragment, one that leans on what was said before) and prefers claims, contrasts and advice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from ingest import textmap
from ingest.models import Quote, Speaker, Turn
from ingest.passages import spoken, time_at
from ingest.reported import reported
from ingest.sentences import words

SHORTEST, LONGEST = 8, 45  # words
_PER_THOUSAND_WORDS = 4
_FEWEST, _MOST = 3, 60
_REPORTED = 0.4  # what somebody thought worth quoting is worth keeping, however it reads

_LEANS = re.compile(
    r"(?:and|but|so|or|because|that's why|that's|this is|these are|those are|it's|it is|it was|which|also|then|"
    r"he|she|they|his|her|their|him|them|yeah|yes|no|right|exactly|okay|ok|sure|well|like|oh|plus|anyway|"
    r"the (?:other|same|first|second|former|latter)|another|for example|for instance|again|similarly|"
    r"i think so|i agree|good question|great question)\b",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"\b(?:i guess|i don't know|you know|kind of|sort of|or whatever|or something|i mean|and stuff|blah)\b|\.\.\.|…|--",
    re.IGNORECASE,
)
_TALK_OF_TALK = re.compile(
    r"\b(?:welcome (?:back )?to|this episode|our sponsor|sponsored by|thanks? (?:you )?for|joining us|show notes|subscribe|"
    r"promo code|coupon|check (?:it|them|us) out|podcast|next time|follow me|find me|link in)\b",
    re.IGNORECASE,
)
_SIGNS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    (
        "contrast",
        0.16,
        re.compile(
            r"\b(?:not|isn't|aren't|don't|rather than|instead of)\b[^.]{3,80}\b(?:but|it's|they're|it is|rather|instead)\b|\brather than\b|\binstead of\b|\bmore than\b|\bless than\b",
            re.IGNORECASE,
        ),
    ),
    (
        "advice",
        0.15,
        re.compile(
            r"\b(?:you (?:should|need to|have to|must|can't|want to)|never|always|don't (?:ever|just)|the (?:key|trick|secret|best way|hardest part|biggest|most important|real|whole point)|make sure|try to)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "general claim",
        0.13,
        re.compile(
            r"\b(?:every|everyone|everybody|nobody|no one|people|most|all|the only|the more|any|anyone)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "lesson",
        0.14,
        re.compile(
            r"\b(?:i(?:'ve)? (?:learn|realiz|realis|discover|believe|came to|found out)\w*|taught me|lesson|turns? out|the truth is|what matters|changed (?:my|how))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        0.06,
        re.compile(
            r"\b(?:\d[\d,.]*%?|million|billion|hundred|thousand|percent|half of|twice)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "definition",
        0.08,
        re.compile(
            r"^[A-Z][\w' -]{2,40} (?:is|are|means|isn't|aren't) (?:a|an|the|about|not|how|what|when|where)\b"
        ),
    ),
)


def quotes(
    turns: Sequence[Turn],
    speakers: Sequence[int | None],
    cast: Sequence[Speaker],
    *,
    written: bool = False,
) -> tuple[Quote, ...]:
    """Return a talk's quotes, best first.

    Args:
        turns: The talk's turns.
        speakers: For each turn its speaker's index into `cast`.
        cast: The talk's speakers.
        written: Whether to look for reported speech too: “…” said somebody.
    """
    told = list(_reported(turns, cast)) if written else []
    taken = [(quote.start, quote.end) for quote in told]
    found: list[Quote] = []
    total = 0
    for index, turn in enumerate(turns):
        total += words(turn.text)
        speaker = speakers[index]
        role = cast[speaker].role if speaker is not None else "unknown"
        for start, end in spoken(turn):
            judged = judge(turn.text[start:end], role=role)
            if judged is None:
                continue
            quote = quote_of(turn, index, speaker, (start, end), *judged)
            if not any(a < quote.end and quote.start < b for a, b in taken):
                found.append(quote)
    found.sort(key=lambda quote: (-quote.score, quote.turn, quote.start))
    most = max(_FEWEST, min(_MOST, total * _PER_THOUSAND_WORDS // 1000))
    best = [*told, *_distinct(found, most)]
    return tuple(sorted(best, key=lambda quote: (-quote.score, quote.turn, quote.start)))


def _reported(turns: Sequence[Turn], cast: Sequence[Speaker]) -> Iterator[Quote]:
    """Yield what others are reported to have said, whoever writes it."""
    names = {speaker.name: index for index, speaker in enumerate(cast)}
    for index, turn in enumerate(turns):
        for start, end, who in reported(turn.text):
            if any(mark.start < end and start < mark.end for mark in turn.marks):
                continue
            judged = judge(turn.text[start:end], role="unknown")
            score = judged[0] if judged else _REPORTED
            quote = quote_of(
                turn, index, names.get(who or ""), (start, end), score, "reported speech"
            )
            yield quote.model_copy(update={"kind": "reported", "said_by": who})


def quote_of(
    turn: Turn,
    index: int,
    speaker: int | None,
    span: tuple[int, int],
    score: float = 1.0,
    reason: str = "",
) -> Quote:
    """Return the quote of `turn.text[start:end]`, with its receipt."""
    segments = textmap.cut(turn.segments, *span)
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


def judge(sentence: str, *, role: str) -> tuple[float, str] | None:
    """Return (score 0..1, reason) of a sentence, None where it is no quote at all."""
    count = words(sentence)
    if not SHORTEST <= count <= LONGEST or not _complete(sentence):
        return None
    if sentence.rstrip("\"”’')").endswith("?") or _LEANS.match(sentence):
        return None
    if _TALK_OF_TALK.search(sentence) or "[unintelligible]" in sentence:
        return None
    score = 0.35 + 0.1 * (1 - abs(count - 22) / 24)
    signs = [(weight, name) for name, weight, pattern in _SIGNS if pattern.search(sentence)]
    score += sum(weight for weight, _ in signs)
    score -= 0.15 * len(_HEDGES.findall(sentence))
    score -= 0.08 if role in ("host", "interviewer") else 0.0
    reason = max(signs)[1] if signs else "plain statement"
    return round(min(1.0, max(0.0, score)), 4), reason


def _complete(sentence: str) -> bool:
    first = sentence.lstrip("\"“‘'(")[:1]
    return (first.isupper() or first.isdigit()) and sentence.rstrip("\"”’')")[-1:] in ".!"


def _distinct(ranked: Sequence[Quote], most: int) -> Iterator[Quote]:
    """Yield the best, leaving out any that says much the same as one before it."""
    seen: list[frozenset[str]] = []
    for quote in ranked:
        said = frozenset(re.findall(r"\w{4,}", quote.text.lower()))
        if any(len(said & other) * 2 > min(len(said), len(other)) for other in seen):
            continue
        seen.append(said)
        yield quote
        if len(seen) == most:
            return
