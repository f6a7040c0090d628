"""Which cues make one turn: neighbours of one speaker, and sentences torn apart by crosstalk.

Recognisers that follow two voices at once cut sentences into shreds:

    Michael: Can / Amir: That's / Michael: you / Amir: a / Michael: explain / Amir: mouthful. / …

Each shred is the middle of a sentence that its speaker goes on with a few words later. So a cue
joins its speaker's last turn if that turn's last sentence is still open and only a few words by
others stand between.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest import textmap
from ingest.models import Cue

_CLOSED = re.compile(r"[.?!…:;\"”)\]]['’\"”)]*$|--?$|[—–]$")
# Transcribers write "…" or "--" where a voice breaks off, and again where it goes on.
_PAUSED = re.compile(r"(?:\.\.\.|…|--?|[—–])$")
_RESUMED = re.compile(r"(?:\.\.\.|…|--?|[—–])\s?[a-z]")
_HAS_STOP = re.compile(r"[.?!…]")
_MOST_WORDS_BETWEEN = 12
_MOST_CUES_BETWEEN = 6
_MOST_WORDS_UNPUNCTUATED = 3
_A_SENTENCE = 25  # characters: text this long has a stop somewhere, if anything has


def group(cues: Sequence[Cue]) -> list[tuple[int, ...]]:
    """Return, for each turn, the indexes of its cues, in the order in which turns begin.

    Headings end every turn. Unnamed speech is one turn until a heading, a question or a name;
    so is a speaker's speech with nobody in between.
    """
    between = _limit(cues)
    turns: list[list[int]] = []
    last_of: dict[str | None, int] = {}
    for index, cue in enumerate(cues):
        if cue.kind == "heading":
            last_of.clear()
            continue
        voice = "?" if cue.kind == "question" else cue.speaker
        last = last_of.get(voice)
        if last is not None and _continues(cues, turns[last], index, between):
            turns[last].append(index)
            continue
        last_of[voice] = len(turns)
        turns.append([index])
    return [tuple(turn) for turn in turns]


def _limit(cues: Sequence[Cue]) -> int:
    """Return how many words may stand between; fewer where nobody set any stops."""
    long = [text for cue in cues if len(text := textmap.plain(cue.text)) > _A_SENTENCE]
    stopped = sum(1 for text in long if _HAS_STOP.search(text))
    return _MOST_WORDS_BETWEEN if stopped * 2 > len(long) else _MOST_WORDS_UNPUNCTUATED


def _continues(cues: Sequence[Cue], turn: list[int], index: int, limit: int) -> bool:
    cue = cues[index]
    if cue.mark is not None or cues[turn[-1]].mark is not None:
        return cues[turn[-1]].mark == cue.mark and turn[-1] == index - 1
    if turn[-1] == index - 1:
        return True
    if cue.speaker is None or index - turn[-1] - 1 > _MOST_CUES_BETWEEN:
        return False
    words = sum(len(textmap.plain(c.text).split()) for c in cues[turn[-1] + 1 : index])
    if words > limit:
        return False
    before = textmap.plain(cues[turn[-1]].text).rstrip()
    after = textmap.plain(cue.text).lstrip()
    between = textmap.plain(cues[index - 1].text).rstrip()
    if not before or not after:
        return False
    if _RESUMED.match(after) and _PAUSED.search(before[-8:]):
        return True
    if _CLOSED.search(before[-8:]):
        return False
    # Behind a comma a capital letter may begin what is quoted, but only if the other is cut off, too.
    return after[0].islower() or (before.endswith(",") and not _CLOSED.search(between[-8:]))
