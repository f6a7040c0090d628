"""What a recogniser writes where nobody speaks, told by structure: by times, and by repetition.

Where a file gives times, words that cannot have been said in theirs are an invention (nobody says
fifteen a second), and so is a phrase that recognisers are known to hear in silence, if it fills a
caption much longer than it takes to say, or stands apart from all else. A loop needs no times.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest import textmap
from ingest.models import Cue, Mark
from ingest.textmap import Text

# What recognisers hear in silence. A whole turn or caption that is only this, amid others, was not said.
PHRASES = re.compile(
    r"(?:thanks?(?: you)?(?: so much| very much)? for (?:watching|listening|viewing)(?: (?:this|the) video)?"
    r"|please (?:like and )?subscribe(?: to (?:my|our|the) channel)?"
    r"|(?:don't forget to )?(?:like and subscribe|like,? share,? and subscribe)"
    r"|sub(?:titles|titled|titling) by .{2,60}|transcri(?:bed|ption) by .{2,60}|captions? by .{2,60}"
    r"|see you (?:in the next (?:video|one)|next time)|amara\.org.{0,40}"
    r"|www\.[a-z0-9.-]{3,40}|music|silence)[.!]*",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?:thank you|thanks|you|bye|okay|so|oh)[.!]*", re.IGNORECASE)
_SLOW_MS, _APART_MS = 4000, 4000
_A_WORD_MS = 500
_CLOSING = 0.95  # of the captions: what is said after this may be a real goodbye
_FASTEST = 15.0  # words a second
_USUAL = 6.0
_FEWEST = 8  # words
_WORD = re.compile(r"[\w'’]+")
_OFTEN, _OFTEN_ALONE = 5, 8  # rounds of several words, and of one
_LOOP_WORDS = 12
_DIFFERING = 0.65  # of a sentence's words; people who do not loop say more different ones
_LONGEST_PERIOD = 12


def unsaid(cues: Sequence[Cue]) -> dict[int, str]:
    """Return the captions of a talk that nobody said, by their index, with the rule that tells."""
    timed = [(i, c) for i, c in enumerate(cues) if c.start_ms is not None and c.end_ms is not None]
    if len(timed) < _FEWEST:
        return {}
    out: dict[int, str] = {}
    rates = {i: _rate(cue) for i, cue in timed}
    usual = median(rates.values()) <= _USUAL
    last = int(len(timed) * _CLOSING)
    for place, (index, cue) in enumerate(timed):
        text = textmap.plain(cue.text).strip()
        if usual and rates[index] > _FASTEST and len(text.split()) >= _FEWEST:
            out[index] = "rate"
        elif place < last and (PHRASES.fullmatch(text) or _SHORT.fullmatch(text)):
            slow = _lasts(cue) - _A_WORD_MS * len(text.split()) >= _SLOW_MS
            apart = _apart(timed, place) >= _APART_MS
            if slow or apart:
                out[index] = "silence"
    return out


def placed(text: Text, cues: Sequence[Cue], rules: Sequence[str | None]) -> list[Mark]:
    """Return marks over those of a turn's cues that have a rule."""
    spans = [textmap.span(cue.text) for cue in cues]
    starts = textmap.clean_places(text, [start for start, _ in spans])
    ends = textmap.clean_places(text, [end for _, end in spans])
    return [
        Mark(start, end, "invention", rule)
        for start, end, rule in zip(starts, ends, rules, strict=True)
        if rule is not None and start < end
    ]


def loops(text: str, spans: Sequence[tuple[int, int]]) -> list[Mark]:
    """Return what is said over and over, without any stops, after its first round.

    Args:
        text: A turn's clean text.
        spans: Its sentences; a loop makes a long one, of few words that differ.
    """
    return [mark for start, end in spans for mark in _loops(text, start, end)]


def _loops(text: str, start: int, end: int) -> list[Mark]:
    if end - start < 4 * _LOOP_WORDS:
        return []
    found = list(_WORD.finditer(text, start, end))
    said = [match[0].lower() for match in found]
    if len(said) < _LOOP_WORDS or len(set(said)) > _DIFFERING * len(said):
        return []
    out: list[Mark] = []
    at = 0
    while at < len(said):
        period, rounds = _period(said, at)
        if rounds * period >= _LOOP_WORDS and rounds >= (_OFTEN if period > 1 else _OFTEN_ALONE):
            last = at + period * rounds - 1
            out.append(Mark(found[at + period].start(), found[last].end(), "invention", "loop"))
            at = last
        at += 1
    return out


def _period(said: Sequence[str], at: int) -> tuple[int, int]:
    """Return how many words, from a place on, are said again at once, and how often: (1, 1) if none."""
    for period in range(1, _LONGEST_PERIOD + 1):
        end = at + period
        while end < len(said) and said[end] == said[end - period]:
            end += 1
        rounds = (end - at) // period
        if rounds >= _OFTEN:
            return period, rounds
    return 1, 1


def _rate(cue: Cue) -> float:
    lasts = _lasts(cue)
    return 1000 * len(textmap.plain(cue.text).split()) / lasts if lasts > 0 else 0.0


def _lasts(cue: Cue) -> int:
    return (cue.end_ms or 0) - (cue.start_ms or 0)


def _apart(timed: Sequence[tuple[int, Cue]], place: int) -> int:
    """Return the silence on the side of a caption on which it is shorter."""
    times = [
        ((cue.start_ms or 0), (cue.end_ms or 0)) for _, cue in timed[max(0, place - 1) : place + 2]
    ]
    gaps = [after[0] - before[1] for before, after in pairwise(times)]
    return min(gaps) if len(gaps) == 2 else 0
