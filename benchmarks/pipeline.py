"""The language pipeline on text that it never saw: parts of speech, sentences, names, time.

Accuracy is that of training/pipeline/evaluate.py, which prints every figure there is: English Web
Treebank's test set for parts of speech and sentences, UNER's names on it. Rules to beat: spaCy's
sentencizer, and runs of capitals for names. What `en_core_web_sm` states of itself is printed for
orientation only: it was measured on other texts (OntoNotes), with other labels.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "training" / "pipeline"))

# First of all, since it sees to it that one core is used.
from evaluate import (  # type: ignore[import-not-found]
    NAMES,
    SETS,
    STYLES,
    accuracies,
    join,
    name_scores,
    read_ewt,
    sentence_f,
    spacy,
    speed,
    styled,
)

from ingest import near_capitals
from ingest.nlp import SHIPPED

# https://spacy.io/models/en#en_core_web_sm, version 3.8: TAG_ACC, SENTS_F, ENTS_F.
STATED = (0.97, 0.91, 0.85)
# The same recipe without augmentation, trained once (training/pipeline/README.md).
PLAIN = {
    "as written": 0.942,
    "lower-cased": 0.894,
    "unpunctuated": 0.928,
    "lower-cased, unpunctuated": 0.873,
}
# Processor time: what else the machine does makes nothing else of it.
_LOADS = "import spacy, time; t = time.process_time(); spacy.load({path!r}); print(time.process_time() - t)"


def main() -> None:
    """Print two tables and the times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder beside ud-ewt and ner")
    data = place(parser.parse_args().data)
    if data is None:
        print("skipped: neither the folder nor the one above it has ud-ewt")
        return
    documents = read_ewt(data, "test", named=True)
    nlp = spacy.load(SHIPPED)
    rules = spacy.blank("en")
    rules.add_pipe("sentencizer")
    table = Table("EWT test", "tag", "POS", "POS, not augmented", "sentence F1", "... sentencizer")
    for style, change in STYLES.items():
        texts = styled(documents, change)
        found = accuracies(nlp, texts)
        row = (found["tag"], found["pos"], PLAIN[style])
        sentences = (sentence_f(nlp, texts)[2], sentence_f(rules, texts)[2])
        table.add_row(style, *(f"{value:.3f}" for value in (*row, *sentences)))
    table.add_row("en_core_web_sm states", f"{STATED[0]:.2f}", "", "", f"{STATED[1]:.2f}", "")
    Console().print(table)
    table = Table("UNER-EWT test, names", "P", "R", "F1")
    for label, scores in name_scores(nlp, styled(documents, STYLES["as written"]), NAMES):
        table.add_row(label, *(f"{value:.3f}" for value in scores))
    near = spacy.load(SHIPPED)
    near_capitals.add(near)
    found = dict(name_scores(near, styled(documents, STYLES["as written"]), NAMES))["all"]
    table.add_row("all, read near capitals", *(f"{value:.3f}" for value in found))
    table.add_row("en_core_web_sm states", "", "", f"{STATED[2]:.2f}")
    Console().print(table)
    texts = [join(document.sentences)[0] for document in documents]
    print(f"loads in {loading():.2f} s")
    for name in ("tagger + pos + senter + lemmas", "ner", "everything"):
        print(f"{name}: {speed(nlp, texts, SETS[name]):,.0f} words/s on one core")
    print(
        f"ner, near capitals: {speed(near, texts, [near_capitals.NAME]):,.0f} words/s on one core"
    )


def place(data: Path) -> Path | None:
    """Return the folder that holds the treebank: the one given, or the one above it."""
    return next((f for f in (data, data.parent) if (f / "ud-ewt").is_dir()), None)


def loading(runs: int = 3) -> float:
    """Return how many seconds loading takes a new process, the least of a few."""
    code = _LOADS.format(path=str(SHIPPED))
    return min(
        float(subprocess.check_output([sys.executable, "-c", code], text=True))  # noqa: S603
        for _ in range(runs)
    )


if __name__ == "__main__":
    main()
