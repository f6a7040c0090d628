"""Plain text: the name on a line of its own, its words below."""

from __future__ import annotations

import re
from functools import partial
from typing import Literal

from ingest import textmap
from ingest.models import Talk
from ingest.readers.parts import labels, markup
from ingest.sentences import sentences
from ingest.timecode import clock
from ingest.writers import faithful
from ingest.writers.base import writer
from ingest.writers.paragraphs import Paragraph, of_talk

Style = Literal["change", "inline", "always", "timed", "sentences"]
_STYLES: tuple[Style, ...] = ("change", "inline", "always", "timed", "sentences")
_MARKUP = re.compile(r"([\\`*_\[\]<>~])")
_AMPERSAND = re.compile(r"&(?=#?\w+;)")
_OPENING = re.compile(r"(?P<sign>\(?\d{1,3}|)(?=[#>]|[-+]\s|(?<=\d)[.)]\s)")


@writer("txt", about="Plain text, each name on a line of its own", suffix=".txt")
def write(talk: Talk) -> str:
    """Return the talk as plain text; what it has of headings stays, times do not."""
    found = of_talk(talk)
    titles = [chapter.title for chapter in talk.chapters]
    meant = faithful.said((p.label, p.text) for p in found)
    ways = (partial(_written, found, titles, style) for style in _STYLES)
    return faithful.first(ways, meant, "talk.txt")


def safe(text: str) -> str:
    """Return the words as they are, or escaped where a reader of Markdown would change them."""
    text = " ".join(text.split())
    read = textmap.plain(markup.strip(text, 0, len(text)))
    if read != text:
        text = _AMPERSAND.sub("&amp;", _MARKUP.sub(r"\\\1", text))
    return text


def opening(text: str) -> str:
    """Return a paragraph that no name stands before, so that its first sign is no markup."""
    match = _OPENING.match(text)
    return f"{match[0]}\\{text[match.end() :]}" if match else text


def _written(found: list[Paragraph], titles: list[str], style: Style) -> str:
    blocks: list[str] = []
    given = -1
    for paragraph in _sentences(found) if style == "sentences" else found:
        last = given if paragraph.chapter is None else paragraph.chapter
        blocks += [f"## {safe(title)}" for title in titles[given + 1 : last + 1]]
        given = max(given, last)
        blocks.append(_block(paragraph, style))
    blocks += [f"## {safe(title)}" for title in titles[given + 1 :]]
    return "\n\n".join(blocks) + "\n"


def _sentences(found: list[Paragraph]) -> list[Paragraph]:
    """Return a paragraph for each sentence: what one voice says once is no transcript else."""
    return [
        paragraph._replace(text=paragraph.text[start:end])
        for paragraph in found
        for start, end in sentences(paragraph.text)
    ]


def _block(paragraph: Paragraph, style: Style) -> str:
    words = safe(paragraph.text)
    if paragraph.label is None:
        return opening(words)
    if style in ("inline", "sentences") or misread(words):
        return f"{paragraph.label}: {words}"
    if style == "timed" and paragraph.ms is not None:
        return f"{paragraph.label} ({clock(paragraph.ms)}):\n{words}"
    if style == "always" or paragraph.first:
        return f"{paragraph.label}:\n{words}"
    return words


def misread(words: str) -> bool:
    """Return whether words at the beginning of a line would be taken for something else."""
    tagged = labels.tag_of(words) is not None or labels.time_alone(words) is not None
    return tagged or opening(words) != words
