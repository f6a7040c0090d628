"""Writes the training and development documents of the tagger and of the name finder.

python prepare.py --data DIR --out DIR
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from pathlib import Path

import spacy
from augment import drop, lower, passages, plain, restyle
from build import make_doc
from corpora import (
    MISSING,
    Document,
    Sentence,
    Word,
    read_all_iob,
    read_conllu,
    read_iob,
    read_names,
)
from spacy.language import Language
from spacy.tokens import Doc, DocBin

SEED = 7
DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sept sep "
    "oct nov dec mon tue wed thu fri sat sun".split()
)


def read_ewt(data: Path, part: str, named: bool = False) -> list[Document]:
    """Reads a part of the English Web Treebank.

    Args:
        data: The data folder.
        part: "train", "dev" or "test".
        named: Whether to read UNER's names as well (dev and test only).

    Returns:
        Its documents.
    """
    stem = f"en_ewt-ud-{part}"
    names = read_names(data / "ner" / "uner-ewt" / f"{stem}.iob2") if named else None
    return read_conllu(data / "ud-ewt" / f"{stem}.conllu", names)


def write(docs: Iterable[Doc], path: Path, with_names: bool) -> None:
    """Stores documents, their words counted on standard output."""
    attrs = ["ENT_IOB", "ENT_TYPE"] if with_names else ["TAG", "POS", "LEMMA", "SENT_START"]
    box = DocBin(attrs=["ORTH", "SPACY", *attrs])
    words = 0
    for doc in docs:
        box.add(doc)
        words += len(doc)
    path.parent.mkdir(parents=True, exist_ok=True)
    box.to_disk(path)
    print(f"{path.name}: {len(box)} documents, {words} words")


def tagging_docs(
    nlp: Language, documents: list[Document], passes: int, augment: bool = True
) -> list[Doc]:
    """Cuts documents into passages, several times over, each in a random style."""
    rng = random.Random(SEED)
    docs = []
    for _ in range(passes):
        for document in documents:
            for passage in passages(document.sentences, rng):
                styled = restyle(passage, rng) if augment else passage
                if styled:
                    docs.append(make_doc(nlp, styled, rng if augment else None))
    rng.shuffle(docs)
    return docs


def whole_docs(nlp: Language, documents: list[Document], spoken: bool = False) -> list[Doc]:
    """Joins every document's sentences, as they are or lower-cased without punctuation."""
    styled = [plain(d.sentences) if spoken else d.sentences for d in documents]
    return [make_doc(nlp, sentences) for sentences in styled if sentences]


def _partial(word: Word) -> Word:
    """Marks where a treebank word may or may not belong to a name."""
    proper = word.tag in {"NNP", "NNPS"} and word.text.lower().rstrip(".") not in DATES
    unclear = proper or word.tag in {"ADD", "GW", "FW"} or word.pos == "PROPN"
    return replace(word, name=MISSING if unclear else "O")


def partial_names(documents: list[Document]) -> list[Document]:
    """Takes from a treebank only where there is no name: outside its proper nouns."""
    return [
        replace(d, sentences=tuple(tuple(map(_partial, s)) for s in d.sentences)) for d in documents
    ]


def _vary(sentences: tuple[Sentence, ...], rng: random.Random) -> tuple[Sentence, ...]:
    """Lower-cases or strips some passages of a name corpus."""
    roll = rng.random()
    if roll < 0.08:
        sentences = tuple(lower(s) for s in sentences)
    elif roll < 0.16:
        sentences = tuple(lower(drop(s)) for s in sentences)
    elif roll < 0.28:
        sentences = tuple(drop(s) for s in sentences)
    return tuple(s for s in sentences if s)


def name_docs(nlp: Language, weighted: list[tuple[int, list[Document]]]) -> list[Doc]:
    """Builds the name finder's training documents, some in the style of speech.

    Args:
        nlp: Any English pipeline.
        weighted: Documents and how often to go over them, the first time as they are.

    Returns:
        Their passages, shuffled.
    """
    rng = random.Random(SEED)
    docs = []
    for passes, documents in weighted:
        for number, document in product(range(passes), documents):
            for passage in passages(document.sentences, rng, 8):
                styled = _vary(passage, rng) if number else passage
                if styled:
                    docs.append(make_doc(nlp, styled))
    rng.shuffle(docs)
    return docs


def name_corpora(data: Path) -> list[Document]:
    """Reads the training corpora of the name finder that annotate every name."""
    names = data / "ner"
    return [
        *read_iob(names / "WNUT17/CONLL-format/data/train/wnut17train.conll"),
        *read_iob(names / "wikigold/CONLL-format/data/wikigold.conll.txt"),
        *read_all_iob((names / "BTC/CONLL-format/data").glob("*.conll")),
    ]


def main() -> None:
    """Prepares everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud-ewt and ner")
    parser.add_argument("--out", type=Path, required=True, help="where the corpora go")
    parser.add_argument("--passes", type=int, default=6, help="passes over the treebank")
    parser.add_argument("--no-augment", action="store_true", help="train on written text only")
    args = parser.parse_args()
    nlp = spacy.blank("en")
    train, dev = read_ewt(args.data, "train"), read_ewt(args.data, "dev", named=True)
    tagging = tagging_docs(nlp, train, args.passes, not args.no_augment)
    write(tagging, args.out / "tagging-train.spacy", False)
    both = whole_docs(nlp, dev) + whole_docs(nlp, dev, spoken=True)
    write(both, args.out / "tagging-dev.spacy", False)
    inside = [d for d in dev if d.half() == 0]
    weighted = [(2, name_corpora(args.data)), (6, inside), (1, partial_names(train))]
    write(name_docs(nlp, weighted), args.out / "names-train.spacy", True)
    wnut = read_iob(args.data / "ner/WNUT17/CONLL-format/data/dev/emerging.dev.conll")
    outside = [d for d in dev if d.half() == 1]
    write(whole_docs(nlp, [*outside, *wnut[:500]]), args.out / "names-dev.spacy", True)


if __name__ == "__main__":
    main()
