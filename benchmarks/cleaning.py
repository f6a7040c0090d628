"""Words a second that are read and cleaned on one core, without spaCy, and what is changed.

    python benchmarks/cleaning.py --data ../shared/data/changelog ../shared/data/seeds/004*

With `--unpunctuated` the talks' stops and capitals are taken away first.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter
from pathlib import Path

import spacy

from ingest.cleaning import LEVELS, clean
from ingest.decode import decode
from ingest.models import Turn
from ingest.readers import choose

_SHOWN = ("filler", "stutter", "padding", "event", "encoding", "spaces", "sentence", "capitals")
_STOPS = re.compile(r"(?<=\w)[.?!,;](?=\s)")


def main() -> None:
    """Print the speed beside a bare tokenizer's, and the edits by rule."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, nargs="+", help="talks, or folders")
    parser.add_argument("--level", choices=LEVELS, default="light")
    parser.add_argument("--unpunctuated", action="store_true")
    args = parser.parse_args()
    files = [f for path in args.data for f in _files(path)]
    nlp = spacy.blank("en")
    ours, theirs = 0.0, 0.0
    turns: list[Turn] = []
    counts: Counter[str] = Counter()
    for file in files:
        data = file.read_bytes()
        if args.unpunctuated:
            data = _STOPS.sub("", data.decode("utf-8").lower()).encode()
        start = time.process_time()
        text = decode(data).text
        document = choose(text, file.name).read(text)
        made, _, groups = clean(text, document.cues, args.level)
        ours += time.process_time() - start
        turns += made
        kept = {index for group in groups for index in group}
        for group in groups:
            inside = set(range(group[0], group[-1])) - set(group)
            counts["turns rejoined"] += bool(inside)
            counts["back-channels folded"] += len(inside - kept)
        start = time.process_time()
        for doc in nlp.pipe(turn.text for turn in made):
            assert doc is not None
        theirs += time.process_time() - start
    words = sum(len(turn.text.split()) for turn in turns)
    counts.update(s.rule for turn in turns for s in turn.segments if s.rule in _SHOWN)
    counts.update(f"marked: {mark.rule}" for turn in turns for mark in turn.marks)
    print(f"{len(files)} talks, {words:,} words, {len(turns):,} turns, level {args.level}")
    print(f"read and cleaned      {words / ours:>12,.0f} words/s  ({ours:.1f} s of one core)")
    print(f"spaCy tokenizer alone {words / theirs:>12,.0f} words/s  ({theirs:.1f} s of one core)")
    print(f"{'':<24}{'count':>8}{'per 1,000 words':>18}")
    edits = sum(counts[rule] for rule in _SHOWN)
    for name, count in [("edits", edits), *sorted(counts.items(), key=lambda item: -item[1])]:
        print(f"{name:<24}{count:>8,}{count * 1000 / words:>18.2f}")


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [f for f in sorted(path.rglob("*.md")) if f.name != "README.md"]


if __name__ == "__main__":
    main()
