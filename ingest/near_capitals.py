"""Names looked for only around words that could be part of one: nearly the same, in half the time.

What a recogniser like the one that ships says of a word depends on a few words to either side of it.
Where text has capitals, two words of three are further than that from any that could be a name's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = "names_near_capitals"

_FAR = 5  # words: four are seen to either side by four layers, and one more of a name under way
_RARE = 200  # words: with less than a capital inside sentences for so many, there are none to go by
_ENDS = frozenset((".", "?", "!", "…", "...", ":"))


class Recogniser(Protocol):
    """What finds names: spaCy's EntityRecognizer is one."""

    def pipe(self, stream: Iterable[Doc], *, batch_size: int) -> Iterator[Doc]:
        """Yield each text with its names."""
        ...


class NearCapitals:
    """A component of a pipeline that shows a recogniser only what is near capitals."""

    def __init__(self, recogniser: Recogniser) -> None:
        self._recogniser = recogniser

    def __call__(self, doc: Doc) -> Doc:
        """Return the text with its names."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Yield each text with its names, in order; a batch is written with capitals or without."""
        from spacy.util import minibatch

        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            places, within = zip(*map(name_places, docs), strict=True)
            if sum(within) * _RARE < sum(map(len, docs)):
                places = tuple(list(range(len(doc))) for doc in docs)
            self._recognise(docs, places)
            yield from docs

    def _recognise(self, docs: Sequence[Doc], places: Sequence[Sequence[int]]) -> None:
        from spacy.tokens import Span

        windows = [
            (number, start, end)
            for number, doc in enumerate(docs)
            for start, end in around(places[number], len(doc))
        ]
        # Copies of what was read, and not made of words anew: a word's norm is part of it.
        parts = (docs[number][start:end].as_doc() for number, start, end in windows)
        could_be = [frozenset(near) for near in places]
        found: list[list[Span]] = [[] for _ in docs]
        read = self._recogniser.pipe(parts, batch_size=max(len(windows), 1))
        for part, (number, start, _) in zip(read, windows, strict=True):
            found[number] += [
                Span(docs[number], start + name.start, start + name.end, label=name.label)
                for name in part.ents
                if not could_be[number].isdisjoint(range(start + name.start, start + name.end))
            ]
        for doc, names in zip(docs, found, strict=True):
            doc.set_ents(names)


def add(nlp: Language) -> None:
    """Put `NearCapitals` in the place of a pipeline's own recogniser.

    That must have a tok2vec of its own: one that is shared has read whole texts, not parts.
    """
    from spacy.language import Language as Registry

    Registry.factory(NAME, func=_near_capitals)
    nlp.disable_pipe("ner")
    nlp.add_pipe(NAME)


def _near_capitals(nlp: Language, name: str) -> NearCapitals:  # noqa: ARG001 - as spaCy calls it
    return NearCapitals(nlp.get_pipe("ner"))  # type: ignore[arg-type]  # any component, to spaCy


def around(near: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """Yield the beginnings and ends of what must be read of `count` words, with those near places."""
    start = end = 0
    for place in near:
        if place - _FAR > end:
            if end:
                yield start, end
            start = place - _FAR
        end = min(count, place + _FAR + 1)
    if end:
        yield start, end


def name_places(doc: Doc) -> tuple[list[int], int]:
    """Return the words that could be part of a name, and how many have a capital within a sentence.

    A capital that a sentence begins with says nothing where it is a word like "The". A sentence that
    begins without one was written without them, and each of its words could be.
    """
    places: list[int] = []
    within = 0
    begins, small = True, False
    for token in doc:
        text = token.text
        if begins and token.is_alpha:
            small = text.islower()
        plain = token.is_stop and text[1:] == text[1:].lower()  # "The" or "I", and not "US"
        capital = text != text.lower() and not (plain and (begins or text == "I"))
        if small or capital:
            places.append(token.i)
        within += capital and not begins
        begins = text in _ENDS or "\n" in text or (begins and not token.is_alpha)
    return places, within
