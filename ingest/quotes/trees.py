"""Trees of sentences, from a small parser that ships: it reads the likeliest quotes and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.imports import without

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

FOLDER = Path(__file__).parent.parent / "data" / "en_trees"
_BATCH = 128
_DASH = re.compile(r"\s[-–—]\s")  # a hyphen would join what a dash parts


@lru_cache(maxsize=1)
def load() -> Language:
    """Return the parser."""
    nlp: Language = without("spacy", "torch").load(FOLDER)
    return nlp


def parsed(sentences: Iterable[str]) -> Iterator[Doc]:
    """Yield each sentence's tree, in order."""
    yield from load().pipe((_DASH.sub(" -- ", text) for text in sentences), batch_size=_BATCH)
