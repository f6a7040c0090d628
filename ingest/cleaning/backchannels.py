"""Back-channels: what a listener says while somebody else has the floor ("Yeah.", "Mm-hmm.").

Inside somebody else's sentence they are no turns: the sentence is rejoined, and what was said
into it is noted at its place. A "Yeah." that answers a question is a turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest import textmap
from ingest.models import Backchannel, Cue, Turn
from ingest.sentences import sentences, words

_GOES_ON = (
    r"m+[\s-]*h+m+|mhm+|u+h[\s-]+h?u+h|h?m{2,}|h+m+|yeah|yep|yup|right|okay|ok|wow|oh|ah|huh|sure|interesting|cool|nice"
    r"|gotcha|i see|(?:my )?gosh|amazing|awesome|alright|all right|great|good|yeah|(?:ha)+|fascinating|fantastic"
)
_AGREES = (
    r"yes|exactly|totally|absolutely|definitely|of course|for sure|true|that's (?:right|true)|indeed|correct"
    r"|man|my|gosh|certainly|precisely"
)
_PARTED = r"[\s,.!…-]+"
_LISTENS = re.compile(rf"(?:(?:{_GOES_ON}){_PARTED})+", re.IGNORECASE)
_LISTENS_OR_AGREES = re.compile(rf"(?:(?:{_GOES_ON}|{_AGREES}){_PARTED})+", re.IGNORECASE)
_MOST_WORDS = 4

# What asks without a question mark, and what answers.
_ADDRESSED = re.compile(r"\b(?:you|your|you're|you've|yours|right|correct)\b", re.IGNORECASE)
_REPLIES = re.compile(
    r"\W*(?:yeah|yes|yep|yup|no|nope|okay|ok|right|exactly|good|great|thanks?|sure|cool|nice|awesome|correct"
    r"|absolutely|i know|that's (?:good|great|cool|nice|awesome|fair|interesting)|oh|alright|all right|wow)\b",
    re.IGNORECASE,
)
_FEWEST = 8  # words: who says fewer does not have the floor


def listens(text: str, *, inside: bool = True) -> bool:
    """Return whether somebody who says this only listens.

    Args:
        text: All that they say.
        inside: Whether it is said into a sentence that goes on; then agreement ("Exactly.") is
            no more than that, and between two sentences it is.
    """
    text = text.strip()
    if words(text) > _MOST_WORDS or "?" in text:
        return False
    pattern = _LISTENS_OR_AGREES if inside else _LISTENS
    return pattern.fullmatch(text + " ") is not None


def folded(
    cues: Sequence[Cue], groups: Sequence[tuple[int, ...]], *, between: bool
) -> list[tuple[int, ...]]:
    """Return the groups without those that are back-channels inside another.

    Args:
        cues: The talk's cues.
        groups: For each turn the indexes of its cues.
        between: Whether to fold, too, what is said between two whole sentences of somebody who
            goes on; the two turns become one.
    """
    found = _merged(cues, list(groups)) if between else list(groups)
    owner = {index: number for number, group in enumerate(found) for index in group}
    inside = {
        owner[index]
        for group in found
        for before, after in pairwise(group)
        for index in range(before + 1, after)
        if index in owner and found[owner[index]] == (index,) and only_listens(cues[index])
    }
    # Nobody vanishes: of a person who says nothing else the words stay turns.
    heard = {cues[g[0]].speaker for number, g in enumerate(found) if number not in inside}
    return [
        group
        for number, group in enumerate(found)
        if number not in inside or cues[group[0]].speaker not in heard
    ]


def noted(
    turns: Sequence[Turn],
    cues: Sequence[Cue],
    groups: Sequence[Sequence[int]],
    speakers: Sequence[int | None],
) -> list[Turn]:
    """Return the turns, each with the back-channels that were folded into it.

    Args:
        turns: The talk's turns.
        cues: Its cues.
        groups: For each turn the indexes of its cues.
        speakers: For each turn its speaker's index.
    """
    kept = {index for group in groups for index in group}
    who = {cues[g[0]].speaker: s for g, s in zip(groups, speakers, strict=True)}
    out = []
    for turn, group in zip(turns, groups, strict=True):
        inside = [
            index
            for before, after in pairwise(group)
            for index in range(before + 1, after)
            if index not in kept and only_listens(cues[index])
        ]
        found = _noted(turn, [cues[index] for index in inside], who)
        out.append(turn.model_copy(update={"backchannels": found}) if found else turn)
    return out


def _noted(
    turn: Turn, cues: Sequence[Cue], who: Mapping[str | None, int | None]
) -> tuple[Backchannel, ...]:
    spans = [textmap.span(cue.text) for cue in cues]
    places = textmap.clean_places(turn.segments, [start for start, _ in spans])
    return tuple(
        Backchannel(at, who.get(cue.speaker), _said(cue), start, end, cue.start_ms)
        for at, cue, (start, end) in zip(places, cues, spans, strict=True)
    )


def _merged(cues: Sequence[Cue], groups: list[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """Return the groups, those joined that only back-channels between whole sentences part."""
    out: list[tuple[int, ...]] = []
    held: list[tuple[int, ...]] = []  # back-channels inside a group of `out`
    waiting: list[tuple[int, ...]] = []  # back-channels since the last group in `out`
    for group in groups:
        if out and len(group) == 1 and only_listens(cues[group[0]], inside=False):
            waiting.append(group)
            continue
        if waiting and _goes_on(cues, out[-1], waiting, group):
            held.extend(waiting)
            out[-1] = (*out[-1], *group)
        else:
            out.extend([*waiting, group])
        waiting = []
    return sorted([*out, *held, *waiting])


def only_listens(cue: Cue, *, inside: bool = True) -> bool:
    """Return whether a cue is a back-channel by somebody who is named."""
    spoken = cue.kind == "speech" and cue.speaker is not None
    return spoken and listens(_said(cue), inside=inside)


def _goes_on(
    cues: Sequence[Cue],
    before: Sequence[int],
    waiting: Sequence[Sequence[int]],
    after: Sequence[int],
) -> bool:
    """Return whether somebody goes on after others only listened."""
    first, last = cues[after[0]], cues[before[-1]]
    if first.speaker is None or first.speaker != last.speaker or first.kind != "speech":
        return False
    if last.mark is not None or first.mark is not None:
        return False
    if any(cues[w[0]].speaker == first.speaker for w in waiting):
        return False
    if after[0] - before[-1] - 1 != len(waiting):
        return False  # a heading or a sound stands between
    said, goes_on = _said(last), _said(first)
    if words(said) < _FEWEST or words(goes_on) < _FEWEST:
        return False
    ends = sentences(said)
    starts = sentences(goes_on)
    asked = any(said[slice(*end)].rstrip("\"”’') ").endswith("?") for end in ends[-2:])
    asks = asked or _ADDRESSED.search(said[slice(*ends[-1])])
    replies = _REPLIES.match(goes_on) or goes_on[slice(*starts[0])].rstrip("\"”’') ").endswith("?")
    return not (asks or replies)


def _said(cue: Cue) -> str:
    return textmap.plain(cue.text).strip()
