"""Entities: the names that the language pipeline recognises in a talk's passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ingest.models import Entity, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Amounts and dates are no names.
_NAMES = frozenset(
    {
        "PERSON",
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "PRODUCT",
        "WORK_OF_ART",
        "EVENT",
        "NORP",
        "LAW",
        "MISC",
        "WORK",
    }
)


def entities(docs: Iterable[Doc]) -> tuple[Entity, ...]:
    """Return a talk's entities, the most mentioned first; none where the pipeline knows none."""
    found: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for index, doc in enumerate(docs):
        for ent in doc.ents:
            name = " ".join(ent.text.split()).removesuffix("'s").removesuffix("’s")
            if ent.label_ in _NAMES and len(name) > 1:
                found[name, ent.label_].append(Mention(index, ent.start_char, ent.end_char))
    ranked = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        Entity(name=name, label=label, mentions=tuple(mentions))
        for (name, label), mentions in ranked
    )
