"""Trains the small parser that quotes are checked with, and says how good it is.

python parser.py --data DIR --work DIR --out DIR
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
from collections.abc import Iterable
from pathlib import Path

import spacy
from assemble import describe, portable
from augment import drop, lower, speak
from corpora import Document, Sentence, read_conllu
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from thinc.api import fix_random_seed
from train import fit
from trees import restart, tree_doc

HERE = Path(__file__).resolve().parent
SEED = 7
PASSES = 6
VERSION = "1.0.0"
DESCRIPTION = "Tags and trees of single sentences of speech: enough to see which are torn."
LICENSE = "CC BY-SA 4.0. Trained on the English Web Treebank (CC BY-SA 4.0), modified."
_ATTRS = ["ORTH", "SPACY", "TAG", "HEAD", "DEP"]


def read(data: Path, part: str) -> list[Document]:
    return read_conllu(data / "ud-ewt" / f"en_ewt-ud-{part}.conllu")


def said(sentence: Sentence, rng: random.Random) -> Sentence:
    """Makes a written sentence sound spoken, one time in two; marks and case mostly stay."""
    if rng.random() < 0.5:
        sentence = speak(sentence, rng)
        if rng.random() < 0.25:
            sentence = restart(sentence, rng)
    roll = rng.random()
    if roll < 0.06:
        return lower(drop(sentence))
    if roll < 0.12:
        return drop(sentence)
    return drop(sentence, rng, 0.4) if roll < 0.2 else sentence


def training_docs(nlp: Language, documents: Iterable[Document], passes: int) -> list[Doc]:
    """Goes over the sentences several times, first as they are; one in eight has the next behind it."""
    rng = random.Random(SEED)
    docs = []
    for number in range(passes):
        for document in documents:
            left = list(document.sentences)
            while left:
                run = [left.pop(0)]
                if left and rng.random() < 0.125:
                    run.append(left.pop(0))
                styled = tuple(s for s in (said(x, rng) if number else x for x in run) if s)
                if styled:
                    docs.append(tree_doc(nlp, styled))
    rng.shuffle(docs)
    return docs


def plain_docs(nlp: Language, documents: Iterable[Document], *, spoken: bool = False) -> list[Doc]:
    """Writes every sentence alone, as it is or as it might be said."""
    rng = random.Random(SEED)
    return [
        tree_doc(nlp, (said(sentence, rng) if spoken else sentence,))
        for document in documents
        for sentence in document.sentences
        if len(sentence) > 1
    ]


def write(docs: Iterable[Doc], path: Path) -> None:
    box = DocBin(attrs=_ATTRS, docs=docs)
    path.parent.mkdir(parents=True, exist_ok=True)
    box.to_disk(path)
    print(f"{path.name}: {len(box)} documents")


def scores(nlp: Language, docs: Iterable[Doc]) -> dict[str, float]:
    """Return tag accuracy and the shares of right heads (UAS), and of those with their relation (LAS)."""
    found = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in docs])
    return {key: round(float(found[key]), 3) for key in ("tag_acc", "dep_uas", "dep_las")}


def assemble(trained: Path, out: Path, figures: dict[str, dict[str, float]]) -> None:
    """Writes the parser without what it does not need to run."""
    nlp = spacy.load(trained)
    describe(
        nlp,
        name="trees",
        version=VERSION,
        description=DESCRIPTION,
        license=LICENSE,
        performance=figures,
    )
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    store = StringStore()
    for pipe in ("tagger", "parser"):
        for name in nlp.get_pipe(pipe).labels:
            store.add(name)
    for name in ("ROOT", "dep", ""):
        store.add(name)
    store.to_disk(out / "vocab" / "strings.json")
    portable(out)
    print(
        f"{out.name}: {sum(p.stat().st_size for p in out.rglob('*') if p.is_file()) / 1e6:.1f} MB"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud-ewt")
    parser.add_argument("--work", type=Path, required=True, help="folder for what is in between")
    parser.add_argument("--out", type=Path, required=True, help="where the parser goes")
    parser.add_argument("--steps", type=int, default=0, help="override the number of steps")
    args = parser.parse_args()
    fix_random_seed(SEED)
    nlp = spacy.blank("en")
    dev = plain_docs(nlp, read(args.data, "dev"))
    files = args.work / "parser-train.spacy", args.work / "parser-dev.spacy"
    write(training_docs(nlp, read(args.data, "train"), PASSES), files[0])
    write(dev, files[1])
    trained = fit(HERE / "parser.cfg", *files, args.work / "parser", args.steps)
    nlp = spacy.load(trained)
    figures = {"dev": scores(nlp, dev)}
    for part in ("dev", "test"):
        documents = read(args.data, part)
        figures[part] = scores(nlp, plain_docs(nlp, documents))
        figures[f"{part}, as said"] = scores(nlp, plain_docs(nlp, documents, spoken=True))
    print(json.dumps(figures, indent=2))
    assemble(trained, args.out, figures)


if __name__ == "__main__":
    main()
