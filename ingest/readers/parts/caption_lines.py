"""Captions without voice tags, split where their lines name a speaker; rolling repeats left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ingest import textmap
from ingest.readers.parts import caption_labels, rolling
from ingest.readers.parts.caption_labels import Label
from ingest.readers.parts.trim import Cutter, strip
from ingest.textmap import Text


class Row(NamedTuple):
    """A line of a caption: its words, at the clean characters `[start, end)`."""

    words: str
    start: int
    end: int


class Share(NamedTuple):
    """What one voice says in a caption; `changed` where another, unnamed voice begins."""

    text: Text
    speaker: str | None = None
    changed: bool = False


def shares(captions: Sequence[Text]) -> list[list[Share]]:
    """Return for each caption the shares of its voices, as far as its own words name them."""
    shown = [rows(text) for text in captions]
    skipped = rolling.repeated([[row.words for row in found] for found in shown])
    shown = [found[n:] for found, n in zip(shown, skipped, strict=True)]
    if caption_labels.names_above([[row.words for row in found] for found in shown]):
        return [_below(text, found) for text, found in zip(captions, shown, strict=True)]
    names = caption_labels.speakers(_openings(shown))
    return [list(_shares(text, found, names)) for text, found in zip(captions, shown, strict=True)]


def rows(text: Text) -> list[Row]:
    """Return the lines that hold something; segments of the rule "line" lie between them."""
    plain = textmap.plain(text)
    out: list[Row] = []
    start = at = 0
    for segment in text:
        if segment.rule == "line":
            out.append(Row(plain[start:at], start, at))
            start = at + len(segment.text)
        at += len(segment.text)
    out.append(Row(plain[start:at], start, at))
    return [row for row in out if row.words.strip()]


def _openings(shown: list[list[Row]]) -> list[tuple[Label | None, str]]:
    """Return each line that may carry a label, with the words before it."""
    out: list[tuple[Label | None, str]] = []
    before = ""
    for found in shown:
        for index, row in enumerate(found):
            label = caption_labels.label_of(row.words)
            if label is not None or index == 0:
                out.append((label, before))
            before = row.words
    return out


def _shares(text: Text, found: list[Row], names: frozenset[str]) -> Iterator[Share]:
    if not found:
        return
    dashes = caption_labels.dialogue(row.words for row in found)
    cutter = Cutter(text)
    start, label = found[0].start, Label(None, 0)
    for index, row in enumerate(found):
        begun = caption_labels.label_of(row.words)
        if begun is None or not _counts(begun, row.words, names, dashes=dashes):
            continue
        if index:
            yield from _share(cutter, start, found[index - 1].end, label)
        start, label = row.start + begun.end, begun
    yield from _share(cutter, start, found[-1].end, label)


def _share(cutter: Cutter, start: int, end: int, label: Label) -> Iterator[Share]:
    text = strip(cutter.part(start, end))
    if text:
        yield Share(text, label.name or None, changed=label.name == "")


def _below(text: Text, found: list[Row]) -> list[Share]:
    """Return a caption's words, said by whom its first line names."""
    if len(found) < 2:
        return [Share(strip(text))] if found else []
    words = strip(Cutter(text).part(found[1].start, found[-1].end))
    return [Share(words, found[0].words.strip())] if words else []


def _counts(label: Label, line: str, names: frozenset[str], *, dashes: bool) -> bool:
    return label.name in names if label.name else dashes or line.startswith(">>")
