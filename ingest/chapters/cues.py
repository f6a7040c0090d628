"""Cues: what people say when they turn to something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.models import Turn
from ingest.sentences import words

_HEAD = 40  # words of a turn that can say that something begins
_TAIL = 30  # words of the turns before it that can say that something has ended
_TURNS = 3  # how many turns before it
_FEW_WORDS = 5
_LONG = 40
_SAID_BEFORE = 0.6
_IS_LONG = 0.5
_THANKS = re.compile(r"\b(?:thank you|thanks)\b", re.IGNORECASE)
_GOES_ON = 1.0
_ANSWER = re.compile(
    r"^(?:um,? |uh,? )?(?:yeah|yes|yep|yup|no|right[,.] (?!so|now)|exactly|sure|absolutely|definitely|totally|i mean|"
    r"and|but|because|or|which|it's|it is|that's|i think|i guess|mm)\b",
    re.IGNORECASE,
)
# Each with about the logarithm of how much oftener it stands where a chapter begins than elsewhere.
_OPENERS = (
    (1.5, _THANKS),
    (
        1.2,
        re.compile(
            r"\b(?:next|mov(?:e|ing) on|go(?:ing)? on to|move to|turn to|come to|last (?:thing|item|point)|agenda|"
            r"another (?:thing|topic|issue|question)|first (?:thing|item|question)|anything else|start with|"
            r"let['’]s (?:talk|move|go|start|see|look|turn)|want(?:ed)? to (?:talk|ask|discuss|turn)|"
            r"what about|how about|talk about|switch gears|shift gears|changing (?:topics|subjects?))\b",
            re.IGNORECASE,
        ),
    ),
    (
        0.5,
        re.compile(r"\b(?:presentation|slide|minutes|meeting|item|question)s?\b", re.IGNORECASE),
    ),
    (
        0.5,
        re.compile(
            r"^(?:um,? |uh,? )?(?:ok|okay|all ?right|alright|right|well|good|great|yeah)[,.]? "
            r"(?:um,? |uh,? )?(?:so|now|then|let|next|we)\b",
            re.IGNORECASE,
        ),
    ),
)


def strength(turns: Sequence[Turn], index: int) -> float:
    """Return how much a turn, and the end of what stands before it, sound like a new beginning.

    Below 0 is what goes on: an answer, an agreement.
    """
    turn = turns[index].text
    size = words(turn)
    if size < _FEW_WORDS:
        return 0.0
    head = " ".join(turn.split()[:_HEAD])
    said = sum(weight for weight, pattern in _OPENERS if pattern.search(head))
    if size >= _LONG:
        said += _IS_LONG
    before = turns[max(0, index - _TURNS) : index]
    if any(_THANKS.search(" ".join(turn.text.split()[-_TAIL:])) for turn in before):
        said += _SAID_BEFORE
    return said - _GOES_ON if _ANSWER.match(turn) else said
