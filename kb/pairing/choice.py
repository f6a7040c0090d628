"""Which of several texts that lie beside each other is the talk's best transcript. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz

from ingest import textmap
from ingest.models import Cue, Document
from ingest.sentences import words
from ingest.speakers import is_unnamed
from kb import duplicates

_SAME_SHORT = 80  # of 100, where there are too few words for a sketch
_WHOLE = 0.6  # of the longest transcript's words; less, and it is cut off
_NOTES = 0.5  # of the transcript's words; show notes are shorter
_MOSTLY = 0.75
_REASONS = (
    ("speakers", "names no speakers", "names fewer speakers"),
    ("times", "has no times", "has fewer times"),
    ("punctuation", "has no punctuation", "has less punctuation"),
)
_MERITS = (("speakers", "names its speakers"), ("times", "has times"))
_LABELLED = 0.5  # a label is worth half a name
_STOPS = re.compile(r"[.?!…]+(?=\s|$)")
_WORDS_A_STOP = 25  # more are a text whose stops are mostly missing


class Score(NamedTuple):
    """How good a transcript is, from what matters most to what matters least.

    Args:
        speakers: Share of the words whose speaker is named; a label counts half.
        times: Share of the words that are timed.
        punctuation: 1 where sentences end and begin as they should, 0 where there are none.
        voices: How many speakers it tells apart.
        words: How many it has.
    """

    speakers: float
    times: float
    punctuation: float
    voices: int
    words: int

    @property
    def rank(self) -> tuple[float, float, float, int, int]:
        """What to compare by: in tenths, so that a trifle never outweighs what comes after it."""
        return (
            round(self.speakers, 1),
            round(self.times, 1),
            round(self.punctuation, 1),
            self.voices,
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
        return Score(0.0, 0.0, 0.0, 0, 0)
    text = _plain(document)
    return Score(
        speakers=sum(_named(cue) * n for cue, n in spoken) / count,
        times=sum(n for cue, n in spoken if cue.start_ms is not None) / count,
        punctuation=_punctuation(text, count),
        voices=len({cue.speaker for cue, _ in spoken if cue.speaker is not None}),
        words=count,
    )


def choose(
    documents: Mapping[str, Document],
    *,
    languages: Mapping[str, str] | None = None,
    notes: Collection[str] = (),
) -> Choice:
    """Return the best transcript of a group's texts, and what the others are.

    Args:
        documents: What the readers made of the texts, by name; at least one.
        languages: Those that names say, by name.
        notes: Those whose names say that they are about the talk.
    """
    languages = languages or {}
    ranked = sorted(
        (_text(name, each) for name, each in documents.items()),
        key=lambda text: (text.name in notes, _order(text)),
    )
    same = [text for text in ranked if text is ranked[0] or _is_same(ranked[0], text)]
    longest = max(text.score.words for text in same)
    best = next(text for text in same if text.score.words >= _WHOLE * longest)
    found: dict[str, list[str]] = {"alternatives": [], "translations": [], "notes": [], "apart": []}
    for text in ranked:
        if text in same and text is not best:
            found["alternatives"].append(text.name)
        elif text is not best:
            kind = "notes" if text.name in notes else _other(text, best, languages)
            found[kind].append(text.name)
    return Choice(best.name, **{what: tuple(names) for what, names in found.items()})


def reason(best: Score, other: Score) -> str:
    """Return why another transcript of the same talk is not the one that is read."""
    if other.words < _WHOLE * best.words:
        return f"is cut off: it has {other.words:,} of {best.words:,} words"
    for name, none, fewer in _REASONS:
        mine, its = getattr(best, name), getattr(other, name)
        if round(its, 1) < round(mine, 1):
            return none if round(its, 1) == 0 else fewer
    if other.voices < best.voices:
        return "tells fewer speakers apart"
    return "says the same" if other.words == best.words else "has fewer words"


def merit(best: Score) -> str:
    """Return what speaks for a transcript, to be read after "it"."""
    found = [said for name, said in _MERITS if getattr(best, name) >= _MOSTLY]
    return " and ".join(found) or "has the most words"


def _text(name: str, document: Document) -> _Text:
    text = _plain(document)
    return _Text(name, text, score(document), duplicates.sketch(text))


def _order(text: _Text) -> tuple[float, float, float, int, int, str]:
    speakers, times, punctuation, voices, count = text.score.rank
    return -speakers, -times, -punctuation, -voices, -count, text.name


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
    return duplicates.compare(one.sketch, other.sketch)[1] >= duplicates.SAME


def _other(text: _Text, best: _Text, languages: Mapping[str, str]) -> str:
    """Return what a text is whose words are not the transcript's."""
    if languages.get(text.name) != languages.get(best.name):
        return "translations"
    shorter = text.score.words < _NOTES * best.score.words
    return "notes" if shorter and text.score.rank[:2] < best.score.rank[:2] else "apart"
