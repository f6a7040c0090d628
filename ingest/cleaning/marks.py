"""What is in a turn but is no talk: recognisers' inventions, and what publishers add to posts.

Marked text is kept and shown; it is left out of passages, topics and quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.cleaning import silence
from ingest.cleaning.backchannels import listens
from ingest.cleaning.sponsors import sponsors
from ingest.models import Cue, Mark, Turn
from ingest.sentences import sentences, words

_CLOSING_TURNS = 2  # real thanks are said in a talk's last turns
_LOOP = 3  # the same sentence this often in a row is a recogniser's loop ...
_LOOP_OF_SHORT, _SHORT = 6, 2  # ... but of one or two words, which people say again in jest

_PUBLISHERS = re.compile(
    r"""(?:
      tag\ archives:.* | post\ syndicated\ from\ .* | part\ of\ (?:our|a|the)\ series\ .*
    | .{2,300}\bwas\ originally\ published\ (?:in|on|at)\b.*
    | (?:by|written\ by|posted\ by|author:)\ \S+(?:\ \S+){1,14}
    | (?:share\ (?:this|on)|follow\ us|subscribe\ (?:to|now)|sign\ up\ (?:for|to)|click\ here|read\ more
        |related\ (?:posts|articles)|leave\ a\ (?:reply|comment)|filed\ under|tags:|categories:
        |all\ rights\ reserved|copyright\ ©?|©|posted\ (?:in|on)\b|comments?\ (?:are\ closed|off))\b.*
    | .*\b(?:check\ out\ our\ (?:\w+\ ){0,3}(?:site|page|jobs|careers|blog)|explore\ (?:job\ )?opportunities\ with
        |find\ more\ stories\ like\ this)\b.*
    | transcribed\ by\ https?://\S+ | https?://\S+
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\n)[^\n]+)*")
_LONGEST_NOTICE = 60  # words


def marked(
    turns: Sequence[Turn], cues: Sequence[Cue], groups: Sequence[Sequence[int]], *, written: bool
) -> list[Turn]:
    """Return the turns with what is no talk in them marked.

    Args:
        turns: The talk's turns.
        cues: Its cues.
        groups: For each turn the indexes of its cues.
        written: Whether it was written; then notices are looked for, else what is no speech.
    """
    unsaid = {} if written else silence.unsaid(cues)
    out = []
    for index, (turn, group) in enumerate(zip(turns, groups, strict=True)):
        if written:
            found = boilerplate(turn.text)
        else:
            alone = 0 < index < len(turns) - _CLOSING_TURNS
            found = inventions(turn.text, alone=alone) or sponsors(turn.text)
            if any(cue in unsaid for cue in group):
                heard = [cue for cue in group if cues[cue].text]
                rules = [unsaid.get(cue) for cue in heard]
                found += silence.placed(turn.segments, [cues[cue] for cue in heard], rules)
        out.append(turn.model_copy(update={"marks": turn.marks + tuple(found)}) if found else turn)
    return out


def inventions(text: str, *, alone: bool) -> list[Mark]:
    """Return what a recogniser made up.

    Args:
        text: A turn's clean text.
        alone: Whether others speak before and after it, well before the talk's end.
    """
    if alone and words(text) <= 10 and silence.PHRASES.fullmatch(text.strip()):
        return [Mark(0, len(text), "invention", "thanks")]
    spans = sentences(text)
    return _loops(text, spans) or silence.loops(text, spans)


def boilerplate(text: str) -> list[Mark]:
    """Return the paragraphs of a post that its publisher added: notices, bylines, share lines."""
    return [
        Mark(m.start(), m.end(), "boilerplate", "notice")
        for m in _PARAGRAPH.finditer(text)
        if words(m[0]) <= _LONGEST_NOTICE and _PUBLISHERS.fullmatch(m[0].strip())
    ]


def _loops(text: str, spans: Sequence[tuple[int, int]]) -> list[Mark]:
    """Return the repetitions, after the first, of a sentence that comes many times in a row."""
    out: list[Mark] = []
    first = 0
    for index in range(1, len(spans) + 1):
        same = index < len(spans) and _said(text, spans[index]) == _said(text, spans[first])
        if same:
            continue
        if _loops_back(_said(text, spans[first]), index - first):
            out.append(Mark(spans[first + 1][0], spans[index - 1][1], "invention", "loop"))
        first = index
    return out


def _loops_back(said: str, rounds: int) -> bool:
    """Return whether a sentence that comes so often in a row is a recogniser's loop, and no joke."""
    return rounds >= (_LOOP if words(said) > _SHORT else _LOOP_OF_SHORT) and not listens(said)


def _said(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].lower().strip(" .!?…,")
