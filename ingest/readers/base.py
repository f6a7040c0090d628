"""What a reader is, and the registry that holds them.

How to add a reader:

1. Write one file in this folder: a function `sniff(head, name) -> float` that says from 0 to 1
   how sure it is that a file is of its format, and a function `read(text) -> Document` under
   the decorator `@reader(...)`.
2. Put one pair beside the others in tests/data/readers: `<name>.<suffix>` and the cues that it
   must give, `<name>.<suffix>.json`.
3. Run `make docs`, which writes the table in docs/formats.md.

A package of your own registers its reader under the entry point group `verbatim.readers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.models import Document
from ingest.registry import Registry

SNIFF_CHARS = 32768

Sniff = Callable[[str, str], float]
Read = Callable[[str], Document]


@dataclass(frozen=True)
class Reader:
    """A format that can be read.

    Args:
        name: Short, lower case; what `--format` takes.
        about: One line for the table of formats.
        suffixes: The usual file endings, for the docs; content decides, not the ending.
        sniff: (first `SNIFF_CHARS` characters, file name) to 0..1. It must not raise.
        read: The decoded text to a document. It raises nothing but `ReadError`.
    """

    name: str
    about: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    read: Read


READERS: Registry[Reader] = Registry("reader", "verbatim.readers")


def reader(
    name: str, *, about: str, suffixes: tuple[str, ...], sniff: Sniff
) -> Callable[[Read], Read]:
    """Register the decorated `read` function as a reader."""

    def register(read: Read) -> Read:
        READERS.add(name, Reader(name, about, suffixes, sniff, read))
        return read

    return register
