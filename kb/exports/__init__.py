"""Exports: one file per format, behind a registry. A collection goes out, and can come back."""

from __future__ import annotations

import importlib
import pkgutil

from sqlite_utils import Database

from kb import collections
from kb.exports.base import EXPORTS, Export

__all__ = ["EXPORTS", "Export", "export", "load"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


def export(db: Database, ref: str, format: str) -> str:  # noqa: A002 - the option's name
    """Return a collection in a format.

    Raises:
        NotFoundError: There is no such collection.
        UnknownNameError: There is no such format.
    """
    writer = EXPORTS.get(format)
    return writer.write(collections.get(db, ref), collections.items(db, ref))


def load(text: str, format: str) -> list[collections.CollectedQuote]:  # noqa: A002
    """Return the quotes of an export, each with its whole receipt.

    Raises:
        DatabaseError: The text is no such export.
        UnknownNameError: There is no such format.
    """
    return EXPORTS.get(format).read(text)
