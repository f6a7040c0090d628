"""Reported speech in writing: “what was said”, who said it, and the word that says so.

After the cue-and-quote patterns of direct quotation extraction (Pouliquen, Steinberger and Best
2007, RANLP): a quotation, a verb of saying, and who says it, beside each other. Quotation marks
may be curly or straight, double or single, nested, unbalanced, or open over several paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ingest.reported.attribution import Said, attribution
from ingest.reported.marks import Quotation, quotations, trimmed
from ingest.reported.persons import Persons
from ingest.reported.shape import is_clause, is_title

__all__ = ["Reported", "quotations", "reported"]


class Reported(NamedTuple):
    """A quotation at `[start, end)` of a text, without its marks.

    Args:
        start: Its first character.
        end: The character after its last; a comma that leads on to "said" is left out.
        who: A name, or the words that stand for one ("the archivist"); "I" for who writes; None
            where nobody is named, or a pronoun does not plainly mean somebody.
        cue: The word that says that it was said; None where the quotation floats.
    """

    start: int
    end: int
    who: str | None
    cue: str | None


def reported(text: str) -> list[Reported]:
    """Return the quotations of a written text that report speech, in order.

    Titles, single terms and words that are merely held at arm's length are left out. A pronoun
    stands for the last person who was named as speaking, or for the only one whom the sentence
    before names.
    """
    found = quotations(text)
    persons = Persons(text)
    out: list[Reported] = []
    for index, quotation in enumerate(found):
        start, end = trimmed(text, quotation)
        if start >= end:
            continue
        said = _said(text, found, index)
        if _reports(text[start:end], said, quotation):
            who = persons.named(said.subject, quotation, floats=said.cue is None)
            out.append(Reported(start, end, who, said.cue))
    return out


def _said(text: str, found: Sequence[Quotation], index: int) -> Said:
    """Return what is said of a quotation, or of the paragraphs that it goes on from and goes on in."""
    first = last = index
    while found[first].goes_on:
        first -= 1
    while last + 1 < len(found) and found[last + 1].goes_on:
        last += 1
    for part in (index, first, last):
        said = attribution(text, found, part)
        if said.near:
            return said
    return attribution(text, found, index)


def _reports(words: str, said: Said, quotation: Quotation) -> bool:
    """Return whether a quotation reports speech, by its shape and the words around it."""
    if said.near:
        return not is_title(words)
    return quotation.closed and is_clause(words)
