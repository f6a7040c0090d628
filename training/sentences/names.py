"""Write the words that are nearly always written with a capital: ingest/data/sentences/names.txt.

python -m training.sentences.names --data FOLDER
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path

from ingest.cleaning import capitals
from ingest.sentences import sentences
from training.sentences import corpus
from training.sentences.train import card

_WORD = re.compile(r"(?<![\w'’])[^\W_](?:[\w'’&.-]*\w)?")
_FEWEST, _SHARE = 7, 0.9


def main() -> None:
    """Count words inside sentences, and keep those with a capital in nearly every place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for text in corpus.said(data):
        for start, end in sentences(text):
            found = list(_WORD.finditer(text, start, end))
            for match in found[1:]:
                if text[: match.start()].rstrip(" ")[-1:] not in tuple('"“‘(:-–—.…?!'):
                    forms[match[0].lower().replace("’", "'")][match[0].replace("’", "'")] += 1
    kept = []
    for word, counts in forms.items():
        form, count = counts.most_common(1)[0]
        usual = count >= _SHARE * counts.total() and counts.total() >= _FEWEST
        if usual and form != word and word.isalpha() and len(word) > 1:
            kept.append(form)
    capitals.FILE.write_text("\n".join(sorted(kept, key=str.lower)) + "\n", "utf-8")
    card(capitals.FILE.parent)
    print(f"{len(kept):,} words")


if __name__ == "__main__":
    main()
