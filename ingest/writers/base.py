"""What a writer is, and the registry that holds them.

How to add a writer:

1. Write one file in this folder: a function `write(talk) -> str` under the decorator
   `@writer(...)`. It says nothing that the talk does not say, times least of all.
2. The round trips in tests/ingest/test_writers*.py run over every writer by themselves.
3. Run `make docs`.

A package of your own registers its writer under the entry point group `verbatim.writers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ingest.models import Talk
from ingest.registry import Registry

Write = Callable[[Talk], str]


@dataclass(frozen=True)
class Writer:
    """A format that a talk can be written in.

    Args:
        name: What `--to` takes.
        about: One line for the docs.
        suffix: With its dot.
        write: The talk to the file's text.
    """

    name: str
    about: str
    suffix: str
    write: Write


WRITERS: Registry[Writer] = Registry("writer", "verbatim.writers")


def writer(name: str, *, about: str, suffix: str) -> Callable[[Write], Write]:
    """Register the decorated `write` function as a writer."""

    def register(write: Write) -> Write:
        WRITERS.add(name, Writer(name, about, suffix, write))
        return write

    return register
