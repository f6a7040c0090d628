"""The steps over one turn's clean text: each returns edits, and knows nothing of the others.

A step is a pure function from the text as the steps before it left it to the edits it would
make. The order is that of `STEPS`; a level runs every step that is not above it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import ftfy

from ingest import textmap
from ingest.cleaning.edits import disjoint
from ingest.cleaning.fillers import fillers, padding
from ingest.cleaning.stutters import stutters
from ingest.textmap import Edit, Text

Level = Literal["off", "light", "full"]
LEVELS: tuple[Level, ...] = ("off", "light", "full")


@dataclass(frozen=True)
class Step:
    """A named step and the lowest level that runs it; `english` where it goes by English words."""

    name: str
    level: Level
    about: str
    find: Callable[[str], list[Edit]]
    english: bool = False


_EVENT = re.compile(
    r"\s?[\[(]\s?(?:laugh(?:s|ter|ing|ing out loud)?|chuckl\w+|applause|music\w*|theme music|"
    r"sighs?|cough\w*|crosstalk|silence|pause|inaudible laughter|clears throat|"
    r"(?:audience |both |all |group )?(?:laughs|laughter|laughing|cheering|applause))\s?[\])]"
    r"|\n\nBreak ?:(?=[ \t]*(?:\n|\Z))"  # where a transcript leaves out the advertisements
    r"|\s?\{\s?(?:vocalsound|disfmarker|pause|gap|nonvocalsound|comment)\s?\}|\s?[♪♫][^♪♫\n]{0,200}[♪♫]?",
    re.IGNORECASE,
)
_UNHEARD = re.compile(
    r"\[\s?(?:unintelligible|inaudible|indiscernible)(?:\s[^\]]{1,30})?\s?\]", re.IGNORECASE
)
# What UTF-8 looks like that was read as Windows-1252 or Latin-1.
_MOJIBAKE = re.compile(
    r"(?:[\u00c2-\u00df][\u0080-\u00bf\u20ac\u2018-\u2022\u2026\u0152\u0153\u0160\u0161\u02dc\u2122\u2030\u2039\u203a]"
    r"|\u00e2[\u0080\u20ac\u201a\u2020][\u0080-\u00bf\u0152\u0153\u02dc\u2122\u2018-\u2026\u0161\u017e\u017d\u20ac]?)+"
)
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000\t]+| {2,}|[\u00ad\u200b\u2060\ufeff]+")


def encoding(text: str) -> list[Edit]:
    """Text that was decoded wrongly before it got here ("donâ€™t") reads as it was meant."""
    edits = []
    for match in _MOJIBAKE.finditer(text):
        mended = ftfy.fix_encoding(match[0])
        if mended != match[0]:
            edits.append(Edit(match.start(), match.end(), mended, "encoding"))
    return edits


def spaces(text: str) -> list[Edit]:
    """Odd and doubled spaces become one; characters that show nothing go."""
    return [
        Edit(m.start(), m.end(), " " if m[0].strip("\u00ad\u200b\u2060\ufeff") else "", "spaces")
        for m in _SPACES.finditer(text)
    ]


def events(text: str) -> list[Edit]:
    """Sounds in brackets ("[laughter]") leave the words; "[unintelligible 00:05]" loses its time."""
    gone = [Edit(m.start(), m.end(), "", "event") for m in _EVENT.finditer(text)]
    unheard = [
        Edit(m.start(), m.end(), "[unintelligible]", "event")
        for m in _UNHEARD.finditer(text)
        if m[0] != "[unintelligible]"
    ]
    return disjoint(gone + unheard)


STEPS: tuple[Step, ...] = (
    Step("encoding", "light", "characters that were decoded wrongly are mended", encoding),
    Step("spaces", "light", "odd and doubled spaces become one", spaces),
    Step("event", "light", "sounds in brackets leave the words", events),
    Step("filler", "light", "uh, um and hmm go", fillers, english=True),
    Step("stutter", "light", "words said twice at once are said once", stutters, english=True),
    Step(
        "padding",
        "full",
        "you know, I mean, like, between commas, go where they only pad",
        padding,
        english=True,
    ),
)


def clean_text(text: Text, level: Level = "light", *, english: bool = True) -> Text:
    """Return a text with the steps of a level made, each over what the one before it left.

    Args:
        text: A turn's.
        level: Every step that is not above it is made.
        english: Whether it is; else what goes by English words is left out.
    """
    limit = LEVELS.index(level)
    for step in STEPS:
        if LEVELS.index(step.level) <= limit and (english or not step.english):
            text = textmap.apply(text, step.find(textmap.plain(text)))
    return text
