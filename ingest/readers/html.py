"""Web pages: the article's paragraphs and headings, each at its place in the page's source."""

from __future__ import annotations

import re

from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers import podcast_html
from ingest.readers.base import reader
from ingest.readers.parts import web_page
from ingest.readers.parts.page_blocks import blocks, cue_of
from ingest.readers.parts.page_labels import labelled

_PAGE = re.compile(
    r"[\s\ufeff]{0,200}(?:<\?xml[^<>]{0,200}\?>\s{0,200})?(?:<!--.{0,2000}?-->\s{0,200}){0,4}(?:<!doctype html|<html)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_FRAGMENT = re.compile(
    r"[\s\ufeff]{0,200}<(?:p|div|h[1-6]|article|section|main|body|head|meta|title|ul|ol|blockquote|header|cite|time|span|table)[\s>]",
    re.IGNORECASE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} |\*\*|[-*] |\d+\. |```|\[[^\]\n]{1,80}\]\()", re.MULTILINE)


def sniff(head: str, _name: str) -> float:
    """Return 0.9 for a page, 0.6 for a piece of one that is not Markdown."""
    if _PAGE.match(head):
        return 0.9
    return 0.6 if _FRAGMENT.match(head) and not _MARKDOWN.search(head) else 0.0


@reader(
    "html", about="Web pages: posts, articles, transcripts", suffixes=(".html", ".htm"), sniff=sniff
)
def read(text: str) -> Document:
    """Return the article's blocks; where its paragraphs begin with names, those speak.

    Raises:
        ReadError: There is no text in the page.
    """
    if podcast_html.sniff(text, ""):
        return podcast_html.read(text)
    page = web_page.extract(text)
    kept = web_page.article(blocks(text), page)
    if not kept:
        message = "there is no text in this page"
        raise ReadError(message)
    cues = labelled([cue_of(block) for block in kept])
    metadata = web_page.metadata(page)
    if not any(cue.speaker for cue in cues):
        metadata = metadata.model_copy(update={"kind": "post"})
    return Document(metadata=metadata, cues=cues)
