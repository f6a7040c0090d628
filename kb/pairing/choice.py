"""Which of several texts that lie beside each other is the talk's best transcript. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from ingest import textmap
from ingest.models import Cue, Document
from ingest.sentences import words
from ingest.speakers import is_unnamed
from kb import duplicates

_SAME = 0.25  # of five-word runs; see kb.doctor.across
_SAME_SHORT = 80  # of 100, where there are too few words for a sketch
_WHOLE = 0.6  # of the longest transcript's words; less, and it is cut off
_NOTES = 0.5  # of the transcript's words; show notes are shorter
_LABELLED = 0.5  # a label is worth half a name
_STOPS = re.compile(r"[.?!…]+(?=\s|$)")
_WORDS_A_STOP = 25  # more are a text whose stops are mostly missing


class Score(NamedTuple):
    """How good a transcript is, from what matters most to what matters least.

    Args:
        speakers: Share of the words whose speaker is named; a label counts half.
        times: Share of the words that are timed.
        punctuation: 1 where sentences end and begin as they should, 0 where there are none.
        words: How many it has.
    """

    speakers: float
    times: float
    punctuation: float
    words: int

    @property
    def rank(self) -> tuple[float, float, float, int]:
        """What to compare by: in tenths, so that a trifle never outweighs what comes after it."""
        return (
            round(self.speakers, 1),
            round(self.times, 1),
            round(self.punctuation, 1),
            self.words,
        )


class Choice(NamedTuple):
    """What each of several texts is, by name.

    Args:
        best: The transcript to use.
        alternatives: The same talk again, the better ones first.
        translations: The same talk in another language, as their names say.
        notes: Shorter texts about the talk.
        apart: Talks of their own, whose names only look alike.
    """

    best: str
    alternatives: tuple[str, ...] = ()
    translations: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class _Text:
    name: str
    text: str
    score: Score
    sketch: duplicates.Sketch


def score(document: Document) -> Score:
    """Return how good a transcript a document is."""
    spoken = [(cue, words(textmap.plain(cue.text))) for cue in document.cues if _is_talk(cue)]
    count = sum(n for _, n in spoken)
    if not count:
        return Score(0.0, 0.0, 0.0, 0)
    text = _plain(document)
    return Score(
        speakers=sum(_named(cue) * n for cue, n in spoken) / count,
        times=sum(n for cue, n in spoken if cue.start_ms is not None) / count,
        punctuation=_punctuation(text, count),
        words=count,
    )


def choose(
    documents: Mapping[str, Document], *, languages: Mapping[str, str] | None = None
) -> Choice:
    """Return the best transcript of a group's texts, and what the others are.

    Args:
        documents: What the readers made of the texts, by name; at least one.
        languages: Those that names say, by name.
    """
    languages = languages or {}
    ranked = sorted((_text(name, each) for name, each in documents.items()), key=_order)
    same = [text for text in ranked if text is ranked[0] or _is_same(ranked[0], text)]
    longest = max(text.score.words for text in same)
    best = next(text for text in same if text.score.words >= _WHOLE * longest)
    found: dict[str, list[str]] = {"alternatives": [], "translations": [], "notes": [], "apart": []}
    for text in ranked:
        if text in same and text is not best:
            found["alternatives"].append(text.name)
        elif text is not best:
            found[_other(text, best, languages)].append(text.name)
    return Choice(best.name, **{what: tuple(names) for what, names in found.items()})


def _text(name: str, document: Document) -> _Text:
    text = _plain(document)
    return _Text(name, text, score(document), duplicates.sketch(text))


def _order(text: _Text) -> tuple[float, float, float, int, str]:
    speakers, times, punctuation, count = text.score.rank
    return -speakers, -times, -punctuation, -count, text.name


def _is_talk(cue: Cue) -> bool:
    return bool(cue.text) and cue.kind in ("speech", "question") and cue.mark is None


def _plain(document: Document) -> str:
    return " ".join(textmap.plain(cue.text) for cue in document.cues if _is_talk(cue))


def _named(cue: Cue) -> float:
    if cue.speaker is None:
        return _LABELLED if cue.kind == "question" else 0.0
    return _LABELLED if is_unnamed(cue.speaker) else 1.0


def _punctuation(text: str, count: int) -> float:
    stops = min(1.0, len(_STOPS.findall(text)) * _WORDS_A_STOP / count)
    letters = sum(c.isalpha() for c in text)
    capitals = sum(c.isupper() for c in text)
    one_case = capitals > letters * 0.8 or not capitals
    return stops / 2 if one_case else stops


def _is_same(one: _Text, other: _Text) -> bool:
    if min(one.score.words, other.score.words) < duplicates.SHORTEST:
        return fuzz.token_set_ratio(one.text.lower(), other.text.lower()) >= _SAME_SHORT
    return duplicates.compare(one.sketch, other.sketch)[1] >= _SAME


def _other(text: _Text, best: _Text, languages: Mapping[str, str]) -> str:
    """Return what a text is whose words are not the transcript's."""
    if languages.get(text.name) != languages.get(best.name):
        return "translations"
    shorter = text.score.words < _NOTES * best.score.words
    return "notes" if shorter and text.score.rank[:2] < best.score.rank[:2] else "apart"
