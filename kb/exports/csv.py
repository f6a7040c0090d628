"""CSV for spreadsheets: a row a quote, every field of its receipt a column."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from pydantic import ValidationError

from kb.collections import CollectedQuote, Collection
from kb.errors import DatabaseError
from kb.exports.base import EXPORTS, Export

COLUMNS = (
    "text", "speaker", "role", "attribution", "title", "show", "date", "start_ms", "end_ms", "url", "note", "tags",
    "talk", "start_char", "end_char", "source_text", "edits", "source_sha256", "sha256", "added_at",
    "id", "collection_id", "position", "quote_id", "talk_id",
)  # fmt: skip
# A spreadsheet takes a cell that begins with one of these for a formula, and runs it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBERS = frozenset(
    {
        "start_ms",
        "end_ms",
        "start_char",
        "end_char",
        "id",
        "collection_id",
        "position",
        "quote_id",
        "talk_id",
    }
)
_NEVER_NULL = frozenset(
    {"text", "title", "talk", "source_text", "note", "added_at", "sha256", "source_sha256"}
)


def write(_collection: Collection, quotes: Sequence[CollectedQuote]) -> str:
    """Return a header and a row a quote; cells that look like formulas begin with an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for quote in quotes:
        row = quote.model_dump(mode="json")
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def read(text: str) -> list[CollectedQuote]:
    """Return the quotes of such a table."""
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        return [CollectedQuote.model_validate(_values(row)) for row in rows]
    except (ValueError, KeyError, TypeError, csv.Error, ValidationError) as error:
        message = f"this is no collection exported as CSV ({type(error).__name__})"
        raise DatabaseError(message) from None


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return "'" + text if isinstance(value, str) and text.startswith((*_FORMULA, "'")) else text


def _values(row: dict[str, str]) -> dict[str, object]:
    out: dict[str, object] = {}
    for column, cell in row.items():
        text = cell[1:] if cell.startswith("'") and cell[1:2] in (*_FORMULA, "'") else cell
        if column in _NUMBERS:
            out[column] = int(text) if text else None
        else:
            out[column] = text if text or column in _NEVER_NULL else None
    return out


EXPORTS.add(
    "csv", Export("csv", "a row a quote, for spreadsheets", ".csv", "text/csv", write, read)
)
