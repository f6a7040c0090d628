"""Phrases: the stretches of a passage that could name a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 4  # words a phrase
_JOINERS = frozenset("-‐‑–/&+_")
_WORD = re.compile(r"[^\W_](?:[\w&+#./'’‐‑–-]*[\w+#])?")
_NAMING = frozenset(("NOUN", "PROPN"))
_DOUBTFUL = frozenset(("VERB", "ADJ", "ADV", "X"))
_NOUN_ENDS = ("graphy", "ology", "tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance")
_BEFORE_NOUNS = frozenset(("DET", "ADP", "ADJ", "PROPN"))
_OBJECTS = frozenset(("DET", "PRON"))
_FEW_LETTERS = 2
_SMALL = frozenset("and or a an the of to in on at by vs he she".split())


class Word(NamedTuple):
    """One written word: "A/B" and "off-chain" are one, whatever the tokenizer makes of them.

    Args:
        text: As it is written.
        start: First character in the passage.
        end: Character after the last.
        pos: Its part of speech; of a compound, its last part's.
    """

    text: str
    start: int
    end: int
    pos: str


@dataclass(frozen=True)
class Phrase:
    """A stretch of words that could name a topic, `[start, end)` in its passage."""

    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        """Its first character."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The character after its last."""
        return self.words[-1].end

    @property
    def is_name(self) -> bool:
        """Whether all its words are names."""
        return all(word.pos == "PROPN" for word in self.words)


def phrases(doc: Doc) -> Iterator[Phrase]:
    """Yield the noun phrases of a passage: adjectives, nouns and names up to a noun or name."""
    run: list[Word] = []
    for word in written(doc):
        if word is not None and (word.pos in _NAMING or word.pos == "ADJ"):
            run.append(word)
            continue
        yield from _ended(run)
        run = []
    yield from _ended(run)


def written(doc: Doc) -> Iterator[Word | None]:
    """Yield a passage's words, and None for whatever ends a phrase."""
    whole = doc.text  # which is put together anew each time it is asked for
    tokens: list[Token] = []
    for token in doc:
        tokens.append(token)
        if token.whitespace_ or not _goes_on(doc, token):
            yield _word(doc, whole, tokens)
            tokens = []
    if tokens:
        yield _word(doc, whole, tokens)


def _goes_on(doc: Doc, token: Token) -> bool:
    """Return whether a word goes on after a token that no space follows."""
    if token.i + 1 >= len(doc):
        return False
    following = doc[token.i + 1].text
    if token.text in _JOINERS:
        return following[0].isalnum()
    return token.text[-1].isalnum() and following[0] in _JOINERS and len(following) == 1


def _word(doc: Doc, whole: str, tokens: list[Token]) -> Word | None:
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = whole[start:end]
    last = tokens[-1]
    number = len(tokens) == 1 and (last.like_num or last.pos_ == "NUM")
    if number or last.like_url or not _WORD.fullmatch(text):
        return None
    if len(tokens) > 1 and any(part.lower_ in _SMALL for part in tokens if not part.is_upper):
        return None
    return Word(text, start, end, _part_of_speech(doc, tokens[0], last))


def _part_of_speech(doc: Doc, first: Token, last: Token) -> str:
    """Return a word's part of speech, mended where a small tagger is often wrong.

    A word with a capital inside a sentence is a name, one in "-graphy" is a noun, and so is
    "routing" after "the" or "of".
    """
    pos: str = last.pos_
    before = doc[first.i - 1] if first.i else None
    if before is None or pos in _NAMING or pos not in _DOUBTFUL:
        return pos
    if first.text[0].isupper() and len(first) > _FEW_LETTERS and _inside(before):
        return "PROPN"
    if pos != "VERB":
        return "NOUN" if last.lower_.endswith(_NOUN_ENDS) else pos
    following = doc[last.i + 1].pos_ if last.i + 1 < len(doc) else "PUNCT"
    gerund = last.lower_.endswith("ing") and before.pos_ in _BEFORE_NOUNS
    return "NOUN" if gerund and following not in _OBJECTS else pos


def _inside(before: Token) -> bool:
    """Return whether a word after this one is inside a sentence."""
    return before.text[-1].isalnum() or before.text in ",;"


def _ended(run: list[Word]) -> Iterator[Phrase]:
    """Yield a run of words cut back to its last noun, if it is then no longer than a phrase."""
    while run and run[-1].pos == "ADJ":
        run.pop()
    if run and len(run) <= LONGEST:
        yield Phrase(tuple(run))
