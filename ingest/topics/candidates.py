"""Candidates: the phrases of a talk gathered by key, with where they are said and in which forms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.models import Mention
from ingest.topics.keys import acronyms, canonical, word_key
from ingest.topics.phrases import Phrase, phrases

if TYPE_CHECKING:
    from spacy.tokens import Doc

_FEW_LETTERS = 3
# Alone, these say that somebody talks and when, not what about. Keys, so without plurals.
_NO_TOPICS = frozenset(
    """episode transcript listener interviewer interviewee
    minute hour morning afternoon evening night weekend weekday today tomorrow yesterday
    monday tuesday wednesday thursday friday saturday sunday""".split()
)
_LETTERS = re.compile(r"\w(?:[/&-]\w)+")


@dataclass
class Candidate:
    """A phrase as a talk has it.

    Args:
        words: The keys of its words.
        mentions: Where it is said, on its own and inside longer phrases.
        forms: How often it is written in which way.
        names: How often all its words are names.
        persons: How often it is, by the pipeline's judgement, what a person is called.
        inside: The keys of the longer phrases that hold it, and how often each does.
    """

    words: tuple[str, ...]
    mentions: list[Mention] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    names: int = 0
    persons: int = 0
    inside: Counter[str] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        """How often it is said."""
        return len(self.mentions)

    @property
    def name(self) -> str:
        """The form that is written most; of equals the one in small letters, then by alphabet."""
        return min(self.forms, key=lambda form: (-self.forms[form], not form.islower(), form))


def candidates(
    docs: Sequence[Doc], *, people: Iterable[str] = (), show: str = ""
) -> dict[str, Candidate]:
    """Return the phrases of a talk's passages by key, without the names of its people and show.

    Args:
        docs: The passages, tagged, in order.
        people: Names of those who speak.
        show: The show's name.
    """
    banned = {word_key(word) for name in people for word in name.split()}
    short_for = acronyms(doc.text for doc in docs)
    titles = {canonical(show), canonical(f"{show} podcast"), canonical(f"{show} show")}
    spoken_of = _written_as(show)
    found: dict[str, Candidate] = {}
    for index, doc in enumerate(docs):
        persons = {(ent.start_char, ent.end_char) for ent in doc.ents if ent.label_ == "PERSON"}
        text = doc.text
        names = [match.span() for match in spoken_of.finditer(text)] if spoken_of else []
        for phrase in phrases(doc):
            if any(start <= phrase.start and phrase.end <= end for start, end in names):
                continue
            for candidate, part in _gathered(found, phrase, text, short_for, banned):
                candidate.mentions.append(Mention(index, part.start, part.end))
                candidate.names += part.is_name
                candidate.persons += (part.start, part.end) in persons
    for key in titles & found.keys():
        del found[key]
    return found


def _written_as(show: str) -> re.Pattern[str] | None:
    """Return what finds a show's name in a text, however it is spaced; None for no name to speak of.

    What is said inside it is no topic: "Ship" in "Ship It", which a folder may call "shipit".
    """
    letters = [re.escape(char) for char in show if char.isalnum()]
    if len(letters) <= _FEW_LETTERS:
        return None
    return re.compile(r"\b" + r"[\W_]?".join(letters) + r"\b", re.IGNORECASE)


def _gathered(
    found: dict[str, Candidate],
    phrase: Phrase,
    text: str,
    short_for: Mapping[str, str],
    banned: set[str],
) -> Iterator[tuple[Candidate, Phrase]]:
    """Yield a phrase and the phrases inside it, each with its candidate."""
    whole: str | None = None
    for part in parts(phrase):
        form = " ".join(text[part.start : part.end].split())
        key = canonical(form)
        key = short_for.get(key, key)
        keys = tuple(word_key(word.text) for word in part.words)
        if _is_person(part, keys, banned):
            continue
        candidate = found.setdefault(key, Candidate(keys))
        candidate.forms[form] += 1
        if part is phrase:
            whole = key
        elif whole is not None and whole != key:
            candidate.inside[whole] += 1
        yield candidate, part


def parts(phrase: Phrase) -> Iterator[Phrase]:
    """Yield a phrase, and all phrases inside it that end in a noun or name, longest first."""
    words = phrase.words
    for size in range(len(words), 0, -1):
        for first in range(len(words) - size + 1):
            inner = words[first : first + size]
            if inner[-1].pos == "ADJ" or (size == 1 and _is_scrap(inner[0].text)):
                continue
            yield phrase if size == len(words) else Phrase(inner)


def _is_scrap(text: str) -> bool:
    """Return whether a word alone is too little to be a topic: "of", "A/B"; "AI" and "C++" are not."""
    if word_key(text) in _NO_TOPICS:
        return True
    if len(text) < _FEW_LETTERS:
        return not (text.isupper() and len(text) > 1)
    return _LETTERS.fullmatch(text) is not None


def _is_person(phrase: Phrase, keys: tuple[str, ...], banned: set[str]) -> bool:
    """Return whether a phrase is, or begins or ends with, the name of somebody who speaks."""
    return any(
        key in banned and word.pos == "PROPN" for key, word in zip(keys, phrase.words, strict=True)
    )
