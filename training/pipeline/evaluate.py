"""Prints every figure of the pipeline: accuracy, sentences, names, speed, load time.

python evaluate.py --data DIR --model DIR [--part dev|test] [--compare DIR] [--record]
"""

from __future__ import annotations

import argparse
import os

os.environ["OMP_NUM_THREADS"] = "1"

import json  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402
from collections.abc import Callable, Iterable, Iterator  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TypeAlias  # noqa: E402

import spacy  # noqa: E402
from augment import drop, lower, plain  # noqa: E402
from build import join, make_doc  # noqa: E402
from corpora import Document, Sentence, read_iob  # noqa: E402
from prepare import DATES, read_ewt  # noqa: E402
from spacy.language import Language  # noqa: E402
from spacy.tokens import Doc  # noqa: E402

Marked: TypeAlias = set[tuple[int, int, int, str]]
Style: TypeAlias = Callable[[tuple[Sentence, ...]], tuple[Sentence, ...]]
NAMES = frozenset({"PERSON", "ORG", "LOC"})
SETS = {
    "tagger + pos": ["tok2vec", "tagger", "morphologizer"],
    "tagger + pos + senter": ["tok2vec", "tagger", "morphologizer", "senter"],
    "tagger + pos + senter + lemmas": [
        "tok2vec", "tagger", "morphologizer", "senter", "lemmatizer",
    ],
    "senter": ["tok2vec", "senter"],
    "ner": ["ner"],
    "everything": ["tok2vec", "tagger", "morphologizer", "senter", "lemmatizer", "ner"],
}  # fmt: skip


def lowered(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Lower-cases sentences."""
    return tuple(lower(s) for s in sentences)


def unpunctuated(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Drops the punctuation of sentences."""
    return tuple(s for s in map(drop, sentences) if s)


STYLES: dict[str, Style] = {
    "as written": lambda sentences: sentences,
    "lower-cased": lowered,
    "unpunctuated": unpunctuated,
    "lower-cased, unpunctuated": plain,
}


def prf(gold: Marked, found: Marked) -> tuple[float, float, float]:
    """Returns precision, recall and F1."""
    right = len(gold & found)
    precision, recall = right / max(len(found), 1), right / max(len(gold), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def styled(documents: list[Document], style: Style) -> list[tuple[Sentence, ...]]:
    """Applies a style to documents and leaves out what it empties."""
    return [s for s in (style(d.sentences) for d in documents) if s]


def accuracies(nlp: Language, texts: list[tuple[Sentence, ...]]) -> dict[str, float]:
    """Measures tags, parts of speech and lemmas.

    Words that the tokenizer cuts otherwise than the treebank count only for `strict`.
    """
    right: Counter[str] = Counter()
    words = aligned = 0
    for sentences, doc in zip(texts, nlp.pipe(join(s)[0] for s in texts), strict=True):
        tokens = {(t.idx, t.idx + len(t)): t for t in doc}
        gold = [word for sentence in sentences for word in sentence]
        for word, span in zip(gold, join(sentences)[1], strict=True):
            words += 1
            token = tokens.get(span)
            if token is None:
                continue
            aligned += 1
            right["tag"] += token.tag_ == word.tag
            right["pos"] += token.pos_ == word.pos
            right["lemmas"] += bool(word.lemma)
            right["lemma"] += bool(word.lemma) and token.lemma_ == word.lemma
            same = token.lemma_.lower() == word.lemma.lower()
            right["lemma, case aside"] += bool(word.lemma) and same
    scores = {key: right[key] / aligned for key in ("tag", "pos")}
    scores["pos strict"] = right["pos"] / words
    for key in ("lemma", "lemma, case aside"):
        scores[key] = right[key] / max(right["lemmas"], 1)
    return scores


def sentence_spans(doc: Doc, number: int) -> Marked:
    """Returns the sentences of a document, white space aside."""
    spans: Marked = set()
    for sentence in doc.sents:
        text = sentence.text
        start = sentence.start_char + len(text) - len(text.lstrip())
        spans.add((number, start, start + len(text.strip()), "S"))
    return spans


def gold_sentences(sentences: tuple[Sentence, ...], number: int) -> Marked:
    """Returns the gold sentences as character spans of the joined text."""
    spans, gold, count = join(sentences)[1], set(), 0
    for sentence in sentences:
        gold.add((number, spans[count][0], spans[count + len(sentence) - 1][1], "S"))
        count += len(sentence)
    return gold


def sentence_f(nlp: Language, texts: list[tuple[Sentence, ...]]) -> tuple[float, float, float]:
    """Measures sentence boundaries over joined sentences."""
    gold: Marked = set()
    found: Marked = set()
    docs = nlp.pipe(join(s)[0] for s in texts)
    for number, (sentences, doc) in enumerate(zip(texts, docs, strict=True)):
        gold |= gold_sentences(sentences, number)
        found |= sentence_spans(doc, number)
    return prf(gold, found)


def capital_runs(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yields runs of capitalised words, the rule to beat; sentence starts alone do not count."""
    start = None
    for token in [*doc, None]:
        capital = (
            token is not None
            and token.text[0].isupper()
            and token.text != "I"
            and token.lower_ not in DATES
        )
        if capital and start is None and token is not None:
            start = token.i
        if not capital and start is not None:
            end = token.i if token is not None else len(doc)
            if end - start > 1 or not (doc[start].is_sent_start or doc[start].is_stop):
                yield start, end
            start = None


def gold_names(doc: Doc, number: int, labels: frozenset[str]) -> Marked:
    """Returns the names of a document that have one of the labels."""
    return {(number, e.start_char, e.end_char, e.label_) for e in doc.ents if e.label_ in labels}


def _bare(marked: Marked) -> Marked:
    """Forgets labels."""
    return {(number, start, end, "") for number, start, end, _ in marked}


def name_scores(
    nlp: Language, texts: list[tuple[Sentence, ...]], labels: frozenset[str]
) -> list[tuple[str, tuple[float, float, float]]]:
    """Measures names, also by label and, without labels, beside runs of capitals."""
    gold: Marked = set()
    found: Marked = set()
    rule: Marked = set()
    blank = spacy.blank("en")
    for number, sentences in enumerate(texts):
        reference = make_doc(blank, sentences)
        gold |= gold_names(reference, number, labels)
        found |= gold_names(nlp(reference.text), number, labels)
        for start, end in capital_runs(reference):
            span = reference[start:end]
            rule.add((number, span.start_char, span.end_char, ""))
    rows = [("all", prf(gold, found))]
    for label in sorted(labels):
        pick = [{mark for mark in marks if mark[3] == label} for marks in (gold, found)]
        rows.append((label, prf(*pick)))
    rows.append(("any label", prf(_bare(gold), _bare(found))))
    rows.append(("rule, any label", prf(_bare(gold), rule)))
    return rows


def speed(nlp: Language, text: list[str], components: list[str], runs: int = 3) -> float:
    """Returns words a second on one core, the best of a few runs."""
    words = sum(len(t.split()) for t in text)
    best = 0.0
    with nlp.select_pipes(enable=[c for c in components if c in nlp.pipe_names]):
        for _ in range(runs):
            start = time.process_time()
            for _doc in nlp.pipe(text):
                pass
            best = max(best, words / (time.process_time() - start))
    return best


def show(name: str, values: Iterable[float]) -> None:
    """Prints one row."""
    print(f"{name:34}", *(f"{value:.3f}" for value in values))


def report_text(nlp: Language, documents: list[Document]) -> dict[str, float]:
    """Prints accuracies and sentence scores of a pipeline; returns the main ones."""
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")
    scores: dict[str, float] = {}
    for title, style in STYLES.items():
        texts = styled(documents, style)
        print(f"\n{title}")
        for key, value in accuracies(nlp, texts).items():
            show(f"  {key}", [value])
            scores[f"{key} ({title})"] = value
        sentences = sentence_f(nlp, texts)
        scores[f"sentence F1 ({title})"] = sentences[2]
        show("  sentences P R F", sentences)
        show("  sentencizer P R F", sentence_f(sentencizer, texts))
    return scores


def report_names(nlp: Language, sets: dict[str, list[Document]]) -> dict[str, float]:
    """Prints name scores on every set; returns the main ones."""
    kept: dict[str, float] = {}
    for title, documents in sets.items():
        for name in STYLES:
            print(f"\nnames, {title}, {name}: P R F")
            for key, scores in name_scores(nlp, styled(documents, STYLES[name]), NAMES):
                show(f"  {key}", scores)
                if key == "all":
                    kept[f"name F1 ({title}, {name})"] = scores[2]
    return kept


def name_sets(data: Path, part: str, documents: list[Document]) -> dict[str, list[Document]]:
    """Returns the sets on which names are measured: only ones that training did not see."""
    if part == "test":
        return {"UNER-EWT test": documents}
    wnut = data / "ner/WNUT17/CONLL-format/data/dev/emerging.dev.conll"
    held = [d for d in documents if d.half() == 1]
    return {"UNER-EWT dev, held-out half": held, "WNUT17 dev": read_iob(wnut)}


def record(model: Path, part: str, scores: dict[str, float]) -> None:
    """Stores scores in a saved pipeline's description."""
    path = model / "meta.json"
    meta = json.loads(path.read_text())
    meta["performance"] = {f"EWT {part}: {k}": round(v, 4) for k, v in scores.items()}
    path.write_text(json.dumps(meta, indent=2) + "\n")


def main() -> None:
    """Measures the pipelines given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with ud-ewt and ner")
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--part", choices=["dev", "test"], default="dev")
    parser.add_argument("--compare", type=Path, help="another tagger, measured on the same text")
    parser.add_argument("--record", action="store_true", help="store scores in meta.json")
    parser.add_argument("--no-speed", action="store_true")
    args = parser.parse_args()
    start = time.perf_counter()
    nlp = spacy.load(args.model)
    size = sum(path.stat().st_size for path in args.model.rglob("*") if path.is_file())
    print(f"{nlp.meta['name']} {nlp.meta['version']}: {size / 1e6:.1f} MB,", end=" ")
    print(f"loads in {time.perf_counter() - start:.2f} s")
    documents = read_ewt(args.data, args.part, named=True)
    scores: dict[str, float] = {}
    if "tagger" in nlp.pipe_names:
        scores |= report_text(nlp, documents)
    if args.compare:
        print("\ncompared with", args.compare)
        report_text(spacy.load(args.compare), documents)
    if "ner" in nlp.pipe_names:
        scores |= report_names(nlp, name_sets(args.data, args.part, documents))
    if args.record:
        record(args.model, args.part, scores)
    if not args.no_speed:
        text = [join(d.sentences)[0] for d in documents]
        print("\nwords a second, one core")
        for title, components in SETS.items():
            print(f"  {title:32} {speed(nlp, text, components):8.0f}")


if __name__ == "__main__":
    main()
