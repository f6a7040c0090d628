"""Count in how many passages words and phrases stand, and write ingest/data/topics/background.npz.

    python training/topics/background.py --data DATA --out ingest/data/topics/background.npz

DATA holds changelog-train/queries.jsonl, qmsum-train.jsonl and ud-ewt/.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from pathlib import Path

import numpy as np

from ingest import nlp
from ingest.topics.keys import canonical, word_key
from ingest.topics.phrases import phrases
from ingest.topics.rarity import packed

WORDS = 100  # words a passage
SHARES = {"podcasts": 0.6, "meetings": 0.2, "writing": 0.2}
PASSAGES = 10_000  # what the counts are scaled to
LEAST = 2.4  # of the scaled counts
MEETINGS = 3000  # passages taken of the meetings
WORD = re.compile(r"[^\W_][\w'’.&/+-]*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for name, texts in (
        ("podcasts", podcasts(args.data / "changelog-train" / "queries.jsonl")),
        ("meetings", meetings(args.data / "qmsum-train.jsonl")),
        ("writing", writing(args.data / "ud-ewt")),
    ):
        found = counts(texts)
        print(f"{name}: {len(texts)} passages, {len(found)} keys")
        for key, count in found.items():
            if count > 1:
                total[key] += PASSAGES * SHARES[name] * count / len(texts)
    kept = {key: count for key, count in total.items() if count >= LEAST and len(key) > 1}
    hashes, steps = packed(kept)
    np.savez_compressed(args.out, hashes=hashes, steps=steps, passages=PASSAGES)
    print(f"{len(kept)} keys, {args.out.stat().st_size} bytes")


def counts(texts: list[str]) -> Counter[str]:
    """Return in how many texts each word, phrase and part of a phrase stands."""
    found: Counter[str] = Counter()
    for doc in nlp.parse(texts):
        keys = {word_key(word.strip(".'’")) for word in WORD.findall(doc.text)}
        for phrase in phrases(doc):
            words = phrase.words
            keys.add(canonical(doc.text[phrase.start : phrase.end]))
            for first in range(len(words) - 1):
                for last in range(first + 1, len(words)):
                    keys.add(canonical(doc.text[words[first].start : words[last].end]))
        found.update(keys)
    return found


def podcasts(file: Path) -> list[str]:
    texts: dict[str, None] = {}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        for passage in (row["passage"], *row["others"]):
            texts[plain(passage)] = None
    return list(texts)


def meetings(file: Path) -> list[str]:
    seen: dict[str, None] = {}
    for line in file.read_text("utf-8").splitlines():
        seen.update(dict.fromkeys(json.loads(line)["passages"]))
    out = [piece for text in seen for piece in cut(re.sub(r"(?m)^[A-Z][\w .']{0,40}: ", "", text))]
    random.Random(1).shuffle(out)
    return out[:MEETINGS]


def writing(folder: Path) -> list[str]:
    texts: list[list[str]] = []
    for line in next(folder.glob("*train*.conllu")).read_text("utf-8").splitlines():
        if line.startswith("# newdoc id"):
            texts.append([])
        elif line.startswith("# text ="):
            texts[-1].append(line[8:].strip())
    return [piece for text in texts for piece in cut(" ".join(text))]


def cut(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[at : at + WORDS]) for at in range(0, len(words), WORDS)]


def plain(text: str) -> str:
    text = re.sub(r"\\?\[[\d:]+\\?\]|\*\*[^*]+:\*\*", "", text)
    return re.sub(r"[*_`\\]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text))


if __name__ == "__main__":
    main()
