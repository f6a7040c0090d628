"""The numbers that a sentence is judged by: its own signs, and its place in turn and talk."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ingest.models import Speaker, Turn
from ingest.passages import spoken
from ingest.quotes.signs import BUILD, SIGNS, own, tidy

Matrix = NDArray[np.float32]

PLACE = (
    "into the turn", "ends the turn", "turn's sentences", "into the talk", "into the talk squared",
    "opening", "closing", "first half", "talk's words", "content words", "announced",
    "speaker's share", "after a question", "turn before",
)  # fmt: skip
NAMES = (*SIGNS, *BUILD, *PLACE)
HOSTS = ("host", "interviewer")
_OPENING = 40  # sentences in which a host says what the talk will be about

_TOKEN = re.compile(r"[a-z0-9']+")
_COMMON = frozenset(
    "very like know think mean going gonna kind sort thing things because about then than also can could would should "
    "will some more most over well okay yeah right people want make said come back even still much many something "
    "actually really just that this these those there here what which whom when where have been being does from with "
    "your their they them were into".split()
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a talk: `[start, end)` of a turn's clean text."""

    turn: int
    start: int
    end: int
    order: int  # in its turn
    siblings: int  # sentences of that turn
    speaker: int | None
    role: str
    text: str  # made tidy

    @cached_property
    def tokens(self) -> list[str]:
        """Its words in lower case."""
        return _TOKEN.findall(self.text.lower())

    @cached_property
    def content(self) -> list[str]:
        """Its words that carry a meaning."""
        return [word for word in self.tokens if len(word) > 3 and word not in _COMMON]


def sentences_of(
    turns: Sequence[Turn], speakers: Sequence[int | None], cast: Sequence[Speaker]
) -> list[Sentence]:
    """Return a talk's sentences that no mark covers, in order."""
    out: list[Sentence] = []
    for index, turn in enumerate(turns):
        speaker = speakers[index]
        role = cast[speaker].role if speaker is not None else "unknown"
        spans = spoken(turn)
        out.extend(
            Sentence(index, a, b, i, len(spans), speaker, role, tidy(turn.text[a:b]))
            for i, (a, b) in enumerate(spans)
        )
    return out


def features(said: Sequence[Sentence], turns: Sequence[Turn]) -> Matrix:
    """Return a row for each sentence, a column for each of `NAMES`."""
    talk = _Talk.of(said, turns)
    rows = [
        [*own(sentence.text, sentence.tokens), *talk.place(sentence, number)]
        for number, sentence in enumerate(said)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(NAMES))


@dataclass(frozen=True)
class _Talk:
    """What is counted once a talk."""

    sentences: int
    holding: Counter[str]  # in how many sentences a word is
    announced: frozenset[str]
    shares: dict[int | None, float]
    before: list[
        tuple[float, float]
    ]  # of each turn: whether a question ends the one before it, its size

    @classmethod
    def of(cls, said: Sequence[Sentence], turns: Sequence[Turn]) -> _Talk:
        words: Counter[int | None] = Counter()
        for sentence in said:
            words[sentence.speaker] += len(sentence.tokens)
        total = max(1, words.total())
        texts = ["", *(turn.text for turn in turns)]
        return cls(
            sentences=max(1, len(said)),
            holding=Counter(word for s in said for word in set(s.content)),
            announced=frozenset(w for s in said[:_OPENING] if s.role in HOSTS for w in s.content),
            shares={speaker: count / total for speaker, count in words.items()},
            before=[
                (float(text.rstrip().endswith("?")), math.log1p(len(text.split())))
                for text in texts[:-1]
            ],
        )

    def place(self, sentence: Sentence, number: int) -> list[float]:
        """Return what a sentence's surroundings show, in the order of `PLACE`."""
        content, into = sentence.content, number / self.sentences
        common = [math.log(self.holding[word]) for word in content]
        announced = sum(word in self.announced for word in set(content))
        return [
            sentence.order / max(1, sentence.siblings - 1),
            float(sentence.order == sentence.siblings - 1),
            math.log(sentence.siblings),
            into,
            into * into,
            float(into < 0.06),
            float(into > 0.88),
            float(0.08 < into < 0.45),
            sum(common) / max(1, len(common)),
            len(content) / max(1, len(sentence.tokens)),
            announced / max(1, len(content)),
            self.shares[sentence.speaker],
            *self.before[sentence.turn],
        ]
