"""Turns gold sentences into spaCy documents under spaCy's own English tokenisation."""

from __future__ import annotations

import random
from typing import TypeAlias

from corpora import MISSING, Sentence, Word
from spacy.language import Language
from spacy.tokens import Doc, Span

Spans: TypeAlias = list[tuple[int, int]]


def join(sentences: tuple[Sentence, ...], rng: random.Random | None = None) -> tuple[str, Spans]:
    """Writes sentences as one text.

    Args:
        sentences: The sentences.
        rng: If given, some sentences are separated by line breaks instead of a space.

    Returns:
        The text and the character span of every word.
    """
    breaks = rng is not None and rng.random() < 0.15
    parts: list[str] = []
    spans: Spans = []
    length = 0
    for sentence in sentences:
        if parts:
            gap = rng.choice([" ", "\n", "\n\n"]) if breaks and rng else " "
            parts.append(gap)
            length += len(gap)
        for position, word in enumerate(sentence):
            spans.append((length, length + len(word.text)))
            last = position == len(sentence) - 1
            text = word.text + (" " if word.space and not last else "")
            parts.append(text)
            length += len(text)
    return "".join(parts), spans


def _covered(doc: Doc, spans: Spans) -> list[list[int]]:
    """Returns for every token the indexes of the gold words that it overlaps."""
    covered: list[list[int]] = []
    first = 0
    for token in doc:
        start, end = token.idx, token.idx + len(token)
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        index, inside = first, []
        while index < len(spans) and spans[index][0] < end:
            inside.append(index)
            index += 1
        covered.append(inside)
    return covered


def _analysis(text: str, words: list[Word]) -> tuple[str, str, str]:
    """Returns the tag, part of speech and lemma of a token over the gold words."""
    if text.isspace():
        return "_SP", "SPACE", text
    if len(words) == 1 and words[0].text == text:
        return words[0].tag, words[0].pos, words[0].lemma
    solid = [w for w in words if w.pos != "PUNCT"] or words
    if not words:
        return "", "", ""
    if len(words) == 1 and not any(c.isalnum() for c in text):
        return ("HYPH" if text == "-" else "NFP"), "PUNCT", text
    return solid[-1].tag, solid[-1].pos, ""


def _names(doc: Doc, words: list[Word], spans: Spans) -> tuple[list[Span], list[Span]]:
    """Returns the names of a document and the stretches where names are unknown."""
    known: list[Span] = []
    unknown: list[Span] = []
    index = 0
    while index < len(words):
        mark, start = words[index].name, index
        index += 1
        while index < len(words) and words[index].name == "I-" + mark[2:] and mark[1:2] == "-":
            index += 1
        if mark == "O":
            continue
        label = "" if mark == MISSING else mark[2:]
        span = doc.char_span(
            spans[start][0], spans[index - 1][1], label=label, alignment_mode="expand"
        )
        if span is not None:
            (known if label else unknown).append(span)
    known = _disjoint(known)
    taken = {token.i for span in known for token in span}
    unknown = [s for s in unknown if not any(token.i in taken for token in s)]
    return known, _disjoint(unknown)


def _disjoint(spans: list[Span]) -> list[Span]:
    """Drops spans that overlap the one before."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def make_doc(
    nlp: Language, sentences: tuple[Sentence, ...], rng: random.Random | None = None
) -> Doc:
    """Builds a gold document.

    Args:
        nlp: Any English pipeline, for its tokenizer and vocabulary.
        sentences: The gold sentences.
        rng: Passed on to `join`.

    Returns:
        A document with tags, lemmas, sentence starts and names. A token that covers several
        gold words gets the analysis of the last that is no punctuation.
    """
    text, spans = join(sentences, rng)
    words = [word for sentence in sentences for word in sentence]
    firsts, count = set(), 0
    for sentence in sentences:
        firsts.add(count)
        count += len(sentence)
    raw = nlp.make_doc(text)
    covered = _covered(raw, spans)
    rows = [
        _analysis(token.text, [words[i] for i in inside])
        for token, inside in zip(raw, covered, strict=True)
    ]
    starts: list[bool | int | None] = [
        bool(inside) and inside[0] in firsts and token.idx == spans[inside[0]][0]
        for token, inside in zip(raw, covered, strict=True)
    ]
    starts[0] = True
    doc = Doc(
        nlp.vocab,
        words=[t.text for t in raw],
        spaces=[bool(t.whitespace_) for t in raw],
        tags=[row[0] for row in rows],
        pos=[row[1] for row in rows],
        lemmas=[row[2] for row in rows],
        sent_starts=starts,
    )
    known, unknown = _names(doc, words, spans)
    doc.set_ents(known, missing=unknown, default="outside")
    return doc
