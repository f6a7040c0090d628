"""Phrases: the stretches of a passage that could name a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ingest.topics.keys import word_key

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LONGEST = 4  # words a phrase
_JOINERS = frozenset("-‐‑–/&+_")
_WORD = re.compile(r"[^\W_](?:[\w&+#./'’‐‑–-]*[\w+#])?")
_NAMING = frozenset(("NOUN", "PROPN"))
_SMALL = frozenset("and or a an the of to in on at by vs he she".split())


class Word(NamedTuple):
    """One written word: "A/B" and "off-chain" are one, whatever the tokenizer makes of them.

    Args:
        text: As it is written.
        start: First character in the passage.
        end: Character after the last.
        pos: Its part of speech; of a compound, its last part's.
        key: What it is compared by, in the middle of a phrase.
    """

    text: str
    start: int
    end: int
    pos: str
    key: str


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
    tokens: list[Token] = []
    for token in doc:
        tokens.append(token)
        if token.whitespace_ or not _goes_on(doc, token):
            yield _word(doc, tokens)
            tokens = []
    if tokens:
        yield _word(doc, tokens)


def _goes_on(doc: Doc, token: Token) -> bool:
    """Return whether a word goes on after a token that no space follows."""
    if token.i + 1 >= len(doc):
        return False
    following = doc[token.i + 1].text
    if token.text in _JOINERS:
        return following[0].isalnum()
    return token.text[-1].isalnum() and following[0] in _JOINERS and len(following) == 1


def _word(doc: Doc, tokens: list[Token]) -> Word | None:
    start, end = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
    text = doc.text[start:end]
    last = tokens[-1]
    if not _WORD.fullmatch(text) or last.like_url or last.like_num or last.pos_ == "NUM":
        return None
    if len(tokens) > 1 and any(part.lower_ in _SMALL for part in tokens if not part.is_upper):
        return None
    return Word(text, start, end, last.pos_, word_key(text, plural=False))


def _ended(run: list[Word]) -> Iterator[Phrase]:
    """Yield a run of words cut back to its last noun, if it is then no longer than a phrase."""
    while run and run[-1].pos == "ADJ":
        run.pop()
    if run and len(run) <= LONGEST:
        yield Phrase(tuple(run))
