"""Turns gold sentences into spaCy documents with their trees, also where speech has torn them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
from augment import COMMA
from build import join, make_doc
from corpora import Sentence, Word
from spacy.attrs import DEP, HEAD
from spacy.language import Language
from spacy.tokens import Doc

_KEPT = frozenset(("acl:relcl", "aux:pass", "nsubj:pass", "csubj:pass", "compound:prt"))
_INSERTED = {"PUNCT": "punct", "CCONJ": "cc", "ADV": "advmod"}
_LOST = "dep"
_FRAGMENT = (2, 4)  # words that are said before a speaker begins anew


def label(dep: str) -> str:
    """Return a relation without its subtype, unless the subtype tells of a clause or a passive."""
    return dep if dep in _KEPT else dep.partition(":")[0]


def restart(sentence: Sentence, rng: random.Random) -> Sentence:
    """Makes a speaker break off after a few words and begin again: "If we, if we wait, …"."""
    size = rng.randint(*_FRAGMENT)
    if len(sentence) <= size + 1 or any(w.pos == "PUNCT" for w in sentence[:size]):
        return sentence
    root = next((w.number for w in sentence if w.number and not w.head), 0)
    inside = {w.number for w in sentence[:size] if w.number}
    top = next((w.number for w in sentence[:size] if w.number and w.head not in inside), 0)
    if not root or not top:
        return sentence
    said = []
    for word in sentence[:size]:
        if word.number == top:
            tree = (root, "reparandum")
        else:
            tree = (-(word.head if word.head in inside else top), word.dep)
        said.append(replace(word, number=-word.number, head=tree[0], dep=tree[1]))
    if rng.random() < 0.7:
        said[-1] = replace(said[-1], space=False)
        said.append(COMMA)
    first = sentence[0]
    if first.tag not in {"NNP", "NNPS"} and first.text != "I":
        first = replace(first, text=first.text[:1].lower() + first.text[1:])
    return (*said, first, *sentence[1:])


def heads(sentence: Sentence) -> list[tuple[int, str]]:
    """Return for each word the place of its head, its own for the root, and its relation.

    What was put in hangs on the next word of the treebank, or on the root where it opens the
    sentence. A word that is said again hangs on the one that stays. Where a head was left out its
    own head stands in for it.
    """
    place = {word.number: at for at, word in enumerate(sentence) if word.number}
    known = [at for at, word in enumerate(sentence) if word.number]
    if not known:
        return [(0, "ROOT" if not at else "punct") for at in range(len(sentence))]
    above = {word.number: word.head for word in sentence if word.number}
    out: list[tuple[int, str] | None] = []
    root: int | None = None
    for at, word in enumerate(sentence):
        if not word.number:
            out.append(None)
            continue
        if place[word.number] != at:
            out.append((place[word.number], "reparandum"))
            continue
        head = above[word.number]
        if head in place:
            out.append((place[head], label(word.dep)))
        elif root is None:
            root = at
            out.append((at, "ROOT"))
        else:
            out.append((root, label(word.dep) if not head else _LOST))
    if root is None:
        root = known[0]
        out[root] = (root, "ROOT")
    found: list[tuple[int, str]] = []
    for at, (word, tree) in enumerate(zip(sentence, out, strict=True)):
        if tree is None:
            opens = at < known[0]
            head = root if opens else next((k for k in known if k > at), known[-1])
            tree = (head, _INSERTED.get(word.pos, "discourse"))
        found.append(tree)
    return found


def tree_doc(nlp: Language, sentences: tuple[Sentence, ...]) -> Doc:
    """Builds a gold document with tags, heads and relations.

    A token over several gold words hangs where their topmost word does; of several tokens in one
    gold word the last that is no mark stands for it, and the others hang on that one.
    """
    doc = make_doc(nlp, sentences)
    _, spans = join(sentences)
    trees: list[tuple[int, str]] = []
    for sentence in sentences:
        start = len(trees)
        trees += [(start + head, dep) for head, dep in heads(sentence)]
    token_of, parts = [], []
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand")
        tokens = [t for t in span if not t.is_space] if span is not None else []
        solid = [t for t in tokens if any(c.isalnum() for c in t.text)] or tokens
        token_of.append(solid[-1].i)
        parts.append([t.i for t in tokens])
    rows: list[tuple[int, str] | None] = [None] * len(doc)
    for word, (head, dep) in enumerate(trees):
        at, over = token_of[word], token_of[head]
        if at != over or head == word:
            rows[at] = rows[at] or (over, dep)
        for part in parts[word]:
            if part != at and rows[part] is None and part not in token_of:
                mark = not any(c.isalnum() for c in doc[part].text)
                rows[part] = (at, "punct" if mark else "compound")
    filled = [row or (max(0, at - 1), _LOST) for at, row in enumerate(rows)]
    _cut_rings(filled)
    array = np.array(
        [
            (np.int64(head - at).astype(np.uint64), nlp.vocab.strings.add(dep))
            for at, (head, dep) in enumerate(filled)
        ],
        dtype=np.uint64,
    )
    return doc.from_array([HEAD, DEP], array)


def _cut_rings(trees: list[tuple[int, str]]) -> None:
    """Hangs a token from the word before it where its heads, in other tokens than words, go round."""
    for at in range(len(trees)):
        seen, here = {at}, at
        while (head := trees[here][0]) != here:
            if head in seen:
                trees[here] = (here, "ROOT") if here == 0 else (here - 1, _LOST)
                seen = {here}
                if here == 0:
                    break
                continue
            seen.add(head)
            here = head
