"""What a sentence's tree shows of standing alone: signs that its words mean something before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.quotes.grammar import EARLY, LONG, NOUNS, SHORT, SUBJECTS, Signs, kind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PERSONS = {
    **dict.fromkeys(("it", "its"), "it"),
    **dict.fromkeys(("they", "them", "their", "theirs"), "they"),
    **dict.fromkeys(("he", "him", "his", "she", "her", "hers"), "he"),
}
_SHOWING = frozenset(("this", "that", "these", "those"))
_OTHERS = frozenset(
    "one ones other others another same such both either neither latter former else too also again instead yet there here then now so".split()
)
_SOMEBODY = frozenset("person man woman guy someone somebody developer".split())
_EMPTY = frozenset(
    "thing things stuff way case kind example question point part reason idea situation problem".split()
)
_TOLD = frozenset(("acl:relcl", "acl", "nmod", "ccomp"))
_TOLD_THE = _TOLD | {"amod", "compound", "obl", "advcl", "nummod"}


def pointing(doc: Doc) -> Signs:
    """Return the signs that a sentence's words mean something that stands before it."""
    found: Signs = Counter()
    tokens = [token for token in doc if not token.is_space]
    if not tokens:
        return found
    nouns = plurals = people = 0
    for token in tokens:
        word, tag = token.lower_, token.tag_
        found.update(_of_a_pointer(token, nouns, plurals, people))
        nouns += tag in NOUNS
        plurals += tag in ("NNS", "NNPS")
        people += tag == "NNP" or word in _SOMEBODY
        found["name"] += tag.startswith("NNP") and token.i > 0
        found["you"] += word in ("you", "your")
        found["I"] += word in ("i", "my", "me")
        found["we"] += word in ("we", "our", "us")
        found["past"] += tag == "VBD"
        found["empty noun"] += word in _EMPTY
    if any(t.tag_ in ("JJR", "RBR") for t in tokens) and not any(
        t.lower_ == "than" for t in tokens
    ):
        found["more, than what"] += 1
    found[f"nouns {_some(nouns)}"] = 1
    found["asks"] = tokens[-1].text == "?"
    found["short"], found["long"] = len(tokens) < SHORT, len(tokens) > LONG
    found.update((f"begins {tokens[0].lower_}", f"begins {kind(tokens[0])}"))
    return +found


def _of_a_pointer(token: Token, nouns: int, plurals: int, people: int) -> Iterator[str]:
    """Yield what a word says about things that have a name elsewhere, or before it in the sentence."""
    word = token.lower_
    group = _PERSONS.get(word)
    if group is not None and (token.dep_ == "expl" or _holds_a_place(token)):
        yield "it, held"
    elif group is not None:
        known = {"it": nouns, "they": plurals, "he": people}[group]
        yield f"{group}, {_some(known)}"
        yield f"{group}, {'subject' if token.dep_ in SUBJECTS else 'rest'}"
        if token.i < EARLY:
            yield f"{group}, early"
    elif word in _SHOWING and _shows(token):
        yield from _of_showing(token, nouns)
    elif word in _OTHERS:
        yield word
    elif word == "the" and token.dep_ == "det":
        told = any(c.i != token.i and c.dep_ in _TOLD_THE for c in token.head.children)
        yield "the, told" if told else "the, bare"
        if not nouns:
            yield "the, told, first" if told else "the, bare, first"


def _shows(token: Token) -> bool:
    """Return whether "that" shows something, and does not begin a clause."""
    return token.tag_ in ("DT", "PDT", "PRP") or (
        token.lower_ != "that" and token.dep_ in ("nsubj", "det", "obj", "obl", "nmod")
    )


def _of_showing(token: Token, nouns: int) -> Iterator[str]:
    if token.dep_ == "det":
        told = any(c.dep_ in _TOLD and c.i > token.head.i for c in token.head.children)
        yield "shows, told" if told else "shows a noun"
        yield f"{token.lower_} with a noun"
    else:
        yield "shows, told" if any(c.i > token.i for c in token.children) else "shows"
        yield f"{token.lower_} alone"
        if token.dep_ in SUBJECTS and token.head.dep_ in ("parataxis", "conj", "advcl"):
            yield "shows, in a later clause"
    yield "shows, some before" if nouns else "shows, none before"


def _holds_a_place(token: Token) -> bool:
    """Return whether "it" only holds the place of a clause: "it's hard to say no"."""
    if token.lower_ != "it" or token.dep_ not in SUBJECTS:
        return False
    head = token.head
    return head.tag_ in ("JJ", "JJR", "NN", "VBZ", "VBN") and any(
        c.dep_ in ("csubj", "ccomp", "advcl", "xcomp")
        and c.i > head.i
        and any(m.dep_ == "mark" and m.lower_ in ("to", "that", "if", "how") for m in c.children)
        for c in head.children
    )


def _some(count: int) -> str:
    return ("none", "one", "few", "few")[count] if count < EARLY else "many"
