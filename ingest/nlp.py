"""The language pipeline: loaded in one place, whatever is installed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ingest import near_capitals
from ingest.distinct import embed_once
from ingest.imports import without

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_TRANSFORMER = "en_core_web_trf"
INSTALLED = (_TRANSFORMER, "en_core_web_lg", "en_core_web_md", "en_core_web_sm")
SHIPPED = Path(__file__).parent / "data" / "en_verbatim"
# What reading talk asks for, parts of speech and names, and what these listen to. Nothing asks for
# lemmas or sentences; a morphologizer tells parts of speech by itself, else it is the tagger's tags.
_NEEDED = frozenset(
    {
        "tok2vec",
        "transformer",
        "tagger",
        "morphologizer",
        "attribute_ruler",
        "ner",
        "ner_tok2vec",
    }
)
_TAGS = frozenset({"tagger", "attribute_ruler"})


@lru_cache(maxsize=1)
def load() -> Language:
    """Return the best English pipeline there is on this machine.

    An installed `en_core_web_*` comes first, then the one that ships with the project.
    """
    name = next((n for n in INSTALLED if find_spec(n)), None)
    # Where torch is installed, spaCy imports it: a second and 180 MB that only transformers need.
    spacy = without("spacy", *(() if name == _TRANSFORMER else ("torch",)))
    nlp: Language = spacy.load(name or SHIPPED)
    needed = _NEEDED - _TAGS if "morphologizer" in nlp.pipe_names else _NEEDED
    nlp.select_pipes(disable=[pipe for pipe in nlp.pipe_names if pipe not in needed])
    embed_once(nlp)
    if name is None:  # what others read names with, and how far that sees, nobody knows here
        near_capitals.add(nlp)
    return nlp


def name() -> str:
    """Return the pipeline's name and version, for the record."""
    meta = load().meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """Yield each text tagged, in order."""
    yield from load().pipe(texts, batch_size=64)
