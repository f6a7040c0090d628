"""Makes written text look like speech: case, punctuation, fillers, joined sentences."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from corpora import Sentence, Word

T = TypeVar("T")
FILLERS: tuple[tuple[int, Sentence], ...] = (
    (4, (Word("uh", tag="UH", pos="INTJ", lemma="uh"),)),
    (4, (Word("um", tag="UH", pos="INTJ", lemma="um"),)),
    (1, (Word("hmm", tag="UH", pos="INTJ", lemma="hmm"),)),
    (1, (Word("er", tag="UH", pos="INTJ", lemma="er"),)),
    (2, (Word("like", tag="UH", pos="INTJ", lemma="like"),)),
    (
        3,
        (
            Word("you", tag="PRP", pos="PRON", lemma="you"),
            Word("know", tag="VBP", pos="VERB", lemma="know"),
        ),
    ),
    (
        2,
        (
            Word("I", tag="PRP", pos="PRON", lemma="I"),
            Word("mean", tag="VBP", pos="VERB", lemma="mean"),
        ),
    ),
)
OPENERS: tuple[tuple[int, Word], ...] = (
    (4, Word("so", tag="RB", pos="ADV", lemma="so")),
    (3, Word("yeah", tag="UH", pos="INTJ", lemma="yeah")),
    (3, Word("and", tag="CC", pos="CCONJ", lemma="and")),
    (2, Word("but", tag="CC", pos="CCONJ", lemma="but")),
    (2, Word("well", tag="UH", pos="INTJ", lemma="well")),
    (2, Word("okay", tag="UH", pos="INTJ", lemma="okay")),
    (1, Word("oh", tag="UH", pos="INTJ", lemma="oh")),
    (1, Word("right", tag="UH", pos="INTJ", lemma="right")),
    (1, Word("no", tag="UH", pos="INTJ", lemma="no")),
)
COMMA = Word(",", tag=",", pos="PUNCT", lemma=",")
STOP = Word(".", tag=".", pos="PUNCT", lemma=".")
_MARKS = frozenset("\"'`.,!?;:()[]{}…-–—“”‘’*/_") | {"''", "``", "...", "--"}


def is_punctuation(word: Word) -> bool:
    """Whether speech without punctuation would lack the word."""
    return word.pos == "PUNCT" if word.pos else word.text in _MARKS


def lower(sentence: Sentence) -> Sentence:
    """Lower-cases a sentence, and its lemmas except the pronoun I."""
    return tuple(
        replace(w, text=w.text.lower(), lemma=w.lemma if w.lemma == "I" else w.lemma.lower())
        for w in sentence
    )


def upper_first(sentence: Sentence) -> Sentence:
    """Capitalises the first word of a sentence."""
    first = sentence[0]
    return (replace(first, text=first.text[:1].upper() + first.text[1:]), *sentence[1:])


def drop(sentence: Sentence, rng: random.Random | None = None, share: float = 1.0) -> Sentence:
    """Drops punctuation; what stood around it is then separated by a space.

    Args:
        sentence: The sentence.
        rng: Source of randomness, needed when share is below 1.
        share: The probability with which each mark is dropped.

    Returns:
        The rest, possibly nothing.
    """
    kept: list[Word] = []
    for word in sentence:
        if is_punctuation(word) and (rng is None or rng.random() < share):
            if kept:
                kept[-1] = replace(kept[-1], space=True)
        else:
            kept.append(word)
    if kept and kept[0].name.startswith("I-"):
        kept[0] = replace(kept[0], name="B-" + kept[0].name[2:])
    return tuple(kept)


def _choose(rng: random.Random, options: tuple[tuple[int, T], ...]) -> T:
    """Draws one of the weighted options."""
    return rng.choices([o for _, o in options], [weight for weight, _ in options])[0]


def _inside(sentence: Sentence, index: int) -> bool:
    """Whether a filler could be said before the word at index."""
    before, after = sentence[index - 1], sentence[index]
    joined = not before.space or is_punctuation(before) or is_punctuation(after)
    return not joined and not after.name.startswith("I-")


def hesitate(sentence: Sentence, rng: random.Random, rate: float = 0.06) -> Sentence:
    """Adds fillers and repeated words between the words of a sentence."""
    said: list[Word] = []
    for index, word in enumerate(sentence):
        if index and _inside(sentence, index) and rng.random() < rate:
            commas = rng.random() < 0.5
            if commas:
                said[-1] = replace(said[-1], space=False)
                said.append(COMMA)
            said.extend(_choose(rng, FILLERS))
            if commas:
                said[-1] = replace(said[-1], space=False)
                said.append(COMMA)
        said.append(word)
        short = word.pos in {"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX"} and word.space
        if short and index + 1 < len(sentence) and rng.random() < rate / 3:
            said.append(word)
    return tuple(said)


def open_sentence(sentence: Sentence, rng: random.Random) -> Sentence:
    """Puts a spoken opener ("so", "yeah") before a sentence."""
    opener = _choose(rng, OPENERS)
    first = sentence[0]
    if first.tag not in {"NNP", "NNPS"} and first.text != "I" and first.name == "O":
        if not first.text.isupper():
            first = replace(first, text=first.text.lower())
    head: tuple[Word, ...] = (opener,)
    if rng.random() < 0.5:
        head = (replace(opener, space=False), COMMA)
    return upper_first((*head, first, *sentence[1:]))


def reply(rng: random.Random) -> Sentence:
    """Returns a short spoken sentence such as "Yeah."."""
    word = _choose(rng, OPENERS[1:2] + OPENERS[5:])
    return upper_first((replace(word, space=False), STOP))


def speak(sentence: Sentence, rng: random.Random) -> Sentence:
    """Makes a written sentence sound spoken, punctuation kept."""
    said = hesitate(sentence, rng)
    return open_sentence(said, rng) if rng.random() < 0.3 else said


def _styles(rng: random.Random) -> tuple[bool, bool, float]:
    """Draws what happens to a passage: spoken, lower-cased, share of punctuation lost."""
    spoken = rng.random() < 0.35
    roll = rng.random()
    if roll < 0.45:
        return spoken, False, 0.0
    if roll < 0.70:
        return spoken, True, 1.0
    if roll < 0.80:
        return spoken, True, 0.0
    if roll < 0.90:
        return spoken, False, 1.0
    return spoken, rng.random() < 0.3, 0.4


def restyle(sentences: tuple[Sentence, ...], rng: random.Random) -> tuple[Sentence, ...]:
    """Gives a passage one random style.

    Args:
        sentences: Consecutive sentences.
        rng: Source of randomness.

    Returns:
        The sentences as they might be transcribed; empty ones are left out.
    """
    spoken, lowered, lost = _styles(rng)
    styled = []
    for sentence in sentences:
        if spoken:
            sentence = speak(sentence, rng)
            if rng.random() < 0.05:
                styled.append(reply(rng))
        styled.append(sentence)
    if lowered:
        styled = [lower(s) for s in styled]
    if lost:
        styled = [drop(s, rng, lost) for s in styled]
    return tuple(s for s in styled if s)


def passages(
    sentences: tuple[Sentence, ...], rng: random.Random, longest: int = 12
) -> Iterator[tuple[Sentence, ...]]:
    """Cuts a document into runs of one to `longest` sentences."""
    start = 0
    while start < len(sentences):
        size = rng.randint(1, longest)
        yield sentences[start : start + size]
        start += size


def plain(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Lower-cases sentences and drops all their punctuation."""
    return tuple(s for s in (drop(lower(s)) for s in sentences) if s)
