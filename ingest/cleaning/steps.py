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

from ingest.textmap import Edit

Level = Literal["off", "light", "full"]
LEVELS: tuple[Level, ...] = ("off", "light", "full")


@dataclass(frozen=True)
class Step:
    """A named step and the lowest level that runs it."""

    name: str
    level: Level
    about: str
    find: Callable[[str], list[Edit]]


# Function words: said twice in a row they are a stumble. Content words may be meant ("very
# very", "done, done"), and so may "had had" and "that that".
_STUMBLES = (
    "i a an the and but or so if to of in on at for from by with we you they he she it it's i'm "
    "i've i'd i'll we're we've we'll you're they're he's she's there's that's what's my your our "
    "their his her its this these those is are was were be been am do does did can could would "
    "should will have has as because when where what how who which then than not don't into "
    "about like just"
).split()
_WORD = "(?:" + "|".join(re.escape(word).replace("'", "['’]") for word in _STUMBLES) + ")"
_REPEATED_WORD = re.compile(
    rf"\b(?P<one>{_WORD})(?:(?:,|\.\.\.|…|\s?--?)?\s+(?P=one)\b)+(?![-'’])", re.IGNORECASE
)
# No phrase begins with "and": "smarter and smarter and smarter" is meant.
_REPEATED_PHRASE = re.compile(
    rf"\b(?P<one>(?!(?:and|or)\b)(?:{_WORD}|had|been|going|want|need)(?:\s[\w'’]+){{1,3}})(?:(?:,|\.\.\.|…|\s?--?)?\s+(?P=one)\b)+(?![-'’])",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(r"\b(?P<piece>[A-Za-z]{1,6})-\s+(?=(?P=piece)[a-z])", re.IGNORECASE)

_FILLER = r"(?:u+h+m*|u+m+|e+r+m+|a+h+m+|m{2,}|h+m+)"
_FILLERS = re.compile(
    rf"(?P<before>,\s+|\s+|^|(?<=[\"“(]))(?P<filler>{_FILLER})(?![-'’]\w|\w)(?P<after>,(?=\s)|\.{{3}}|…)?",
    re.IGNORECASE,
)
_PADDING = re.compile(
    r"(?:,\s+|(?<=[.!?]\s)|^)(?P<padding>you know|i mean|like|kind of|sort of|i guess|you see|basically)"
    r",(?=\s)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\s?[\[(]\s?(?:laugh(?:s|ter|ing|ing out loud)?|chuckl\w+|applause|music\w*|theme music|"
    r"sighs?|cough\w*|crosstalk|silence|pause|inaudible laughter|clears throat|"
    r"(?:audience |both |all |group )?(?:laughs|laughter|laughing|cheering|applause))\s?[\])]"
    r"|\s?\{\s?(?:vocalsound|disfmarker|pause|gap|nonvocalsound|comment)\s?\}|\s?[♪♫][^♪♫\n]{0,200}[♪♫]?",
    re.IGNORECASE,
)
_UNHEARD = re.compile(
    r"\[\s?(?:unintelligible|inaudible|indiscernible)(?:\s[^\]]{1,30})?\s?\]", re.IGNORECASE
)
_TOKEN = re.compile(r"[\w'’]+")
_LONGEST_REPEAT = 4  # words

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
    return _disjoint(gone + unheard)


def stutters(text: str) -> list[Edit]:
    """Words and short phrases that are said twice at once are said once; the last try stays."""
    edits = [Edit(m.start(), m.end(), "", "stutter") for m in _BROKEN_OFF.finditer(text)]
    for place in _repeats(text):
        matches = [p.match(text, place) for p in (_REPEATED_WORD, _REPEATED_PHRASE)]
        match = max((m for m in matches if m), key=re.Match.end, default=None)
        if match is None:
            continue
        once = text[match.end() - len(match["one"]) : match.end()]
        if once[0].isupper() and not match["one"][0].isupper():
            continue  # "will Will come?"
        if match["one"][0].isupper():
            once = once[0].upper() + once[1:]
        edits.append(Edit(match.start(), match.end(), once, "stutter"))
    return _disjoint(edits)


def _repeats(text: str) -> list[int]:
    """Return where a word, or two to four of them, comes twice in a row: the patterns' way is long."""
    found = list(_TOKEN.finditer(text))
    said = [match[0].lower() for match in found]
    places: set[int] = set()
    for size in range(1, _LONGEST_REPEAT + 1):
        same = [at for at, (a, b) in enumerate(zip(said, said[size:], strict=False)) if a == b]
        places.update(
            found[at].start()
            for at in same
            if said[at : at + size] == said[at + size : at + 2 * size]
        )
    return sorted(places)


def fillers(text: str) -> list[Edit]:
    """Sounds of thinking ("uh", "um", "hmm") go, with the commas that fenced them."""
    edits = []
    for match in _FILLERS.finditer(text):
        start, end = match.span()
        opens = start == 0 or text[:start].rstrip()[-1:] in ("", ".", "?", "!", "\n", "…")
        if match["before"].isspace() and not opens and not match["after"]:
            edits.append(Edit(start, end, "", "filler"))
        elif opens:
            edits.append(_recapitalised(text, match.start("filler"), end))
        elif match["before"].startswith(","):
            edits.append(Edit(start, end, "," if match["after"] else "", "filler"))
        else:
            edits.append(Edit(start, end, "", "filler"))
    return _disjoint(edits)


def padding(text: str) -> list[Edit]:
    """Words that only pad, fenced by commas ("you know,"), go; "you know him" stays."""
    edits = []
    for match in _PADDING.finditer(text):
        if match[0].startswith(","):
            edits.append(
                Edit(
                    match.start(),
                    match.end(),
                    "," if text[match.end() :].strip() else "",
                    "padding",
                )
            )
        else:
            edits.append(_recapitalised(text, match.start("padding"), match.end(), "padding"))
    return _disjoint(edits)


def _recapitalised(text: str, start: int, end: int, rule: str = "filler") -> Edit:
    """Drop a word that opens a sentence, and give its capital letter to the next."""
    while end < len(text) and text[end] in " ,.…":
        end += 1
    if text[start].isupper() and text[end : end + 1].islower():
        return Edit(start, end + 1, text[end].upper(), rule)
    return Edit(start, end, "", rule)


def _disjoint(edits: list[Edit]) -> list[Edit]:
    out: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not out or edit.start >= out[-1].end:
            out.append(edit)
    return out


STEPS: tuple[Step, ...] = (
    Step("encoding", "light", "characters that were decoded wrongly are mended", encoding),
    Step("spaces", "light", "odd and doubled spaces become one", spaces),
    Step("event", "light", "sounds in brackets leave the words", events),
    Step("filler", "light", "uh, um and hmm go", fillers),
    Step("stutter", "light", "words said twice at once are said once", stutters),
    Step("padding", "full", "you know, I mean, sort of, between commas, go", padding),
)


def steps_of(level: Level) -> tuple[Step, ...]:
    """Return the steps that a level runs, in order."""
    limit = LEVELS.index(level)
    return tuple(step for step in STEPS if LEVELS.index(step.level) <= limit)
