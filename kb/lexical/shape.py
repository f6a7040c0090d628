"""What the index beside the database has of a passage, and how its words are cut and stemmed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import Index, Query, Schema, TextAnalyzer

_NAME = "verbatim"  # of the way that words are cut and stemmed


def opened(folder: Path) -> Index:
    """Return the index in a folder, an empty one where there is none."""
    from tantivy import Index

    index = Index(schema(), path=str(folder))
    index.register_tokenizer(_NAME, analyser())
    return index


@cache
def schema() -> Schema:
    """Return its fields."""
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_unsigned_field("id", indexed=True, fast=True)
    builder.add_unsigned_field("talk", indexed=True)
    builder.add_text_field("text", tokenizer_name=_NAME, index_option="position")
    return builder.build()


@cache
def analyser() -> TextAnalyzer:
    """Return what makes stems of words, as FTS5 does: but for its stemmer, which is Porter's second."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in (Filter.lowercase(), Filter.ascii_fold(), Filter.stemmer("english")):
        builder = builder.filter(step)
    return builder.build()


def listed(field: str, ids: Sequence[int]) -> Query:
    """Return a query for passages by their own ids or their talks'."""
    from tantivy import Query

    return Query.term_set_query(schema(), field, list(ids))
