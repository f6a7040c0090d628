"""Joins the two trained parts into one pipeline and prunes what it does not need.

python assemble.py --tagging DIR --names DIR --out DIR
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.strings import StringStore

VERSION = "1.0.0"
DESCRIPTION = (
    "Small English pipeline for transcripts of speech: parts of speech, lemmas, sentences and "
    "names, made robust to lower case, missing punctuation and fillers."
)
LICENSE = (
    "CC BY-SA 4.0. Trained on the English Web Treebank (CC BY-SA 4.0), UNER-EWT (CC BY-SA 4.0), "
    "WNUT17 (CC BY 4.0), Broad Twitter Corpus (CC BY 4.0) and wikigold (CC BY 4.0), all modified."
)


def needed_strings(nlp: Language) -> StringStore:
    """Returns the strings without which the pipeline could not name its results."""
    store = StringStore()
    for component in ("tagger", "morphologizer", "ner"):
        pipe: Any = nlp.get_pipe(component)
        for label in pipe.labels:
            for part in (label, *label.split("=")):
                store.add(part)
    trees: Any = nlp.get_pipe("lemmatizer").trees  # type: ignore[attr-defined]
    for index in range(len(trees)):
        for key in ("orig", "subst"):
            text = nlp.vocab.strings[trees[index].get(key, 0)]
            store.add(text)
    return store


def describe(nlp: Language, **own: object) -> None:
    """Fills in the description of a pipeline: what is its own, and what all of ours share."""
    shared = {"author": "Verbatim", "email": "", "url": "", "spacy_version": ">=3.8.0,<3.9.0"}
    nlp.meta.update(own | shared)


def portable(out: Path) -> None:
    """Removes local paths and training settings from the saved configuration."""
    config = spacy.util.load_config(out / "config.cfg", interpolate=False)
    for section in ("paths", "corpora", "training", "pretraining", "initialize"):
        config.pop(section, None)
    config["paths"] = {}
    config["initialize"] = {"vectors": None, "lookups": None, "components": {}, "tokenizer": {}}
    config.to_disk(out / "config.cfg")


def assemble(tagging: Path, names: Path, out: Path) -> None:
    """Writes the finished pipeline.

    Args:
        tagging: The trained tagger, lemmatizer and sentence splitter.
        names: The trained name finder.
        out: Where the pipeline goes; what is there is replaced.
    """
    nlp = spacy.load(tagging)
    nlp.add_pipe("ner", source=spacy.load(names))
    # `evaluate.py --record` adds scores.
    describe(
        nlp,
        name="verbatim",
        version=VERSION,
        description=DESCRIPTION,
        license=LICENSE,
        performance={},
    )
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out)
    needed_strings(nlp).to_disk(out / "vocab" / "strings.json")
    portable(out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    print(f"{out.name}: {size / 1e6:.1f} MB")


def main() -> None:
    """Assembles the pipeline given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tagging", type=Path, required=True)
    parser.add_argument("--names", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    assemble(args.tagging, args.names, args.out)


if __name__ == "__main__":
    main()
