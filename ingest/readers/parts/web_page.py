"""What of a page is its article, and what the page says about itself: trafilatura, and a map back."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Any

from ingest import textmap
from ingest.models import Metadata, Person
from ingest.readers.parts.page_blocks import Block

for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_library).addHandler(logging.NullHandler())  # else they print on stderr
# Beyond this a page is read as it stands: no article is as long, and extraction is not linear.
_MOST_CHARS = 4_000_000
_MOST_TAGS = 60_000
_FURNITURE = frozenset(
    {"nav", "header", "footer", "aside", "form", "menu", "figcaption", "title", "head"}
)
_SPACE = re.compile(r"\s+")
_FAR = 2_000  # characters that the article's next paragraph may lie ahead
_SURE = 40  # characters of a paragraph that is found wherever it is


def extract(source: str) -> Any | None:  # noqa: ANN401 - trafilatura's document
    """Return trafilatura's reading of a page, None where it finds no article."""
    if len(source) > _MOST_CHARS or source.count("<") > _MOST_TAGS:
        return None
    from trafilatura import bare_extraction  # takes a second to import

    try:
        return bare_extraction(
            source,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception:  # noqa: BLE001 - on broken pages it fails in many ways, and ours still reads
        return None


def article(found: Sequence[Block], page: Any | None) -> list[Block]:  # noqa: ANN401
    """Return the blocks of the article; without one, all that is no furniture of the page."""
    kept = _matched(found, page.text) if page is not None and page.text else []
    return kept or [block for block in found if not block.around & _FURNITURE]


def metadata(page: Any | None) -> Metadata:  # noqa: ANN401
    """Return what the page says about itself."""
    if page is None:
        return Metadata()
    names = [name.strip() for name in re.split(r"[;|]", page.author or "")]
    return Metadata(
        title=page.title or None,
        show=page.sitename or None,
        date=page.date or None,
        people=tuple(Person(name=name, role="author") for name in names if name),
        url=page.url or None,
        language=page.language or None,
        description=page.description or None,
        tags=tuple(dict.fromkeys(tag for tag in page.tags or () if tag)),
    )


def _matched(found: Sequence[Block], text: str) -> list[Block]:
    """Return the blocks whose words the extracted text has, in order.

    Both are compared without white space: the page's characters as one string, in which each
    extracted paragraph is looked for behind the one before it.
    """
    squeezed = [_SPACE.sub("", textmap.plain(block.text)) for block in found]
    whole = "".join(squeezed)
    hits: list[tuple[int, int]] = []
    cursor = 0
    for line in text.splitlines():
        words = _SPACE.sub("", line).strip("|").removeprefix("-")
        at = (
            whole.find(words, cursor, None if len(words) >= _SURE else cursor + _FAR)
            if words
            else -1
        )
        if at >= 0:
            cursor = at + len(words)
            hits.append((at, cursor))
    return _covered(found, squeezed, hits)


def _covered(
    found: Sequence[Block], squeezed: list[str], hits: list[tuple[int, int]]
) -> list[Block]:
    """Return the blocks that lie, for the greater part, in the hits."""
    out: list[Block] = []
    start = index = 0
    for block, words in zip(found, squeezed, strict=True):
        end = start + len(words)
        covered = 0
        while index < len(hits) and hits[index][0] < end:
            covered += max(0, min(end, hits[index][1]) - max(start, hits[index][0]))
            if hits[index][1] > end:
                break
            index += 1
        if covered * 2 > len(words):
            out.append(block)
        start = end
    return out
