"""JSON: the collection and every field of every receipt."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import ValidationError

from kb.collections import CollectedQuote, Collection
from kb.errors import DatabaseError
from kb.exports.base import EXPORTS, Export


def write(collection: Collection, quotes: Sequence[CollectedQuote]) -> str:
    """Return one object: the collection's name and its quotes in order."""
    return (
        json.dumps(
            {
                "collection": collection.model_dump(include={"slug", "name", "description"}),
                "quotes": [quote.model_dump(mode="json") for quote in quotes],
            },
            ensure_ascii=False,
            indent=2,
        )
        + "\n"
    )


def read(text: str) -> list[CollectedQuote]:
    """Return the quotes of such an object."""
    try:
        return [CollectedQuote.model_validate(quote) for quote in json.loads(text)["quotes"]]
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        message = f"this is no collection exported as JSON ({type(error).__name__})"
        raise DatabaseError(message) from None


EXPORTS.add(
    "json", Export("json", "everything, for programs", ".json", "application/json", write, read)
)
