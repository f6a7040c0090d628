"""Reported speech in writing: “what was said”, who said it, and the word that says so.

After the cue-and-quote patterns of direct quotation extraction (Pouliquen, Steinberger and Best
2007, RANLP): a quotation, a verb of saying, and a name beside each other in one paragraph.
Quotation marks may be curly or straight, nested, unbalanced, or open over several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ingest.sentences import words

FEWEST_WORDS = 5

_VERBS = (
    "said|says|say|told|tells|added|adds|explained|explains|wrote|writes|asked|asks|replied|replies|noted|notes|"
    "recalled|recalls|argued|argues|insisted|insists|admitted|admits|warned|warns|announced|declared|"
    "remembered|remembers|concluded|concludes|observed|observes|joked|jokes|laughed|continued|continues|"
    "answered|answers|claimed|claims|stated|states|suggested|suggests|called|put it|points out|pointed out"
)
_TITLE = r"(?:Dr|Mr|Mrs|Ms|Prof|Professor|Sir|Dame|President|Senator|Chief)\.?\s+"
_NAME = rf"(?:{_TITLE})?[A-Z][\w'’-]+(?:\s+(?:(?:van|von|de|der|da|el|al|bin)\s+)?[A-Z][\w.'’-]*){{0,3}}"
_SOMEBODY = rf"(?:{_NAME}|[Hh]e|[Ss]he|[Tt]hey)"
_AFTER = re.compile(
    rf"^[\s,—–-]*(?:(?:{_VERBS})\s+(?P<who>{_SOMEBODY})\b|(?P<subject>{_SOMEBODY})(?:,[^,.;“\"]{{1,60}},)?\s+(?:\w+ly\s+)?(?:{_VERBS})\b)"
)
_BEFORE = re.compile(
    rf"(?:(?P<who>{_SOMEBODY})(?:,[^,.;“”\"]{{1,60}},)?\s+(?:\w+ly\s+)?(?:{_VERBS})(?:\s+(?:me|us|him|her|them|that|the\s+\w+|{_NAME}))?"
    rf"|[Aa]ccording to (?P<source>{_NAME})(?:,[^,.;“”\"]{{1,60}})?|(?P<label>{_NAME}))\s*(?P<end>[,:—–-]|\bthat)?\s*$"
)
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
_CURLY = re.compile(r"“(?P<said>[^“”]*(?:“[^“”]*”[^“”]*)*)(?:”|\Z)")
_STRAIGHT = re.compile(r"(?<!\w)\"(?P<said>[^\"]*)(?:\"(?!\w)|\Z)")
_NOT_NAMES = frozenset(
    "The A An It That This These Those There Then And But So If When While What Why How In On At As For Or We I You My Our "
    "His Her Their After Before Because Not No Yes Now Still Even".split()
)


class Reported(NamedTuple):
    """A quotation at `[start, end)` of a text, without its marks; `who` is None if nobody is named."""

    start: int
    end: int
    who: str | None


def reported(text: str) -> list[Reported]:
    """Return the quotations of a written text, in order.

    A pronoun stands for the last person named as speaking in this or the paragraph before, and
    for nobody where there is none.
    """
    out: list[Reported] = []
    last: str | None = None
    age = 0
    for paragraph in _PARAGRAPH.finditer(text):
        named = None
        for start, end in _quotations(paragraph[0]):
            said, who = _speaker(paragraph[0], start, end, named or last)
            named = who or named
            first, stop = _trimmed(paragraph[0], start, end)
            quotation = paragraph[0][first:stop]
            if words(quotation) >= FEWEST_WORDS and (said or _is_sentence(quotation)):
                offset = paragraph.start()
                out.append(Reported(offset + first, offset + stop, who or named))
        age = 0 if named else age + 1
        last = named or (last if age < 2 else None)
    return out


def _quotations(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the spans between quotation marks; one left open runs to the paragraph's end."""
    pattern = _CURLY if "“" in paragraph else _STRAIGHT
    for match in pattern.finditer(paragraph):
        yield match.start("said"), match.end("said")


def _speaker(paragraph: str, start: int, end: int, last: str | None) -> tuple[bool, str | None]:
    """Return whether the words around a quotation say that it was said, and by whom."""
    after = _AFTER.match(paragraph[end + 1 : end + 160])
    if after:
        return True, _named(after["who"] or after["subject"], last)
    before = _BEFORE.search(paragraph[max(0, start - 160) : max(0, start - 1)])
    if before is None:
        return False, None
    if before["label"]:
        # "Ann Lee: “…”" names her; a capital letter that merely stands before names nobody.
        labelled = before["end"] == ":"
        return labelled, _named(before["label"], None) if labelled else None
    return True, _named(before["who"] or before["source"], last)


def _named(who: str, last: str | None) -> str | None:
    if who.lower() in ("he", "she", "they"):
        return last
    return None if who.split(maxsplit=1)[0] in _NOT_NAMES else who.rstrip(".,'’")


def _trimmed(paragraph: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without space and without the comma that leads to "said"."""
    said = paragraph[start:end]
    start += len(said) - len(said.lstrip())
    return start, start + len(said.strip().rstrip(","))


def _is_sentence(quotation: str) -> bool:
    return quotation[:1].isupper() and quotation[-1:] in ".!?…"
