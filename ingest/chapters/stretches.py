"""Stretches: a talk in pieces of some 40 words, each with what it is about and who speaks."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from ingest.chapters.cues import Weights, strength
from ingest.models import Turn
from ingest.sentences import words

Matrix = npt.NDArray[np.float32]

_AIM = 40  # words
_BREAK = 1.6  # a turn that sounds so much like a beginning begins a stretch
_FEWEST = 10  # words of a stretch that is ended by such a turn
_VOICES = 0.1  # how much who speaks counts, beside what is said
_DIMENSIONS = 256
_MOST_WORDS = 3000
_EVERYWHERE = 0.5  # a word in more of the stretches than this share tells none from another
_CONTENT = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    """a able about actually after all almost also always am an and another any anything are around as at away back
    be because been before being best better big bit bunch but by call came can can't cannot come could course cuz
    day definitely did didn't different do does doesn't doing don't done dont down each else enough even ever every
    everybody everything exactly far feel few find first for from gave get getting give go goes going gonna good got
    great guess guys had happen hard has have having he hear her here hey him his hmm how however huh i if important
    in interesting into is isn't it it's its just keep kind know last least less let let's like little long look
    looking lot made make makes making many matter may maybe me mean might mine more most much must my myself
    need never new nice no not nothing now of off oh ok okay old on once one ones only or other others our out
    over own part people perhaps person place point pretty probably put question quite rather real really reason
    right said same saw say saying says see seem seen set she should side since small so some somebody someone
    something sometimes sort start started still stuff such sure take talk talking tell than thank thanks that
    that's thats the their them then there there's these they they're thing things think thinking this those though
    thought three through time times to together told too took tried true try trying turn two uh um under until up
    us use used using very wanna want wanted wants was way we we'll we're we've well went were weren't what when
    where whether which while who whole why will with within without word work would yeah year years yep yes yet you
    you're your youre didnt""".split()
)


@dataclass
class Stretch:
    """A few turns, from the turn `first` on: a chapter begins with a stretch or not at all."""

    first: int
    cue: float
    words: int = 0
    bag: Counter[str] = field(default_factory=Counter)
    voices: Counter[int | None] = field(default_factory=Counter)


def divided(turns: Sequence[Turn], *, weights: Weights | None = None) -> list[Stretch]:
    """Return a talk in stretches of whole turns.

    Args:
        turns: The talk's turns.
        weights: What the cues weigh; those that ship unless others are given.
    """
    out: list[Stretch] = []
    for index, turn in enumerate(turns):
        cue = strength(turns, index, weights)
        least = _FEWEST if cue >= _BREAK else _AIM
        if not out or out[-1].words >= least:
            out.append(Stretch(index, cue))
        count = words(turn.text)
        out[-1].words += count
        out[-1].voices[turn.speaker] += count
        out[-1].bag.update(_content(turn.text))
    return out


def vectors(pieces: Sequence[Stretch]) -> Matrix:
    """Return a row for every stretch: its words, by how rare they are in the talk, and its voices."""
    said = _unit(_projected(_weighted([piece.bag for piece in pieces])))
    names = {name: column for column, name in enumerate({v: 0 for p in pieces for v in p.voices})}
    voices = np.zeros((len(pieces), len(names)), dtype=np.float32)
    for row, piece in enumerate(pieces):
        for name, count in piece.voices.items():
            voices[row, names[name]] = count
    return np.hstack([said * math.sqrt(1 - _VOICES), _unit(voices) * math.sqrt(_VOICES)])


def _weighted(bags: Sequence[Counter[str]]) -> Matrix:
    known = Counter(word for bag in bags for word in bag)
    most = max(2.0, _EVERYWHERE * len(bags))
    vocabulary = [word for word, count in known.most_common() if 2 <= count <= most][:_MOST_WORDS]
    columns = {word: column for column, word in enumerate(vocabulary)}
    out = np.zeros((len(bags), len(columns)), dtype=np.float32)
    for row, bag in enumerate(bags):
        for word, count in bag.items():
            if word in columns:
                rare = math.log(len(bags) / known[word])
                out[row, columns[word]] = (1 + math.log(count)) * rare
    return out


def _projected(rows: Matrix) -> Matrix:
    """Return rows with fewer columns and about the same distances; the same in every run."""
    if rows.shape[1] <= _DIMENSIONS:
        return rows
    random = np.random.default_rng(0).standard_normal((rows.shape[1], _DIMENSIONS), np.float32)
    return _unit(rows) @ random


def _unit(rows: Matrix) -> Matrix:
    if not rows.shape[1]:
        return rows
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), dtype=np.float32)


def _content(text: str) -> list[str]:
    """Return the words that say something, without a plural's s."""
    found = (word for word in _CONTENT.findall(text.lower()) if word not in _COMMON)
    return [word[:-1] if len(word) > 3 and word[-1] == "s" != word[-2] else word for word in found]
