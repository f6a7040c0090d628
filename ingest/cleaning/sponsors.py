"""Sponsor reads: what a host is paid to say, where the words themselves make it plain.

A read begins with a sentence that says so ("This episode is brought to you by …", "use the code
TALK10") and goes on as long as the sponsor is named or something is offered. Where nothing says
so plainly, nothing is marked: what recurs from talk to talk is found by `kb.boilerplate`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.models import Mark
from ingest.sentences import sentences, words

_SHOW = r"(?:episode|show|podcast|video|season|program(?:me)?|interview|conversation|message|segment|newsletter)"
_BEGINS = re.compile(
    rf"""\b(?:
      (?:this|today's|our|the|your|that)\ (?:\w+\ ){{0,3}}{_SHOW}(?:\ of\ [^.?!]{{1,40}})?\ (?:is|was|comes)\ (?:also\ |proudly\ )?
        (?:brought\ to\ you(?:\ (?:today|in\ part))?|sponsored|supported|made\ possible|presented|powered)\ by
    | brought\ to\ you\ (?:today\ )?by\ (?:our\ (?:friends|sponsors?)|today's)
    | (?:today's|this\ week's|this\ episode's)\ sponsors?(?:\ (?:today|this\ week|for\ (?:this|today))\b[^.?!]{{0,30}})?(?:,|\ (?:is|are)\b)
    | (?:sponsored|supported|powered)\ by\ (?:today's|our|this\ week's)\ sponsors?
    | (?:where|with|by|to|thank(?:s|ing|\ you\ to)?)\ (?:today's|this\ week's|this\ episode's)\ sponsors?
    | (?:word|message|words|messages|moment\ (?:for|to\ thank)|break\ (?:for|to\ thank))\ (?:from\ )?(?:our|today's|this\ week's)\ (?:\w+\ )?sponsors?
    | support\ for\ (?:this|the|today's)\ (?:{_SHOW})\ (?:comes|is\ provided)
    | our\ sponsors?\ (?:today|this\ week|for\ (?:this|today's)\ {_SHOW})\ (?:is|are)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = r"\b[\w-]+\.(?:com|io|dev|ai|org|co|fm|sh|app|net|tv)\b(?:/\w+)*|\b\w+ dot (?:com|io|dev|org|co)\b"
_CODE = re.compile(
    r"\b(?:use|enter|with|apply)\s+(?:(?:the|our|my)\s+)?(?:(?:promo|coupon|discount|offer|special)\s+)?code\s+[\"“]?(?-i:[A-Z][A-Z0-9]{2,})\b"
    r"|\b(?:promo|coupon|discount|offer) code\b[^.?!]{0,40}\b(?-i:[A-Z][A-Z0-9]{2,})\b|\bcode\s+[\"“]?(?-i:[A-Z][A-Z0-9]{2,})\W+at checkout",
    re.IGNORECASE,
)
_OFFERS = re.compile(
    rf"{_ADDRESS}|\b(?:free trial|for free\b|sign up|get started|learn more|check (?:it|them) out|book a demo|request a demo"
    r"|\d+% off|percent off|first (?:month|year)|credit card|money[- ]back|(?:special|exclusive|limited) (?:offer|time|deal)"
    r"|head (?:over )?to|visit|listeners of (?:this|the) (?:show|podcast)|just for (?:our )?listeners"
    r"|trusted by|companies like|teams like|customers like|join (?:the )?(?:over )?[\d,]+|discount)\b|[A-Z]-[A-Z]-[A-Z]|\bcom/\w",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:\bby|sponsors?,?|\bis|\bare|\bfrom)\s+(?:our friends (?:at|over at) )?([A-Z][\w.&'’-]*|[a-z]+\.(?:com|io|ai|dev|co)\b)"
)
_NOBODY = frozenset("i we you they it this that these those our my the a an and but so if".split())
_TELLING = ("sponsor", "brought to you", "ed by", "support for", " code ")  # no read is without
_PAUSE = 110  # words: a read that neither names nor offers for so long is over ...
_PARAGRAPH = 260  # ... unless its paragraph, of no more than this, comes back to it
_LONGEST = 420  # words


def sponsors(text: str) -> list[Mark]:
    """Return the sponsor reads of a turn's clean text."""
    small = text.lower()
    if not any(word in small for word in _TELLING):
        return []
    spans = sentences(text)
    said = [text[start:end] for start, end in spans]
    out: list[Mark] = []
    at = 0
    while at < len(said):
        begins = _BEGINS.search(said[at])
        if begins or _CODE.search(said[at]):
            last = _end(said, at, _paragraph(text, spans, at))
            out.append(Mark(spans[at][0], spans[last][1], "boilerplate", "sponsor"))
            at = last
        at += 1
    return out


def _end(said: Sequence[str], first: int, paragraph: int) -> int:
    """Return the last sentence of the read that begins with one.

    Args:
        said: A turn's sentences.
        first: Which of them begins the read.
        paragraph: The last sentence of its paragraph, if that is short.
    """
    names = _named(said[first])
    last, total, since = first, 0, 0
    for index in range(first + 1, len(said)):
        count = words(said[index])
        total, since = total + count, since + count
        if total > _LONGEST or (since > _PAUSE and index > paragraph):
            break
        begins = _BEGINS.search(said[index])
        if begins:
            names, total = names | _named(said[index]), 0
        if begins or _sells(said[index]) or any(name in said[index].lower() for name in names):
            last, since = index, 0
    return last


def _paragraph(text: str, spans: Sequence[tuple[int, int]], at: int) -> int:
    """Return the last sentence of a sentence's paragraph; the sentence itself where that is long."""
    last = at
    while last + 1 < len(spans) and "\n\n" not in text[spans[last][1] : spans[last + 1][0]]:
        last += 1
    return last if words(text[spans[at][0] : spans[last][1]]) <= _PARAGRAPH else at


def _sells(sentence: str) -> bool:
    return bool(_OFFERS.search(sentence) or _CODE.search(sentence))


def _named(sentence: str) -> frozenset[str]:
    """Return the names, in small letters, in a sentence that begins a read."""
    found = (name for match in _NAME.finditer(sentence) for name in match[1].split()[:1])
    plain = (re.split(r"[.'’&,]", name)[0].lower() for name in found)
    return frozenset(name for name in plain if name not in _NOBODY and len(name) > 2)
