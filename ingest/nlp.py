"""The language pipeline: loaded in one place, whatever is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_INSTALLED = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
_SHIPPED = Path(__file__).parent / "data" / "en_verbatim"
# The components that reading talk needs; a parser is slow and nothing here asks for one.
_NEEDED = frozenset(
    {
        "tok2vec",
        "transformer",
        "tagger",
        "morphologizer",
        "attribute_ruler",
        "lemmatizer",
        "ner",
        "trainable_lemmatizer",
        "ner_tok2vec",
    }
)


@lru_cache(maxsize=1)
def load() -> Language:
    """Return the best English pipeline there is on this machine.

    An installed `en_core_web_*` comes first, then the one that ships with the project.
    """
    import spacy

    name = next((n for n in _INSTALLED if find_spec(n)), None)
    nlp = spacy.load(name or _SHIPPED)
    nlp.select_pipes(disable=[pipe for pipe in nlp.pipe_names if pipe not in _NEEDED])
    return nlp


def name() -> str:
    """Return the pipeline's name and version, for the record."""
    meta = load().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield each text tagged, in order."""
    yield from load().pipe(texts, batch_size=64)
