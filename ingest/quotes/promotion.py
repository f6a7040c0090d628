"""Advertisements in a talk: turns that read for a sponsor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.models import Turn

_SURE = re.compile(
    r"\b(?:brought to you by|our sponsors?|today's sponsor|sponsored by|sponsor(?:s|ing)? (?:of )?(?:this|the|today's)"
    r"|(?:promo|coupon|discount|offer) code|use (?:the )?code|our friends (?:at|over at)|this message is|word from our"
    r"|support for (?:this|the) (?:show|podcast))\b",
    re.IGNORECASE,
)
_LIKELY = re.compile(
    r"\b(?:free trial|sign up (?:today|now|for free|at)|get started (?:today|for free|at|now)|learn more at|head (?:over )?to|go to"
    r"|check (?:it |them )?out at|try it (?:for )?free|visit|book a demo|request a demo|% off|percent off|first (?:month|year) free"
    r"|no credit card|money[- ]back|special offer|exclusive offer|limited time)\b|\b[\w-]+\.(?:com|io|dev|ai|org|co|fm|sh|app)(?:/\w+)?\b"
    r"|\b\w+ dot (?:com|io|dev|org|co)\b",
    re.IGNORECASE,
)
_ENOUGH = 3  # signs of selling in one turn


def promotions(turns: Sequence[Turn], speakers: Sequence[int | None]) -> frozenset[int]:
    """Return the indexes of turns that sell something.

    One voice's paragraphs in a row are one reading: what follows "brought to you by" belongs to it.
    """
    out: set[int] = set()
    run: list[int] = []
    for index in range(len(turns) + 1):
        if run and (index == len(turns) or speakers[index] != speakers[run[-1]]):
            out.update(_sold(turns, run))
            run = []
        run.append(index)
    return frozenset(out)


def _sold(turns: Sequence[Turn], run: Sequence[int]) -> set[int]:
    texts = {index: turns[index].text for index in run if index < len(turns)}
    if not any(_SURE.search(text) for text in texts.values()):
        return {index for index, text in texts.items() if len(_LIKELY.findall(text)) >= _ENOUGH}
    first = next(index for index, text in texts.items() if _SURE.search(text))
    return {index for index in texts if index >= first}
