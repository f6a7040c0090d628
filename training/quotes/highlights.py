"""The gold: sentences that a show's editors cut out, found again in the talks; and how recall is counted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest import chapters, passages
from ingest.models import Passage, Quote, Talk, Turn
from ingest.pipeline import read_talk
from ingest.quotes.features import HOSTS, Matrix, Sentence, features, sentences_of
from ingest.textmap import Locator

FOLDS = 6
CANDIDATE = 5  # words
_ALIKE = 0.7  # shared words, for gold whose words cleaning has changed


@dataclass(frozen=True)
class Labelled:
    """A talk, its sentences, and the editors' choices as groups of sentence numbers.

    A choice is one sentence as the gold has it. Where ours is cut otherwise it is a group: the
    choice is found when one of the group is.
    """

    name: str
    talk: Talk
    turns: tuple[Turn, ...]
    passages: tuple[Passage, ...]
    said: list[Sentence]
    rows: Matrix
    gold: list[list[int]]

    @property
    def of_turn(self) -> list[int | None]:
        return [turn.speaker for turn in self.turns]

    @property
    def candidates(self) -> np.ndarray:
        """Which sentences an editor could choose: the guests', of five words or more."""
        return np.array([s.role not in HOSTS and len(s.tokens) >= CANDIDATE for s in self.said])

    @property
    def chosen(self) -> np.ndarray:
        """1 for the editors' sentences."""
        out = np.zeros(len(self.said))
        out[[i for group in self.gold for i in group]] = 1
        return out


def read(folder: Path) -> list[Labelled]:
    """Return the talks that `gold.jsonl` names, read as `kb ingest` reads them."""
    out = []
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        file = folder / f"{record['talk']}.md"
        talk = read_talk(file.read_bytes(), file.name)
        of_turn = [turn.speaker for turn in talk.turns]
        _, turns = chapters.with_chapters(talk.turns, talk.chapters)
        said = sentences_of(turns, of_turn, talk.speakers)
        gold = [found(said, choice["text"]) for choice in record["highlights"]]
        cut = passages.passages(turns, of_turn)
        out.append(Labelled(record["talk"], talk, turns, cut, said, features(said, turns), gold))
    return out


def normal(text: str) -> list[str]:
    return re.findall(r"[a-z0-9']+", text.lower().replace("’", "'"))


def found(said: Sequence[Sentence], text: str) -> list[int]:
    """Return the numbers of the sentences that a choice is.

    Its words must be a sentence's words; else the sentences inside it, the run of them that
    covers most; else the sentence that shares at least 70% of the words. Empty: it is not there.
    """
    wanted = normal(text)
    ours = [normal(sentence.text) for sentence in said]
    exact = next((i for i, words in enumerate(ours) if words == wanted), None)
    if exact is not None:
        return [exact]
    joined = " ".join(wanted)
    runs: list[list[int]] = []
    for i, words in enumerate(ours):
        if len(words) >= 3 and " ".join(words) in joined:
            if runs and i - runs[-1][-1] <= 2:
                runs[-1].append(i)
            else:
                runs.append([i])
    if runs:
        return max(runs, key=lambda run: sum(len(ours[i]) for i in run))
    shared = [
        len(set(wanted) & set(words)) / max(len(set(wanted)), len(set(words)), 1) for words in ours
    ]
    best = int(np.argmax(shared))
    return [best] if shared[best] >= _ALIKE else []


def recall(ranked: Iterable[tuple[Labelled, Sequence[int]]], at: int) -> float:
    """Return the share of all the editors' choices among the first sentences of their talks."""
    hits = total = 0
    for talk, order in ranked:
        first = set(order[:at])
        hits += sum(bool(first.intersection(group)) for group in talk.gold)
        total += len(talk.gold)
    return hits / total


def sentences_in(talk: Labelled, quotes: Sequence[Quote]) -> list[list[int]]:
    """Return for each quote the numbers of the sentences of which it holds at least half."""
    places = {i: Locator(turn.segments) for i, turn in enumerate(talk.turns)}
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for number, s in enumerate(talk.said):
        place = places[s.turn]
        spans.setdefault(s.turn, []).append(
            (place.source_start(s.start), place.source_end(s.end), number)
        )
    return [
        [
            number
            for start, end, number in spans[quote.turn]
            if 2 * (min(end, quote.end) - max(start, quote.start)) >= end - start
        ]
        for quote in quotes
    ]


def folds(count: int, seed: int = 0) -> list[np.ndarray]:
    """Return the talks of each fold."""
    order = np.random.RandomState(seed).permutation(count)
    return [order[i::FOLDS] for i in range(FOLDS)]
