"""Topics: the noun phrases that a talk is about, found in its passages and ranked.

A phrase scores by how often it is said, over how much of the talk, how specific it is (longer
phrases and names say more), and how little of its count it owes to longer phrases that hold it
(C-value: Frantzi, Ananiadou and Mima 2000, doi:10.1007/s007999900023).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.models import Mention, Topic

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST = 20  # topics a talk
_LONGEST = 4  # words a phrase
_LEAST_MENTIONS = 2

# Nouns of talk itself: they are everywhere and say nothing.
_GENERIC = frozenset(
    """thing things something anything everything nothing stuff lot lots bit way ways kind kinds sort sorts
    people person guy guys man men woman women folk folks somebody someone everybody everyone anybody anyone
    nobody one ones time times day days week weeks month months year years hour hours minute minutes second
    seconds moment today tomorrow yesterday morning night point points part parts place places case cases
    example examples question questions answer answers problem problems idea ideas reason reasons fact
    number numbers couple course end start beginning side level terms term word words sense matter deal
    name names type types amount area areas line lines piece pieces side step steps thank thanks yeah ok okay
    god goodness gosh wow hey hello hi episode podcast show listener listeners guest host conversation talk
    interview audience everyone's world life work job right left top bottom half rest whole same other others
    first last next good best better great big small new old different certain many much more most few own
    real sure able nice cool interesting amazing important whatever whoever anyway mean know think going
    gonna wanna stuff's set sets version versions use uses user look feel feeling change changes effect
    experience experiences issue issues topic topics perspective situation situations opportunity
    opportunities choice choices option options order top-level situation interest difference differences""".split()
)
_WORDLIKE = re.compile(r"[^\W_][\w&+#./'’-]*")


@dataclass
class _Candidate:
    """A phrase as it is found: how often, where, and in which forms."""

    mentions: list[Mention] = field(default_factory=list)
    forms: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    names: int = 0


def topics(docs: Iterable[Doc], *, leave_out: Sequence[str] = ()) -> tuple[Topic, ...]:
    """Return a talk's topics, best first.

    Args:
        docs: Its passages, tagged, in order.
        leave_out: Names that are no topics here: the speakers', the show's.
    """
    banned = {word.lower() for name in leave_out for word in _WORDLIKE.findall(name)}
    found: dict[str, _Candidate] = defaultdict(_Candidate)
    passages = 0
    for index, doc in enumerate(docs):
        passages += 1
        for tokens in phrases(doc):
            if any(token.lower_ in banned for token in tokens):
                continue
            candidate = found[key_of(tokens)]
            start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
            candidate.mentions.append(Mention(index, start, end))
            candidate.forms[doc.text[start:end]] += 1
            candidate.names += all(token.pos_ == "PROPN" for token in tokens)
    scores = _scores(found, passages)
    best = sorted(scores, key=lambda key: (-scores[key], key))[:MOST]
    highest = scores[best[0]] if best else 1.0
    return tuple(_topic(key, found[key], scores[key] / highest) for key in best)


def phrases(doc: Doc) -> Iterator[list[Token]]:
    """Yield the noun phrases of a passage: adjectives, nouns and names up to a noun or name."""
    run: list[Token] = []
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN", "ADJ") and _WORDLIKE.fullmatch(token.text):
            run.append(token)
            continue
        if token.text == "-" and run and token.i + 1 < len(doc) and not token.whitespace_:
            run.append(token)
            continue
        yield from _trimmed(run)
        run = []
    yield from _trimmed(run)


def key_of(tokens: Sequence[Token]) -> str:
    """Return the form by which spellings and plurals of a phrase are one: lower-case lemmas."""
    lemmas = [token.lemma_.lower() or token.lower_ for token in tokens[-1:]]
    words = [token.lower_ for token in tokens[:-1]] + lemmas
    return " ".join(words).replace(" - ", "-").replace("’", "'")


def _trimmed(run: list[Token]) -> Iterator[list[Token]]:
    tokens = list(run)
    while tokens and (tokens[-1].pos_ == "ADJ" or tokens[-1].text == "-"):
        tokens.pop()
    while tokens and (tokens[0].lower_ in _GENERIC or tokens[0].text == "-"):
        tokens.pop(0)
    while (
        tokens and len(tokens) > 1 and tokens[-1].lower_ in _GENERIC and tokens[-1].pos_ != "PROPN"
    ):
        tokens.pop()
    if not tokens or len(tokens) > _LONGEST:
        return
    last = tokens[-1]
    if len(tokens) == 1 and (last.lower_ in _GENERIC or (len(last) < 3 and not last.is_upper)):
        return
    if last.pos_ in ("NOUN", "PROPN"):
        yield tokens


def _scores(found: dict[str, _Candidate], passages: int) -> dict[str, float]:
    """Return C-value times spread for every phrase that is said often enough."""
    inside: dict[str, list[int]] = defaultdict(list)
    counts = {key: len(candidate.mentions) for key, candidate in found.items()}
    for key, count in counts.items():
        words = key.split()
        for size in range(1, len(words)):
            for start in range(len(words) - size + 1):
                inside[" ".join(words[start : start + size])].append(count)
    out = {}
    for key, candidate in found.items():
        longer = inside.get(key, [])
        own = counts[key] - (sum(longer) / len(longer) if longer else 0) * 0.5
        least = 1 if candidate.names and len(key.split()) > 1 else _LEAST_MENTIONS
        if counts[key] < least or own <= 0:
            continue
        spread = len({m.passage for m in candidate.mentions}) / max(1, passages)
        weight = math.log2(len(key.split()) + 1) * (1.3 if candidate.names * 2 > counts[key] else 1)
        out[key] = weight * own * (0.3 + spread)
    return out


def _topic(key: str, candidate: _Candidate, score: float) -> Topic:
    name = max(candidate.forms, key=lambda form: (candidate.forms[form], form.islower(), form))
    return Topic(key=key, name=name, score=round(score, 4), mentions=tuple(candidate.mentions))
