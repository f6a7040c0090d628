"""Advertisements in a talk: turns that read for a sponsor."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.models import Turn
from ingest.sentences import words

# In small letters, as the text is made that they are looked for in.
_SURE = re.compile(
    r"\b(?:brought to you by|our (?:[\w-]+ ){0,3}sponsors?|today's sponsor|sponsored by|sponsor(?:s|ing)? (?:of )?(?:this|the|today's)"
    r"|(?:promo|coupon|discount|offer) code|use (?:the )?code|our friends (?:at|over at)|this message is|word from our"
    r"|support for (?:this|the) (?:show|podcast))\b",
)
_LIKELY = re.compile(
    r"\b(?:free trial|sign up (?:today|now|for free|at)|get started (?:today|for free|at|now)|learn more at|head (?:over )?to|go to"
    r"|check (?:it |them )?out at|try it (?:for )?free|visit|book a demo|request a demo|% off|percent off|first (?:month|year) free"
    r"|no credit card|money[- ]back|special offer|exclusive offer|limited time)\b|(?<=[\w-])\.(?:com|io|dev|ai|org|co|fm|sh|app)(?:/\w+)?\b"
    r"|(?<=\w) dot (?:com|io|dev|org|co)\b",
)
_VISIT = 600  # words: a longer talk is no advertisement
_ENOUGH = 3  # signs of selling in one turn


def promotions(turns: Sequence[Turn], speakers: Sequence[int | None]) -> frozenset[int]:
    """Return the indexes of turns that sell something.

    One voice's paragraphs in a row are one reading: what follows "brought to you by" belongs to it.
    So does a talk with somebody who is only there for the sponsor.
    """
    out: set[int] = set()
    run: list[int] = []
    for index in range(len(turns) + 1):
        if run and (index == len(turns) or speakers[index] != speakers[run[-1]]):
            sold = _sold(turns, run)
            out.update(sold)
            if sold:
                out.update(_visit(turns, speakers, run[-1]))
            run = []
        run.append(index)
    return frozenset(out)


def _visit(turns: Sequence[Turn], speakers: Sequence[int | None], last: int) -> range:
    """Return the turns after a sponsor was named, if a voice that is heard nowhere else has them."""
    visitor = speakers[last + 1] if last + 1 < len(turns) else None
    if visitor is None:
        return range(0)
    own = [index for index, speaker in enumerate(speakers) if speaker == visitor]
    visit = range(last + 1, own[-1] + 1)
    said: Counter[int | None] = Counter()
    for turn, speaker in zip(turns, speakers, strict=True):
        said[speaker] += words(turn.text)
    # The talk's own guest may well be first heard after an advertisement.
    others = [said[s] for s in said if s not in (None, visitor, speakers[last])]
    is_short = said[visitor] <= min(_VISIT, max(others, default=0))
    return visit if own[0] == last + 1 and is_short else range(0)


def _sold(turns: Sequence[Turn], run: Sequence[int]) -> set[int]:
    texts = {index: turns[index].text.lower() for index in run if index < len(turns)}
    if not any(_SURE.search(text) for text in texts.values()):
        return {index for index, text in texts.items() if len(_LIKELY.findall(text)) >= _ENOUGH}
    first = next(index for index, text in texts.items() if _SURE.search(text))
    return {index for index in texts if index >= first}
