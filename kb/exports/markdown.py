"""Markdown for reading and for notes: block quotes with who, where and when under each.

The receipt stands in a comment behind each quote, which no page shows, so nothing is lost on
the way and back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from pydantic import ValidationError

from ingest.timecode import clock
from kb.collections import CollectedQuote, Collection
from kb.errors import DatabaseError
from kb.exports.base import EXPORTS, Export

_RECEIPT = re.compile(r"^<!-- receipt (\{.*\}) -->$", re.MULTILINE)
# Characters that would make markup of somebody's words.
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")


def write(collection: Collection, quotes: Sequence[CollectedQuote]) -> str:
    """Return the collection as a document."""
    parts = [f"# {plain(collection.name)}"]
    if collection.description:
        parts.append(plain(collection.description))
    parts.extend(_quote(quote) for quote in quotes)
    return "\n\n".join(parts) + "\n"


def read(text: str) -> list[CollectedQuote]:
    """Return the quotes of such a document, from their receipts."""
    try:
        return [
            CollectedQuote.model_validate(json.loads(match[1])) for match in _RECEIPT.finditer(text)
        ]
    except (ValueError, ValidationError) as error:
        message = f"a receipt in this Markdown is damaged ({type(error).__name__})"
        raise DatabaseError(message) from None


def _quote(quote: CollectedQuote) -> str:
    said = "\n".join(f"> {plain(line)}" for line in quote.text.splitlines())
    lines = [said, ">", f"> — {_source(quote)}"]
    if quote.note:
        lines += ["", plain(quote.note)]
    if quote.tags:
        lines += ["", "Tags: " + ", ".join(plain(tag) for tag in quote.tags)]
    receipt = json.dumps(quote.model_dump(mode="json"), ensure_ascii=False)
    return "\n".join([*lines, "", f"<!-- receipt {hidden(receipt)} -->"])


def _source(quote: CollectedQuote) -> str:
    where = [plain(quote.title)]
    if quote.show:
        where.append(plain(quote.show))
    if quote.date:
        where.append(quote.date)
    place = ", ".join(where)
    when = f", {clock(quote.start_ms)}" if quote.start_ms is not None else ""
    link = f"[{place}{when}](<{quote.url}>)" if quote.url else place + when
    known = f" (name {quote.attribution})" if quote.attribution in ("mapped", "inferred") else ""
    return f"**{plain(quote.speaker)}**{known}, {link}" if quote.speaker else link


def plain(text: str) -> str:
    """Return somebody's words so that Markdown takes none of them for markup."""
    return _SPECIAL.sub(r"\\\1", text)


def hidden(receipt: str) -> str:
    """Return JSON so that it can stand in a comment, on one line."""
    # A comment must not hold its own end, nor a line break; JSON reads the escapes by itself.
    return receipt.replace("-", "\\u002d").replace(">", "\\u003e").replace("\u2028", "\\u2028")


EXPORTS.add(
    "md",
    Export(
        "md", "block quotes with their sources, for reading", ".md", "text/markdown", write, read
    ),
)
