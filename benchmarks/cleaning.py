"""Words a second that are read and cleaned on one core, without spaCy, beside its bare tokenizer."""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import spacy

from ingest.cleaning import clean
from ingest.decode import decode
from ingest.readers import choose


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks")
    files = [f for f in sorted(parser.parse_args().data.rglob("*.md")) if f.name != "README.md"]
    nlp = spacy.blank("en")
    words, ours, theirs = 0, 0.0, 0.0
    edits, mended, turns = 0, 0, 0
    for file in files:
        data = file.read_bytes()
        start = time.process_time()
        text = decode(data).text
        document = choose(text, file.name).read(text)
        made, _, groups = clean(text, document.cues)
        ours += time.process_time() - start
        said = [turn.text for turn in made]
        words += sum(len(turn.split()) for turn in said)
        edits += sum(s.rule in ("filler", "stutter", "event") for t in made for s in t.segments)
        mended += sum(group[-1] - group[0] >= len(group) for group in groups)
        turns += len(made)
        start = time.process_time()
        for doc in nlp.pipe(said):
            assert doc is not None
        theirs += time.process_time() - start
    print(f"{len(files)} talks, {words:,} words, {turns:,} turns")
    print(f"read and cleaned      {words / ours:>12,.0f} words/s  ({ours:.1f} s of one core)")
    print(f"spaCy tokenizer alone {words / theirs:>12,.0f} words/s  ({theirs:.1f} s of one core)")
    print(f"ratio                 {theirs / ours:>12.2f}")
    print(f"edits a 1,000 words   {edits * 1000 / words:>12.1f}  (fillers, stutters, sounds)")
    print(f"turns mended          {mended:>12,}  (torn by other voices)")


if __name__ == "__main__":
    main()
