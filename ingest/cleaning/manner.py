"""How a file writes talk down: in English or not, with stops or without, in capitals or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ingest import textmap
from ingest.models import Cue

# What every English sentence is full of, and no other language is.
_ENGLISH = frozenset(
    """the and to of that is it you in for have this we was with be are but they not on what so do if as can
    about just i it's that's don't i'm there like my would your all one at from how which because""".split()
)
_ENGLISH_SHARE = 0.2  # of the words; German, Dutch, French and Spanish stay under a tenth
_STOP = re.compile(r"[.?!…](?=[\s\"”’')\]]|$)")
_FEWEST = 25  # words, to tell anything
_UNSTOPPED = 1 / 60  # stops a word; people end a sentence every 15
_CAPITALS, _SMALL = 0.85, 0.004  # of the letters
_SAMPLE = 3_000  # words
_WITHOUT = 60  # words of one turn without a stop, in a file that has stops elsewhere


class Manner(NamedTuple):
    """How a file writes talk down.

    Args:
        english: Whether steps that go by English words may run.
        stopped: Whether sentences end with stops.
        capitals: Whether everything is in capitals.
        small: Whether there are no capitals at all.
        names: Words of the speakers' names, as they are written, by their small letters.
    """

    english: bool = True
    stopped: bool = True
    capitals: bool = False
    small: bool = False
    names: tuple[tuple[str, str], ...] = ()

    def lacks_stops(self, text: str) -> bool:
        """Return whether a turn of this file is without the stops that it should have."""
        words = len(text.split())
        stops = len(_STOP.findall(text))
        if not self.stopped:
            return stops <= words * _UNSTOPPED * 2
        return words >= _WITHOUT and stops <= 1 and text.count(",") <= words * _UNSTOPPED


def of_cues(cues: Sequence[Cue]) -> Manner:
    """Return how a talk is written down, by its first words and its speakers' names."""
    spoken = (cue for cue in cues if cue.kind in ("speech", "question") and cue.mark is None)
    manner = of_texts(textmap.plain(cue.text) for cue in spoken)
    return manner._replace(names=tuple(sorted(_names(cues))))


def of_texts(texts: Iterable[str]) -> Manner:
    """Return how texts are written down, by their first words; as usual where they are few."""
    said = list(_sample(texts))
    words = [word for text in said for word in text.split()]
    if len(words) < _FEWEST:
        return Manner()
    plain = [word.lower().replace("’", "'").strip('.,?!"') for word in words]
    english = sum(word in _ENGLISH for word in plain) >= _ENGLISH_SHARE * len(words)
    letters = [c for text in said for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return Manner(
        english=english,
        stopped=sum(len(_STOP.findall(text)) for text in said) >= _UNSTOPPED * len(words),
        capitals=upper >= _CAPITALS * len(letters),
        small=upper <= _SMALL * len(letters),
    )


def _sample(texts: Iterable[str]) -> Iterable[str]:
    count = 0
    for text in texts:
        yield text
        count += len(text.split())
        if count > _SAMPLE:
            return


def _names(cues: Sequence[Cue]) -> set[tuple[str, str]]:
    labels = {cue.speaker for cue in cues if cue.speaker is not None}
    words = {word for label in labels for word in re.findall(r"[^\W\d_]{3,}", label)}
    return {(w.lower(), w.capitalize() if w.isupper() else w) for w in words if w[0].isupper()}
