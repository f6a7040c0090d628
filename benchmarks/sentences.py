"""Sentences of unpunctuated talk, beside other ways to find them: F1 of the ends inside turns.

    python benchmarks/sentences.py --data ../shared/data/changelog

The talks' own stops are the truth; they and all capitals are taken away first.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import nlp
from ingest.cleaning import gaps, stops
from ingest.pipeline import Settings, read_talk
from ingest.sentences import sentences

Ends = NDArray[np.bool_]
_EVERY = 15  # words


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks with stops")
    parser.add_argument("--talks", type=int, default=100)
    args = parser.parse_args()
    turns = [unpunctuated(text) for text in of_folder(args.data, args.talks)]
    turns = [turn for turn in turns if len(turn[0]) > 1]
    words, gold = sum(len(w) for w, _ in turns), sum(int(e.sum()) for _, e in turns)
    print(
        f"{words:,} words, {gold:,} ends inside turns\n{'':<34}{'precision':>10}{'recall':>8}{'F1':>7}"
    )
    ways: dict[str, Callable[[list[str]], Ends]] = {
        f"every {_EVERY} words": _every,
        "the language pipeline's senter": _senter(),
        "ingest.cleaning.stops": _ours,
    }
    for name, way in ways.items():
        precision, recall, f1 = measured(turns, way)
        print(f"{name:<34}{precision:>10.3f}{recall:>8.3f}{f1:>7.3f}")


def of_folder(folder: Path, most: int) -> Iterator[str]:
    """Yield the clean text of every turn of some talks below a folder."""
    files = [file for file in sorted(folder.rglob("*.md")) if file.name != "README.md"]
    for file in files[:: max(1, len(files) // most)]:
        talk = read_talk(file.read_bytes(), file.name, Settings())
        yield from (turn.text for turn in talk.turns if not turn.marks)


def unpunctuated(text: str) -> tuple[list[str], NDArray[np.bool_]]:
    """Return a turn's words without stops and capitals, and after which of them a sentence ends.

    The end of the turn itself is no gap.
    """
    words: list[str] = []
    ends: list[int] = []
    for start, end in sentences(text):
        found = [w for w in (_bare(w) for w in text[start:end].split()) if w]
        words.extend(found)
        if found:
            ends.append(len(words))
    gaps = np.zeros(max(0, len(words) - 1), dtype=bool)
    for end in ends[:-1]:
        gaps[end - 1] = True
    return words, gaps


def _bare(word: str) -> str:
    return re.sub(r"[^\w'’$%#@/&+.:-]|[.:-]+$|^[.:-]+|\.{2,}", "", word.lower())


def measured(
    turns: list[tuple[list[str], Ends]], way: Callable[[list[str]], Ends]
) -> tuple[float, float, float]:
    """Return precision, recall and F1."""
    hits = found = gold = 0
    for words, ends in turns:
        said = way(words)
        hits += int((said & ends).sum())
        found, gold = found + int(said.sum()), gold + int(ends.sum())
    precision, recall = hits / max(1, found), hits / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def _every(words: list[str]) -> Ends:
    return np.arange(1, len(words)) % _EVERY == 0


def _ours(words: list[str]) -> Ends:
    out = np.zeros(len(words) - 1, dtype=bool)
    out[[end - 1 for end in stops.ended(gaps.scores(words).tolist())]] = True
    return out


def _senter() -> Callable[[list[str]], Ends]:
    from spacy.tokens import Doc

    pipeline = nlp.load()
    pipeline.enable_pipe("senter")

    def find(words: list[str]) -> Ends:
        doc = Doc(pipeline.vocab, words=words)
        for name, pipe in pipeline.pipeline:
            if name in ("tok2vec", "senter"):
                doc = pipe(doc)
        return np.array([bool(token.is_sent_start) for token in doc[1:]])

    return find


if __name__ == "__main__":
    main()
