"""Words and short phrases that are said twice at once.

Twice is a stumble where it cannot be meant: an article, a subject ("I, I think"), a phrase that
breaks off before what it needs ("that's the, that's the"). It is meant, or may be, where the first
ends a clause and the second begins one ("if you have it, it works", "what it is is", "come in in
March"), where it stresses ("no, no", "very, very", "I know, I know!"), and where it is grammar
("had had", "that that", "talk to to learn").
"""

from __future__ import annotations

import re
from operator import eq

from ingest.cleaning.edits import disjoint, opens
from ingest.cleaning.words import (
    ARTICLES,
    ASKING,
    AUXILIARIES,
    CONJUNCTIONS,
    CONTRACTED,
    FUNCTION,
    HEDGED,
    OPENERS,
    PREPOSITIONS,
    SUBJECTS,
    folded,
)
from ingest.textmap import Edit

_TOKEN = re.compile(r"[\w'’]+")
_BETWEEN = re.compile(r"(?!\s*\n\s*\n)\s*(?P<mark>,|\.\.\.|…|--?|[–—])?\s+")
_GLUED = "-'’._@/"  # what stands beside these is part of something longer
_DASHES = frozenset(("-", "--", "–", "—"))
_BROKEN_OFF = re.compile(
    r"\b(?P<piece>[A-Za-z]{1,6})-\s+(?!(?:and|or|to)\b)(?=(?P=piece)[a-z])", re.IGNORECASE
)
_AFTER = re.compile(r"\s*(?P<mark>[^\w\s\"“‘'(\[$#@])?\s*(?P<word>[\w'’]+)?")
_LONGEST = 4  # words

# Said twice in a row, whatever stands between, they are one.
_ALWAYS = SUBJECTS | CONTRACTED | ARTICLES | frozenset("and but or because if".split())
# Only with nothing between: a comma may end a clause ("what it's made of, of course"). Of the
# prepositions only those that end no clause: one looks for, is on, and comes in.
_ADJACENT = frozenset(
    """of from into by than be been can could would should will don't didn't doesn't his just what
    where how who which when""".split()
)
_COPULAS = frozenset("is was are were".split())
_AFTER_COPULA = frozenset("that how when what where why to a an the not because just like".split())
_THRICE = frozenset("it you is was are were this in on to with as of".split())
_LOVED = frozenset("i you we they really would to don't didn't do".split())
# A phrase that ends with one of these needs something after it.
_NEEDS_MORE = (
    (ARTICLES | PREPOSITIONS | AUXILIARIES | SUBJECTS | CONTRACTED | HEDGED | CONJUNCTIONS)
    - frozenset("and or so not".split())
) | frozenset("that both going want need gonna it you this these those not".split())
_POSSESSED = ARTICLES - {"a", "every"}  # "plan A, plan A"
_OBJECTS = frozenset("it you this these those".split())
_STARTS = (FUNCTION | frozenset("going want need so".split())) - frozenset("and or".split())


class _Words:
    """A text's words, as they stand and folded."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = list(_TOKEN.finditer(text))
        self.said = [match[0].lower().replace("’", "'") for match in self.found]

    def repeats(self) -> list[tuple[int, int]]:
        """Return (place, size) wherever that many words come twice in a row."""
        said = self.said
        out: list[tuple[int, int]] = []
        for size in range(1, _LONGEST + 1):
            out.extend(
                (at, size)
                for at, same in enumerate(map(eq, said, said[size:]))
                if same and said[at : at + size] == said[at + size : at + 2 * size]
            )
        return out

    def between(self, at: int) -> str | None:
        """Return the mark before a word, if any; None where it parts sentences."""
        match = _BETWEEN.fullmatch(self.text, self.found[at - 1].end(), self.found[at].start())
        return None if match is None else match["mark"] or ""

    def before(self, at: int) -> str:
        """Return the word before, empty where a sentence begins."""
        if at == 0 or opens(self.text, self.found[at].start()):
            return ""
        return self.said[at - 1]

    def clause(self, at: int) -> list[str]:
        """Return up to eight words before a word, back to the sentence's beginning."""
        out: list[str] = []
        while len(out) < 8 and (word := self.before(at)):
            out.append(word)
            at -= 1
        return out


def stutters(text: str) -> list[Edit]:
    """Words and short phrases that are said twice at once are said once; the last try stays."""
    edits = [Edit(m.start(), m.end(), "", "stutter") for m in _BROKEN_OFF.finditer(text)]
    words = _Words(text)
    for at, size in words.repeats():
        found = _last(words, at, size)
        if found is None or _meant(words, at, size, *found):
            continue
        last = found[0]
        start, end = words.found[at].start(), words.found[last + size - 1].end()
        once = text[words.found[last].start() : end]
        if once[0].isupper() and not text[start].isupper():
            continue  # "will Will come?"
        if text[start].isupper():
            once = once[0].upper() + once[1:]
        edits.append(Edit(start, end, once, "stutter"))
    return disjoint(edits)


def _last(words: _Words, at: int, size: int) -> tuple[int, list[str]] | None:
    """Return where the last of the tries begins, and the marks between them; None if none does."""
    said, last, marks = words.said, at, list[str]()
    while said[at : at + size] == said[last + size : last + 2 * size]:
        between = words.between(last + size)
        inside = [words.between(place) for place in range(last + size + 1, last + 2 * size)]
        if between is None or any(mark != "" for mark in inside):
            break
        marks.append(between)
        last += size
    return (last, marks) if marks else None


def _meant(words: _Words, at: int, size: int, last: int, marks: list[str]) -> bool:
    """Return whether it may be meant that words come twice."""
    end = words.found[last + size - 1].end()
    after = _AFTER.match(words.text, end)
    if after is None or after["mark"] or after["word"] is None:
        return True  # nothing goes on from there: it was said twice for its weight
    start = words.found[at].start()
    if words.text[end] in _GLUED or (start and words.text[start - 1] in _GLUED):
        return True
    before = words.before(at)
    if _DASHES.intersection(marks) and before not in OPENERS | {""}:
        return True  # a new sentence: "in the middle of my -- my project has been"
    following = folded(after["word"])
    if size > 1:
        return not _breaks_off(words, at, size, marks)
    word, second = words.said[at], words.text[words.found[last].start()]
    if second.isupper() and word not in SUBJECTS | CONTRACTED:
        return True  # a name: "The The"
    if word == "a" and words.text[words.found[at].start()] == "A" and before:
        return True  # "plan A, a backup"
    if word == "i":
        return _i_twice(before, following, parted=any(marks))
    thrice = last - at >= 2 and word in _THRICE
    return not (word in _ALWAYS or thrice or _once(words, at, following, bare=not any(marks)))


def _i_twice(before: str, following: str, *, parted: bool) -> bool:
    """Return whether the second "I" begins anew: "how do I, I don't know, find a cup"."""
    anew = following in ("mean", "guess") or (following == "don't" and before in AUXILIARIES)
    return before in PREPOSITIONS or (parted and anew)


def _once(words: _Words, at: int, following: str, *, bare: bool) -> bool:
    """Return whether a word that can be meant twice cannot be meant so here."""
    word, before = words.said[at], words.before(at)
    if word in ("it", "you"):
        return before in OPENERS - {"like"} or not before
    if word in _ADJACENT:
        return bare and following not in ("not", "course", "all", "first", "least")
    if word in _COPULAS:
        free = not ASKING.intersection(words.clause(at)) and before not in ("it", "this", "")
        return free and following in _AFTER_COPULA
    if word == "so":
        return not before and following in SUBJECTS | CONTRACTED | {"you", "it", "the", "what"}
    return word == "like" and bare and before not in _LOVED


def _breaks_off(words: _Words, at: int, size: int, marks: list[str]) -> bool:
    """Return whether a phrase lacks what it needs, so that its second saying begins anew."""
    phrase = words.said[at : at + size]
    first, last = phrase[0], phrase[-1]
    if any(w.isdigit() for w in phrase):
        return False
    if last in _POSSESSED and all(marks):
        return True  # "it depends on your, depends on your feelings"
    if first not in _STARTS or last not in _NEEDS_MORE or _whole(phrase):
        return False
    if last in _OBJECTS and first not in OPENERS:
        return False
    if not all(marks):
        # With nothing between, "the prequel to the prequel to" and "have to have to" are grammar.
        return first != "to" and all(word in FUNCTION for word in phrase)
    if first == "to" and last in AUXILIARIES:
        return False  # "what there is to do, to do it well"
    if first in AUXILIARIES:
        return not ASKING.intersection(words.clause(at))
    # "Where we're going, we're going to win": the first ends a clause.
    subject = first in SUBJECTS | CONTRACTED | {"you", "it"}
    return not (subject and words.before(at) in ASKING)


def _whole(phrase: list[str]) -> bool:
    """Return whether a phrase is a clause: "of what this is, what this is for"."""
    inverted = phrase[1] in AUXILIARIES  # "what do you do"
    return len(phrase) > 2 and phrase[0] in ASKING and phrase[-1] in AUXILIARIES and not inverted
