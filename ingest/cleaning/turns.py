"""From the cues of one turn to the turn: joined, cleaned by the level's steps, and with its times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ingest import textmap
from ingest.cleaning import backchannels, capitals, stops
from ingest.cleaning.manner import Manner
from ingest.cleaning.steps import Level, clean_text
from ingest.cleaning.words import (
    ARTICLES,
    ASKING,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTRACTED,
    OPENERS,
    PREPOSITIONS,
    SUBJECTS,
    folded,
)
from ingest.models import Anchor, Cue, Mark, Turn
from ingest.textmap import Edit, Text

_TORN = ("crosstalk", "backchannel")
_PAUSED = re.compile(r"\s?(?:\.\.\.|…|--?|[—–])\Z")
_RESUMED = re.compile(r"(?:\.\.\.|…|--?|[—–])\s?(?=[a-z])")
_WORD = re.compile(r"[\w'’]+")
# A sentence goes on with one of these, and behind one of those no sentence ends.
_LINKS = CONJUNCTIONS | PREPOSITIONS | frozenset("which who when where before after".split())
_LINKED = CONJUNCTIONS | frozenset("that which who when where also".split())
_GOVERNS = ARTICLES | (PREPOSITIONS - {"about"}) | AUXILIARIES
_ANEW = ARTICLES | SUBJECTS | CONTRACTED | ASKING | OPENERS | frozenset("you it this there".split())


def turn_of(
    source: str,
    cues: Sequence[Cue],
    group: Sequence[int],
    level: Level,
    manner: Manner,
) -> Turn | None:
    """Return the turn that some cues make, None where nothing is left of their words.

    Args:
        source: The decoded file.
        cues: The talk's cues.
        group: The indexes of the turn's.
        level: How much to clean.
        manner: How the file writes talk down.
    """
    worded = [index for index in group if cues[index].text]
    if not worded:
        return None
    text = _joined(source, cues, worded)
    if level != "off":
        text = _cleaned(text, level, manner, [cues[index] for index in worded])
    if not textmap.plain(text).strip():
        return None
    anchors = tuple(
        Anchor(cue.text[0].start, cue.start_ms)
        for cue in (cues[index] for index in worded)
        if cue.start_ms is not None
    )
    turn = Turn(speaker=None, segments=text, anchors=anchors, end_ms=cues[worded[-1]].end_ms)
    return turn.model_copy(update={"marks": _said_by_reader(turn, cues[worded[0]])})


def _joined(source: str, cues: Sequence[Cue], worded: Sequence[int]) -> Text:
    """Return the words of a turn's cues as one text, paragraphs kept apart."""
    out = list(cues[worded[0]].text)
    for before, index in pairwise(worded):
        torn = index - before > 1
        apart = cues[index].paragraph and not torn
        glue, rule = ("\n\n", "paragraph") if apart else (" ", "crosstalk" if torn else "join")
        if torn and all(backchannels.only_listens(c) for c in cues[before + 1 : index]):
            rule = "backchannel"
        out.append(textmap.between(source, out[-1], cues[index].text[0], glue, rule))
        out.extend(cues[index].text)
    return _mended(tuple(out))


def _mended(text: Text) -> Text:
    """Return a text without the dots that say where a sentence was torn: "a thing that... ...we had".

    Where another clause may begin behind them ("to the spaceship... ...they ship") one pair stays.
    """
    plain = textmap.plain(text)
    edits: list[Edit] = []
    place = 0
    for segment in text:
        if segment.rule in _TORN:
            before = _PAUSED.search(plain, max(0, place - 4), place)
            after = _RESUMED.match(plain, place + len(segment.text))
            if before and after:
                whole = _is_one(
                    plain[max(0, before.start() - 40) : before.start()], plain, after.end()
                )
                start = before.start() if whole else place
                edits.append(Edit(start, after.end(), segment.text, segment.rule))
        place += len(segment.text)
    return textmap.apply(text, edits)


def _is_one(said: str, text: str, at: int) -> bool:
    """Return whether what was said plainly goes on, as one clause, at a character of a text."""
    last = [folded(word) for word in _WORD.findall(said)][-2:]
    first = [folded(word) for word in _WORD.findall(text[at : at + 40])][:2]
    if not last or not first or not said[-1].isalnum():
        return False
    before, after = last[-1], first[0]
    if before == after or last == first:
        return False
    if after in _LINKS:
        return True
    if before in _LINKED:
        return after not in ASKING | CONTRACTED
    return before in _GOVERNS and after not in _ANEW


def _cleaned(text: Text, level: Level, manner: Manner, cues: Sequence[Cue]) -> Text:
    """Return a turn's text as it reads well: small letters first, stops and names last."""
    if manner.capitals:
        text = textmap.apply(text, capitals.quiet(textmap.plain(text)))
    text = clean_text(text, level, english=manner.english)
    if not manner.english:
        return text
    plain = textmap.plain(text)
    if manner.lacks_stops(plain):
        text = textmap.apply(text, stops.stops(plain, _pauses(text, cues)))
    elif manner.capitals or manner.small:
        text = textmap.apply(text, stops.begun(plain))
    if manner.capitals or manner.small:
        text = textmap.apply(text, capitals.named(textmap.plain(text), manner))
    return text


def _pauses(text: Text, cues: Sequence[Cue]) -> dict[int, int]:
    """Return, by the clean character at which a cue begins, the silence before it."""
    timed = [
        (after.text[0].start, after.start_ms - before.end_ms)
        for before, after in pairwise(cues)
        if before.end_ms is not None and after.start_ms is not None
    ]
    places = textmap.clean_places(text, [char for char, _ in timed])
    return dict(zip(places, (pause for _, pause in timed), strict=True))


def _said_by_reader(turn: Turn, first: Cue) -> tuple[Mark, ...]:
    """Return a mark over a turn that the reader knows to be no talk."""
    kind = "event" if first.kind == "event" else first.mark
    return (Mark(0, len(turn.text), kind, "reader"),) if kind is not None else ()
