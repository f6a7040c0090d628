"""Candidates: a talk's sentences, what each says, and which may stand alone in a summary."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ingest.models import Analysis, Saying
from ingest.quotes.features import HOSTS
from ingest.quotes.places import home
from ingest.quotes.promotion import promotions
from ingest.quotes.reading import cost
from ingest.quotes.spans import acceptable, asks
from ingest.quotes.standing import leans, trimmed
from ingest.sentences import words
from ingest.topics.keys import word_key

_SHORTEST, _LONGEST = 8, 40  # words
# What is said about the talk itself, and what sends people elsewhere.
_ASIDE = re.compile(
    r"^(?:let me|let us|let['’]s)\b|\b(?:for more (?:on|about)|be sure to|check out|sign up|read more"
    r"|learn more|tune in|stay tuned|before we (?:start|begin|get))\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")


@dataclass(frozen=True)
class Candidate:
    """A sentence: `[start, end)` of a turn's clean text, without what only ties it to others.

    Args:
        sentence: Its words, whole.
        text: The words that a summary would show.
        passage: The index of the passage that it is in.
        chapter: The index of its chapter.
        host: Whether a host says it.
        content: The keys of its words of three letters and more.
        topics: The indexes of the talk's topics that it names.
    """

    turn: int
    start: int
    end: int
    sentence: str
    text: str
    passage: int
    chapter: int | None
    host: bool
    content: frozenset[str]
    topics: set[int] = field(default_factory=set)

    @cached_property
    def fits(self) -> bool:
        """Whether it has neither too few words nor too many, and does not ask."""
        return _SHORTEST <= words(self.text) <= _LONGEST and not asks(self.sentence)

    @cached_property
    def stands(self) -> bool:
        """Whether it is whole, leans on nothing before it, and is not about the talk itself."""
        whole = acceptable(self.sentence) and not leans(self.text)
        return whole and not _ASIDE.search(self.text)

    @cached_property
    def cost(self) -> float:
        """What its wording costs it, as it does a quote."""
        return cost(self.text)


def candidates(analysis: Analysis) -> list[Candidate]:
    """Return the sentences of a talk in order; advertisements and notices are left out."""
    turns = analysis.turns
    sold = promotions(turns, [turn.speaker for turn in turns])
    homes = list(home(analysis.sayings, analysis.passages))
    found = [
        _candidate(analysis, saying, passage)
        for saying, passage in zip(analysis.sayings, homes, strict=True)
        if saying.turn not in sold and not analysis.passages[passage].boilerplate
    ]
    starts = [(candidate.turn, candidate.start) for candidate in found]
    for turn, char, topic in _named(analysis):
        at = bisect_right(starts, (turn, char)) - 1
        if at >= 0 and found[at].turn == turn and char < found[at].end:
            found[at].topics.add(topic)
    return found


def _candidate(analysis: Analysis, saying: Saying, passage: int) -> Candidate:
    turn = analysis.turns[saying.turn]
    sentence = turn.text[saying.start : saying.end]
    start = saying.start + trimmed(sentence)
    text = turn.text[start : saying.end]
    return Candidate(
        turn=saying.turn,
        start=start,
        end=saying.end,
        sentence=sentence,
        text=text,
        passage=passage,
        chapter=turn.chapter,
        host=turn.speaker is not None and analysis.speakers[turn.speaker].role in HOSTS,
        content=frozenset(word_key(word) for word in _WORD.findall(text)),
    )


def _named(analysis: Analysis) -> Iterator[tuple[int, int, int]]:
    """Yield where which topic is named: turn, character of its clean text, and topic's index."""
    for index, topic in enumerate(analysis.topics):
        for mention in topic.mentions:
            at = mention.start
            for part in analysis.passages[mention.passage].parts:
                if at < part.end - part.start:
                    yield part.turn, part.start + at, index
                    break
                at -= part.end - part.start + 1  # passages hold their parts a line each
