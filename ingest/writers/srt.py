"""SubRip as podcasts have it: two short lines, and the name where the speaker changes."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from ingest import textmap
from ingest.models import Talk
from ingest.readers.parts import caption_labels, inline
from ingest.readers.parts.carry import GAP_MS
from ingest.timecode import stamp
from ingest.writers import faithful
from ingest.writers.base import writer
from ingest.writers.captions import Caption, captions

_LINE = 40
_WIDTH = 64  # with a name before it, two lines
_SOMEBODY = ">> "  # another speaker, whom nobody names


class _Style(NamedTuple):
    """How names are written: only where they change or always, and `Name:` or `[Name]:`."""

    always: bool
    brackets: bool


_STYLES = tuple(_Style(always, brackets) for brackets in (False, True) for always in (False, True))


@writer("srt", about="SubRip captions, a name where the speaker changes", suffix=".srt")
def write(talk: Talk) -> str:
    """Return the talk as SubRip.

    Raises:
        NoTimesError: The talk has no times.
    """
    found = captions(talk, _WIDTH)
    meant = faithful.said((c.label, c.text) for c in found if c.label is not None or not c.event)
    return faithful.first((partial(_written, found, s) for s in _STYLES), meant, "talk.srt")


def _written(found: list[Caption], style: _Style) -> str:
    blocks = [
        f"{number}\n{stamp(c.start_ms, comma=True)} --> {stamp(c.end_ms, comma=True)}\n{text}"
        for number, (c, text) in enumerate(_labelled(found, style), start=1)
    ]
    return "\n\n".join(blocks) + "\n"


def _labelled(found: list[Caption], style: _Style) -> Iterator[tuple[Caption, str]]:
    speaker: str | None = None
    end = 0
    for caption in found:
        words = _safe(caption.text)
        if caption.event:
            yield (
                caption,
                words if caption.label is None else _prefix(caption.label, "", style) + words,
            )
            end = caption.end_ms
            continue
        lost = caption.start_ms - end > GAP_MS  # nobody carries a name over a long silence
        taken = caption_labels.label_of(caption.text) is not None
        if lost or taken or style.always or caption.label != speaker:
            words = _prefix(caption.label, speaker, style) + words
        yield caption, _lines(words)
        speaker, end = caption.label, caption.end_ms


def _prefix(label: str | None, before: str | None, style: _Style) -> str:
    if label is None:
        return _SOMEBODY if before is not None else ""
    return f"[{label}]: " if style.brackets else f"{label}: "


def _lines(text: str) -> str:
    """Return the text on two lines; none but the first begins with what looks like a name."""
    if len(text) <= _LINE:
        return text
    width = max(_LINE, len(text) // 2 + 8)
    lines = textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
    if any(caption_labels.label_of(html.unescape(line)) for line in lines[1:]):
        return text
    return "\n".join(lines)


def _safe(text: str) -> str:
    """Return the words as they are where that can be read, else with entities."""
    read = inline.voices(text, 0, len(text))
    if len(read) == 1 and read[0].speaker is None and textmap.plain(read[0].text) == text:
        return text
    return html.escape(text, quote=False).replace("{\\", "&#123;\\")
