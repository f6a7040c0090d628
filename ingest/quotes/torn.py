"""What a sentence's tree shows of being whole: signs that its main clause, beginning or end lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.quotes.grammar import EARLY, FINITE, LONG, NOUNS, SHORT, SUBJECTS, Signs, kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_HELPS = frozenset(("aux", "aux:pass", "cop"))
_CLAUSES = frozenset(("ccomp", "advcl", "acl:relcl", "csubj"))
_STRAY = frozenset(
    "reparandum dislocated orphan dep list goeswith vocative discourse appos".split()
)
_MARKS = frozenset(
    "that because if when while which who since although though where unless until whether once as before after".split()
)
_MAY_BE_SHORT = frozenset("to before after while when as once if".split())  # "before leaving"
_PARTS = frozenset(
    "even because if when while as once since though although where until unless whether whereas which so that".split()
)
_DASHES = frozenset(("-", "–", "—", "--"))
_STOPS = _DASHES | frozenset((",", ".", ":", ";", "?", "!", '"', "“", "”"))
_HANGING = frozenset(
    "IN DT TO CC PRP$ VBZ VBP VBD MD WDT WP WRB PRP RB".split()
)  # tags after which nobody stops
_RELATIVES = frozenset(("which", "who", "whom"))
_JOINED = frozenset(("parataxis", "conj", "ccomp"))
_OF_PREPOSITIONS = frozenset(("case", "mark", "compound:prt", "fixed", "advmod", "cc"))
_SOON = 6  # words


def torn(doc: Doc) -> Signs:
    """Return the signs that a sentence lacks its main clause, its beginning or its end."""
    found: Signs = Counter()
    tokens = [token for token in doc if not token.is_space]
    words = [token for token in tokens if token.text not in _STOPS]
    if not words:
        return found
    roots = [token for token in tokens if token.dep_ == "ROOT"] or words[:1]
    main = max(roots, key=lambda root: root.right_edge.i - root.left_edge.i)
    found["more roots"] = len(roots) - 1
    found.update(_of_the_main_clause(main, asks=tokens[-1].text == "?"))
    for token in tokens:
        found.update(_of_a_word(token, main))
    clauses = sum(map(_is_clause, tokens))
    found["no clause"], found["one clause"] = clauses == 0, clauses == 1
    found.update(_of_dashes(doc, tokens, main))
    found.update(_of_stops(tokens))
    first = words[0]
    found.update((f"begins {kind(first)}", f"ends {kind(words[-1])}"))
    found["begins with a part"] = first.lower_ in _PARTS and main.i <= first.head.i
    found["stranded"] = words[-1].tag_ == "IN"
    found["asks"] = tokens[-1].text == "?"
    found["short"], found["long"] = len(words) < SHORT, len(words) > LONG
    return +found


def _is_finite(token: Token) -> bool:
    """Return whether a word heads a clause with a finite verb."""
    return token.tag_ in FINITE or any(
        c.dep_ in _HELPS and c.tag_ in FINITE for c in token.children
    )


def _has_subject(token: Token) -> bool:
    return any(c.dep_ in SUBJECTS for c in token.children)


def _is_clause(token: Token) -> bool:
    return _is_finite(token) and _has_subject(token)


def _commands(token: Token) -> bool:
    return token.tag_ == "VB" and not any(
        c.dep_ in SUBJECTS or c.dep_ == "mark" or (c.dep_ in _HELPS and c.lower_ != "do")
        for c in token.children
    )


def _of_the_main_clause(main: Token, *, asks: bool) -> Iterator[str]:
    before = [c for c in main.children if c.i < main.i and not _is_inner(c)]
    finite, commands = _is_finite(main), _commands(main)
    neither = not finite and not commands
    hangs = any(_is_finite(c) and c.dep_ in _JOINED for c in main.children)
    checks = {
        "main: no subject": finite and not _has_subject(main),
        "main: command": commands and not finite,
        "main: late command": commands and not finite and main.i >= EARLY,
        "main: not finite": neither,
        f"main: {kind(main)}": neither,
        "main: not finite, a clause hangs on it": neither and hangs,
        "main: mark": any(c.dep_ == "mark" for c in before),
        "main: relative": any(c.tag_ == "WDT" or c.lower_ in _RELATIVES for c in before),
        "main: when": not asks
        and any(c.tag_ == "WRB" and c.dep_ in ("advmod", "mark") for c in before),
        "main: two subjects": _count(before, "nsubj", "nsubj:pass") > 1,
    }
    yield from (sign for sign, is_so in checks.items() if is_so)


def _of_a_word(token: Token, main: Token) -> Iterator[str]:
    dep, tag, head = token.dep_, token.tag_, token.head
    joined = dep == "conj" and head.tag_ in NOUNS
    outer = [child for child in token.children if not _is_inner(child)]
    checks = {
        dep: dep in _STRAY or (dep == "parataxis" and token != main),
        "parataxis, no mark": dep == "parataxis" and _runs_on(token),
        "clause joined to a noun": joined and _is_finite(token) and not _is_finite(head),
        "verb joined to a noun": joined and tag == "VB",
        "and without a second": dep == "cc"
        and token.i > 0
        and head.dep_ != "conj"
        and not _count(head.children, "conj"),
        "and is no and": tag == "CC" and dep != "cc",
        "modal alone": tag == "MD" and dep != "aux",
        "preposition alone": tag in ("IN", "TO") and dep not in _OF_PREPOSITIONS,
        "two subjects": _count(outer, "nsubj", "nsubj:pass") > 1,
        "two objects": _count(token.children, "obj") > 1,
        "have with a bare verb": dep == "aux"
        and token.lower_ in ("have", "has", "had", "'ve")
        and head.tag_ in ("VB", "VBP"),
    }
    yield from (sign for sign, is_so in checks.items() if is_so)
    if dep in _CLAUSES:
        yield from _of_a_clause(token)


def _count(tokens: Iterable[Token], *deps: str) -> int:
    return sum(token.dep_ in deps for token in tokens)


def _is_inner(token: Token) -> bool:
    """Return whether a word belongs to a clause that another says what is: "the lesson is that …"."""
    return any(c.dep_ == "cop" and c.i < token.i for c in token.head.children)


def _runs_on(token: Token) -> bool:
    """Return whether a clause begins with no mark before it."""
    first = token.left_edge
    return first.i > 0 and first.nbor(-1).text not in _STOPS


def _of_a_clause(token: Token) -> Iterator[str]:
    marks = [c for c in token.children if c.i < token.i and c.dep_ == "mark"]
    opened = marks or [
        c for c in token.children if c.i < token.i and c.tag_ in ("WDT", "WP", "WRB")
    ]
    mark = marks[0].lower_ if marks else ""
    if _is_finite(token):
        if not _has_subject(token) and token.dep_ != "acl:relcl":
            yield f"{token.dep_}: no subject"
        return
    bare = token.tag_ == "VBG" or (token.tag_ in ("VB", "VBN") and not opened)
    if bare and (mark not in _MARKS or mark in _MAY_BE_SHORT):
        return
    yield f"{token.dep_}: not finite"
    if mark in _MARKS:
        yield "marked clause not finite"


def _of_dashes(doc: Doc, tokens: Sequence[Token], main: Token) -> Signs:
    """Return what a dash shows: speakers break off before one, and begin again behind it."""
    found: Signs = Counter()
    dashes = [t for t in tokens if t.text in _DASHES and t.whitespace_ and t.i]
    found["dash"], found["two dashes"] = len(dashes) == 1, len(dashes) > 1
    if not dashes:
        return found
    at = dashes[0].i
    left = [t for t in tokens if t.i < at]
    right = [t for t in tokens if t.i > at]
    before, after = any(map(_is_clause, left)), any(map(_is_clause, right))
    found["dash: clause before"], found["dash: no clause before"] = before, not before
    found["dash: no clause before, clause after"] = after and not before
    found[f"dash after {kind(doc[at - 1])}"] = 1
    found["dash after a verb or function word"] = doc[at - 1].tag_ in _HANGING
    found["dash: main clause after"], found["dash: main clause before"] = main.i > at, main.i < at
    found["dash soon"] = at < _SOON
    part = any(t.dep_ == "mark" and t.lower_ in _MARKS for t in left)
    found["dash: part before"] = part and not (before and _is_finite(main) and main.i < at)
    found["dash: right needs left"] = any(
        t.dep_ in ("obj", "xcomp", "obl", "nsubj", "acl:relcl", "nmod", "aux", "cop")
        and t.head.i < at
        for t in right
    )
    return found


def _of_stops(tokens: Sequence[Token]) -> Signs:
    found: Signs = Counter()
    for token, after in pairwise(tokens):
        if after.text == "," and token.tag_ == "PRP" and token.dep_ in SUBJECTS:
            found["comma after a subject"] += 1
        if after.text in (",", ".", ";", ":") and token.tag_ in (
            "DT", "PRP$", "TO", "CC", "MD", "WDT", "WP", "WRB",
        ):  # fmt: skip
            found["stop after a function word"] += 1
        if token.lower_ == after.lower_ and token.is_alpha:
            found["twice"] += 1
    found["commas"] = sum(token.text == "," for token in tokens)
    found["semicolon"] = sum(token.text == ";" for token in tokens)
    found["like"] = sum(token.lower_ == "like" and token.dep_ == "discourse" for token in tokens)
    found["quotation"] = any(token.text in '"“' for token in tokens)
    return found
