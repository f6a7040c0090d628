"""Sounds of thinking, and words that only pad: they go, with the commas that fenced them.

The comma stays where it would stand without them: "So, um, we left" is "So, we left", but "Arabic
and, um, German" is "Arabic and German". Between two words that carry meaning it stays, because
"Arabic, um, German" may be a list.
"""

from __future__ import annotations

import re

from ingest.cleaning.edits import disjoint, opens, recapitalised
from ingest.cleaning.words import (
    ARTICLES,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTRACTED,
    FUNCTION,
    HEDGED,
    PREPOSITIONS,
    SUBJECTS,
    folded,
)
from ingest.textmap import Edit

_SOUND = r"(?:u+h+m*|u+m+|e+r+m+|a+h+m+|m{2,}|h+m+)"
_FILLERS = re.compile(
    rf"(?<![\w'’/@.-])(?P<filler>{_SOUND}(?:,?\s+{_SOUND})*)(?![\w/@]|[-'’]\w|\s?[-–]\s?h|\s+huh\b)",
    re.IGNORECASE,
)
_YES = re.compile(r"(?:m+|u+h+|u+m+)h?[\s,]+h(?:m+|u+h+|u+m+)|u+h+\s+u+h+|mhm+", re.IGNORECASE)
_HUMMED = re.compile(r"[mh]+", re.IGNORECASE)
_MEASURED = re.compile(r"\d\s?$")
_DASHED = re.compile(r"\s?[-–—]+\s*$|-\s$")
_WORD_BEFORE = re.compile(r"[\w'’]+$")
_WORD_AFTER = re.compile(r"[\w'’]+")
_QUOTES = '"“‘(['

_PADDING = re.compile(
    r"(?:(?P<comma>,)\s+|(?<=[.!?…]\s)|^)(?P<padding>you know|i mean|like|you see),(?=\s)",
    re.IGNORECASE,
)
# "like, ten": about ten. "like, map and reduce": such as these.
_ABOUT = re.compile(
    r"\s*(?:[\d$€£]|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty|hundreds?|thousands?"
    r"|half|dozens?|maybe|almost|about)\b|[\"“‘])",
    re.IGNORECASE,
)

# "all they want is, you know, that.": what nobody wants to say.
_HINTED = re.compile(r"\s*(?:that|this|it)\s*(?:[.?!…]|$)", re.IGNORECASE)
# "I mean" that takes back what was said: "Nobody. I mean, a few", "the key. I mean, one of the keys".
_DENIES = re.compile(r"n['’]t\b|\b(?:no|not|never|none|nobody|nothing|cannot)\b", re.IGNORECASE)
_MENDING = frozenset(
    "one not or actually no yes yeah almost most some at probably rather only".split()
)

_CLAUSE = (
    SUBJECTS
    | CONTRACTED
    | CONJUNCTIONS
    | frozenset("so then like as which who where when what how why this that you it there".split())
)
# Behind "Like," these begin a whole sentence.
_GOES_AHEAD = (
    SUBJECTS
    | CONTRACTED
    | frozenset(
        "you it this that there here's if when what who why where is are do does let's okay".split()
    )
)
_LEADS_ON = ARTICLES | SUBJECTS | HEDGED | (CONJUNCTIONS - {"while"}) | frozenset("his".split())
_GOES_ON = (
    PREPOSITIONS
    | AUXILIARIES
    | CONTRACTED
    | frozenset("be been that this these those which who".split())
)
# What begins anew behind a word that was left standing: "it's a very, uh, just that feeling".
_ANEW = (FUNCTION | {"just", "maybe"}) - {"like", "so", "not", "both"}
_STRANDED = ARTICLES | frozenset("very quite pretty".split())
_OPENING = frozenset("which when where".split())
_SET_OUT = frozenset("try trying want got have had need".split())
# Behind these a comma would part a verb from its object.
_TAKES = frozenset("me us got get gets getting make makes take takes".split())
# "a serious, uh, course": an adjective behind an article is not the end of anything.
_ADJECTIVE = re.compile(r"\w{2,}(?:al|ive|ous|ful|est|ic|less|able|ible)")


def fillers(text: str) -> list[Edit]:
    """Sounds of thinking ("uh", "um", "hmm") go; "mm-hmm" and a "hmm" that is an answer stay."""
    edits = []
    for match in _FILLERS.finditer(text):
        if _stays(text, match):
            continue
        start, end = match.span()
        if opens(text, start):
            edits.append(recapitalised(text, start, end, "filler"))
        else:
            edits.append(_gone(text, start, end, "filler"))
    return disjoint(edits)


def padding(text: str) -> list[Edit]:
    """Words that only pad, fenced by commas ("you know,"), go; "you know him" stays.

    "I mean" goes only at a sentence's beginning: inside one it may correct ("Monday, I mean,
    Tuesday"). Words that say how sure somebody is ("I guess", "sort of") always stay.
    """
    edits = []
    for match in _PADDING.finditer(text):
        word = match["padding"].lower()
        start, end = match.start("padding"), match.end("padding")
        if match["comma"] is None:
            if _tells(text, match.start(), end + 1, word):
                continue
            if text[end + 1 : end + 3].strip()[:1] not in tuple(_QUOTES):  # like, "Wow"
                edits.append(recapitalised(text, start, end + 1, "padding"))
            continue
        before = _before(text, match.start())
        if word == "i mean" or (
            word == "like"
            and (_ABOUT.match(text, end + 1) or before not in _LEADS_ON | _GOES_ON - {"than"})
        ):
            continue
        if word == "you know" and _HINTED.match(text, end + 1):
            continue
        edits.append(_gone(text, start, end, "padding"))
    return disjoint(edits)


def _tells(text: str, start: int, end: int, word: str) -> bool:
    """Return whether a word at a sentence's beginning says more than that it goes on."""
    after = _WORD_AFTER.match(text[end : end + 40].lstrip(" "))
    following = folded(after[0]) if after else ""
    if word == "like":
        return following not in _GOES_AHEAD  # "Like, simple things": such as
    if word != "i mean":
        return False
    if following in _MENDING:
        return True
    ended = text[max(0, start - 200) : start].rstrip(" .?!…")
    last = re.split(r"[.?!…\n]", ended)[-1]
    opening = _WORD_AFTER.search(last)
    return _DENIES.search(last) is not None or (
        opening is not None and folded(opening[0]) == following
    )


def _stays(text: str, match: re.Match[str]) -> bool:
    said, start, end = match["filler"], match.start(), match.end()
    if _YES.fullmatch(said) or text[max(0, start - 1) : start] in tuple(_QUOTES):
        return True  # an answer; or what somebody is quoted as thinking: "Hm, that's a lot"
    if text[max(0, start - 2) : start] in ("- ", " -") and _HUMMED.fullmatch(said):
        return _is_answer(text, start)
    if len(said) > 1 and said.isupper():
        return True  # letters: the UM, an ERM
    if said.lower() == "mm" and _MEASURED.search(text, max(0, start - 3), start):
        return True
    if text[end : end + 1] == "?":
        return True
    whole = opens(text, start) and not text[end:].lstrip(" ").startswith(",")
    alone = whole and (not text[end:].strip() or text[end] in ".!…\n")
    return alone and _HUMMED.fullmatch(said) is not None


def _is_answer(text: str, start: int) -> bool:
    """Return whether a hum is the second half of a "mm - hmm"."""
    return (
        re.search(r"\b(?:m+|u+h+)\s?-\s?$", text[max(0, start - 8) : start], re.IGNORECASE)
        is not None
    )


def _gone(text: str, start: int, end: int, rule: str) -> Edit:
    """Drop words inside a sentence; one comma is left where it would stand without them."""
    first = start
    while first > 0 and text[first - 1].isspace():
        first -= 1
    fenced = first > 0 and text[first - 1] == ","
    first -= fenced
    comma = text[end : end + 1] == ","
    last = end + comma
    rest = text[last : last + 40].lstrip()
    if not rest or rest[0] in '.?!…;:)]"”':
        dash = _DASHED.search(text, max(0, first - 4), first)
        if dash and not fenced and rest[:1] in ("?", "!", ".") and not rest.startswith(".."):
            first = dash.start()
        return Edit(first, last, "", rule)
    keep = (fenced or comma) and _comma(text, first, last)
    return Edit(first, last, "," if keep else "", rule)


def _comma(text: str, start: int, end: int) -> bool:
    """Return whether a comma would stand between what is before and what is after."""
    before, after = _before(text, start), _WORD_AFTER.match(text[end : end + 40].lstrip(" "))
    if not before or after is None:
        return bool(before)
    following = folded(after[0])
    if _stranded(text, start, end, before, following):
        return True
    if _takes(text, end, before, following):
        return False
    if before in _LEADS_ON:
        opening = opens(text, start - len(before))
        return opening and before in ("so", "no", "like")
    if before in _GOES_ON:
        return following in _CLAUSE - {"that", "this", "it", "you", "there", "like"}
    return not (_ADJECTIVE.fullmatch(before) and following not in _CLAUSE) or not _of_a_noun(
        text, start - len(before) - 1
    )


def _of_a_noun(text: str, at: int) -> bool:
    """Return whether an article stands before a place: "a", "a like"."""
    word = _before(text, at)
    return (_before(text, at - len(" like")) if word == "like" else word) in ARTICLES


def _stranded(text: str, start: int, end: int, before: str, following: str) -> bool:
    """Return whether a sentence breaks off before a place, and begins anew behind it."""
    if _said_again(text, start, end):
        return True  # for the next step, which takes both: "on your, uh, on your feelings"
    if before in _STRANDED and following in _ANEW:
        return True
    if before == "which":
        return following in ("this", "these", "those")
    out_of_to = before == "to" and _before(text, start - len(" to")) in _SET_OUT
    return (before == "to" and following == "maybe") or (out_of_to and following in ARTICLES)


def _takes(text: str, end: int, before: str, following: str) -> bool:
    """Return whether a comma would part a word from what it goes with."""
    if before in _OPENING:
        return following not in CONJUNCTIONS | _OPENING
    if before.isdigit():
        return following not in _CLAUSE and not _ABOUT.match(text, end)
    return before in _TAKES and following not in _CLAUSE


def _said_again(text: str, start: int, end: int) -> bool:
    """Return whether the two to four words before a place are said again behind it."""
    said = [folded(w) for w in _WORD_AFTER.findall(text[max(0, start - 60) : start])]
    again = [folded(w) for w in _WORD_AFTER.findall(text[end : end + 60])]
    return any(len(said) >= size and said[-size:] == again[:size] for size in range(2, 5))


def _before(text: str, at: int) -> str:
    match = _WORD_BEFORE.search(text[max(0, at - 40) : at].rstrip(" "))
    return folded(match[0]) if match else ""
