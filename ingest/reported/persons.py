"""Whom a pronoun means, where that is plain."""

from __future__ import annotations

import re

from ingest.reported.marks import Quotation

_GENDERED = {"he": "he", "she": "she"}
_NOBODY = frozenset("they we you it who somebody someone everybody everyone nobody people".split())
_NOT_NAMES = frozenset(
    "The A An It That This These Those There Then And But So If When While What Why How In On At As For Or We I You My Our "
    "His Her Their After Before Because Not No Yes Now Still Even Some Many Most One Another Inside Outside Well Okay Oh".split()
)
# Who a sentence is about: "Bram Osei put it …", "An old colleague, Bram Osei, put it …".
_SUBJECT = re.compile(
    r"(?:^|[.!?…][\"”’')]*\s+|\n)\s*(?:(?:An?|The|My|Our|His|Her)\s[^,.;]{1,60},\s)?"
    r"((?:(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+[A-Z][\w’'-]+|[A-Z][a-zà-ÿ’'-]+(?:\s+[A-Z]\.)?\s+[A-Z][\w’-]*[a-zà-ÿ]))(?=[\s,])"
)
_SENTENCE = re.compile(r"[.!?…](?=\s)")
_GAP = 160  # characters: what stands between “One,” said Ann, who knew. “Two.”
_KEPT = 2  # paragraphs for which somebody is remembered
_REACH = 240  # characters: about the sentence before


class Persons:
    """Who was last named as speaking, as a text is read from its start."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: str | None = None
        self._at: tuple[int, int] = (0, 0)
        self._end = 0
        self._genders: dict[str, str] = {}
        self._starts = [
            match.start() for match in re.finditer(r"\S[^\n]*(?:\n(?!\s*\n)[^\n]+)*", text)
        ]

    def named(self, subject: str | None, quotation: Quotation, *, floats: bool) -> str | None:
        """Return whose words a quotation is.

        Args:
            subject: Who is said to say it, as the text has it.
            quotation: The quotation.
            floats: Whether nothing says that it was said; beside one whose speaker is known it
                is that speaker's too: “One,” said Ann. “Two.”
        """
        if subject is None:
            return self._last if floats and self._follows(quotation) else None
        low, first = subject.lower(), subject.split(maxsplit=1)[0]
        if subject in ("I", "i"):
            return "I"
        if low in _NOBODY or (first == subject and first in _NOT_NAMES):
            return None
        if low in _GENDERED:
            who = self._meant(low, quotation)
            if who is not None:
                self._genders.setdefault(who, low)
        else:
            who = self._tidy(subject)
        if who is not None:
            self._last, self._at, self._end = who, quotation.paragraph, quotation.end
        return who

    def _follows(self, quotation: Quotation) -> bool:
        """Return whether no more than one sentence stands between this and what was said before."""
        if self._at != quotation.paragraph:
            return False
        between = self._text[self._end + 1 : quotation.start - 1]
        return len(between) <= _GAP and len(_SENTENCE.findall(between)) <= 1

    def _tidy(self, subject: str) -> str:
        first, *rest = subject.rstrip(".,'’ ").split()
        if first in _NOT_NAMES:
            first = first.lower()
        return " ".join([first, *rest])

    def _meant(self, pronoun: str, quotation: Quotation) -> str | None:
        """Return the person of this gender who is meant; None where it might be another."""
        before = self._text[max(0, quotation.start - _REACH) : quotation.start]
        names = {name for name in _SUBJECT.findall(before) if name.split()[0] not in _NOT_NAMES}
        near = {name for name in names if self._genders.get(name, pronoun) == pronoun}
        if self._last is not None and self._recent(quotation):
            others = near - {self._last}
            if self._genders.get(self._last, pronoun) == pronoun and not others:
                return self._last
        return near.pop() if len(near) == 1 else None

    def _recent(self, quotation: Quotation) -> bool:
        between = [s for s in self._starts if self._at[0] < s <= quotation.paragraph[0]]
        return len(between) < _KEPT
