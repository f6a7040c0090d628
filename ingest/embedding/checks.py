"""Whether a converted model says the same as the reference, on sentences of every kind.

For the models that come with this project the reference's vectors are recorded, so that a copy is
checked without importing torch. After a change of model: `python tests/embedding/record.py`.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ingest.embedding import sources
from ingest.embedding.base import Vectors
from ingest.embedding.reference import SentenceEncoder

EXPECTED = Path(__file__).parents[1] / "data" / "encoder" / "expected.npz"
ENOUGH = 0.999  # cosine to the reference

SENTENCES = (
    "So how do your teams avoid doing the same work twice?",
    "why",
    "",
    "Uh, I mean, we — we tried that in 2016, and, you know, it cost us $4.5 million.",
    "The naïve café owner's Übergröße: crème brûlée, señor Ñandú, Łódź, İstanbul.",
    "她说：“我们每周三开会。” 那么 Пётр Ильич ответил: «Хорошо, завтра».",
    "We shipped it 🚀🚀 and then 👩🏽‍💻 said \u201cnope\u201d \u2026 twice\u00a0\u2014 \ufb01ne.",
    "kubectl get pods -n prod | grep -v Running; https://example.com/a_b?c=d&e=%20f#g",
    "ANTIDISESTABLISHMENTARIANISM pneumonoultramicroscopicsilicovolcanoconiosis",
    "[CLS] a marker in the text [SEP] and\tone\nmore [MASK] \u200b\u00ad\x07 here",
    "This other team is doing exactly what we are doing, and nobody knew until the demo. " * 4,
    "What did you learn from the bakery? Patience, mostly. And that bread does not wait. " * 40,
)


def expected(source: sources.Source) -> Vectors:
    """Return what the reference says, as recorded, else by asking it."""
    found = _recorded(source.key)
    return SentenceEncoder(source.name).encode(SENTENCES) if found is None else found


def cosines(ours: Vectors, theirs: Vectors) -> Vectors:
    """Return how near vectors are to those of another encoder, row by row."""
    sizes = np.linalg.norm(ours, axis=1) * np.linalg.norm(theirs, axis=1)
    found: Vectors = (ours * theirs).sum(axis=1) / sizes
    return found


def _recorded(key: str) -> Vectors | None:
    if not EXPECTED.is_file():
        return None
    with np.load(EXPECTED) as kept:
        return kept[key] if key in kept and len(kept[key]) == len(SENTENCES) else None
