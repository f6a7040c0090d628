"""What an export is.

How to add one:

1. Write one file in this folder: a function `write(collection, quotes) -> str` under
   `EXPORTS.add(name, Export(...))`, and `read(text)`, its inverse.
2. The round trip in tests/exports runs over every format by itself.
3. Run `make docs`, which writes the table in docs/quotes.md.

A package of your own registers its export under the entry point group `verbatim.exports`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ingest.registry import Registry
from kb.collections import CollectedQuote, Collection


@dataclass(frozen=True)
class Export:
    """A format that collections are exported in.

    Args:
        name: What `--format` takes.
        about: One line for the docs.
        suffix: With its dot.
        media_type: For the browser.
        write: (collection, its quotes in order) to the file's text.
        read: The file's text to the quotes again.
    """

    name: str
    about: str
    suffix: str
    media_type: str
    write: Callable[[Collection, Sequence[CollectedQuote]], str]
    read: Callable[[str], list[CollectedQuote]]


EXPORTS: Registry[Export] = Registry("export", "verbatim.exports")
