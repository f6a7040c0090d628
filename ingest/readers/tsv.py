"""Tables with tabs: WhisperX's and Whisper's TSV (milliseconds), Audacity's labels (seconds), Zoom's text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice
from ingest.readers.parts.lines import Line, Troubles, lines
from ingest.readers.parts.trim import verbatim

_HEADER = re.compile(r"\ufeff?start\tend\t(?:speaker\t)?text[ \t]*", re.IGNORECASE)
_TABLE = re.compile(
    r"(?P<start>\d{1,12})\t(?P<end>\d{1,12})\t(?:(?P<speaker>[^\t]{0,80})\t)?(?P<text>[^\t]*)\t*"
)
_LABELS = re.compile(
    r"\ufeff?(?P<start>\d{1,7}\.\d{1,9})\t(?P<end>\d{1,7}\.\d{1,9})\t(?:\[\[(?P<speaker>[^\[\]\t]{1,80})\]\])?(?P<text>[^\t]*)"
)
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,3})?)?"
_ZOOM = re.compile(
    rf"\ufeff?[ ]?\[?(?P<start>{_CLOCK})\]?[ ]?\t[ ]?(?P<speaker>[^\t]{{1,80}}?)[ ]?:?[ ]?\t[ ]?(?P<text>[^\t].*)"
)
_MOSTLY = 0.8


def sniff(head: str, _name: str) -> float:
    """Return how many of the first lines have the cells of one of the tables."""
    found = [line for line, _ in zip(lines(head), range(50), strict=False) if not line.blank]
    if len(found) > 1 and _HEADER.fullmatch(found[0].text):
        return 0.95 if _TABLE.fullmatch(found[1].text) else 0.0
    if len(head) >= 32768 and len(found) > 1:
        found = found[:-1]  # the head may end inside it
    for row in (_LABELS, _ZOOM):
        fitting = sum(1 for line in found if row.fullmatch(line.text))
        if fitting and fitting >= _MOSTLY * len(found):
            return 0.92
    return 0.0


@reader(
    "tsv",
    about="Tables with tabs: Whisper's TSV, Audacity's labels, Zoom's text",
    suffixes=(".tsv", ".aud", ".txt"),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return the rows as cues.

    Raises:
        ReadError: No row has a time and words.
    """
    troubles = Troubles()
    cues = cues_of(text, list(_captions(text, troubles)), troubles)
    if not cues:
        message = "no row of this table has a time and words"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _captions(source: str, troubles: Troubles) -> Iterator[Caption]:
    for line in lines(source):
        if line.blank or _HEADER.fullmatch(line.text):
            continue
        table = _TABLE.fullmatch(line.text)
        match = table or _LABELS.fullmatch(line.text) or _ZOOM.fullmatch(line.text)
        if match is None:
            troubles.add("a row without times", line.number)
            yield _caption(source, line, (0, len(line.text)), None, (None, None))
            continue
        start, end = (
            _ms(match.groupdict().get(key), ms=table is not None) for key in ("start", "end")
        )
        yield _caption(source, line, match.span("text"), match["speaker"], (start, end))


def _caption(
    source: str,
    line: Line,
    cell: tuple[int, int],
    speaker: str | None,
    times: tuple[int | None, int | None],
) -> Caption:
    start, end = line.start + cell[0], line.start + cell[1]
    text = verbatim(source, start, end)
    name = (speaker or "").strip() or None
    return Caption(start, end, *times, line.number, voices=(Voice(name, text),) if text else ())


def _ms(time: str | None, *, ms: bool) -> int | None:
    if time is None:
        return None
    if ms:
        return int(time)
    return timecode.parse(time) if ":" in time else timecode.from_seconds(float(time))
