"""SubRip and its broken cousins: no numbers, dots for commas, other arrows, blank lines inside."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.errors import ReadError
from ingest.models import Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.lines import Line, Troubles, lines

_TIME = r"-?\d{1,3}[ ]?:[ ]?\d{1,2}(?:[ ]?:[ ]?\d{1,2})?(?:[ ]?[.,:;][ ]?\d{1,6})?"
_TIMING = re.compile(rf"[ \t]*({_TIME})[ \t]*(?:-{{1,3}}[ ]?>|→|—>|–>)[ \t]*({_TIME})(?:[ \t].*)?")
# Half of a timing line: what is left when a file or an editor damages the other half.
_DAMAGED = re.compile(
    rf"[ \t]*(?:(?P<start>{_TIME})[ \t]*-{{1,3}}[ ]?>.{{0,40}}|.{{0,40}}-->[ \t]*(?P<end>{_TIME})[ \t]*)"
)
_NUMBER = re.compile(r"[ \t]*\ufeff?\d{1,6}[ \t]*")
_HEAD = 60  # lines that a SubRip file must show its first times in


def sniff(head: str, name: str) -> float:
    """Return how much the beginning looks like SubRip: numbered captions, times with commas."""
    before: Line | None = None
    for line, _ in zip(lines(head[:8192]), range(_HEAD), strict=False):
        match = _TIMING.fullmatch(line.text)
        if match is not None and not head.lstrip("\ufeff").startswith("WEBVTT"):
            numbered = before is not None and _NUMBER.fullmatch(before.text) is not None
            if "," in match[1] or "," in match[2]:
                return 0.95 if numbered else 0.9
            return 0.75 + 0.1 * numbered + 0.1 * name.lower().endswith(".srt")
        before = line
    return 0.0


@reader("srt", about="SubRip captions", suffixes=(".srt",), sniff=sniff)
def read(text: str) -> Document:
    """Return the captions of a SubRip file.

    Raises:
        ReadError: There is no caption in it.
    """
    troubles = Troubles()
    cues = cues_of(text, list(_captions(text, troubles)), troubles)
    if not cues:
        message = "there are no captions in this SubRip file"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _captions(source: str, troubles: Troubles) -> Iterator[Caption]:
    """Yield the captions: everything between two timing lines belongs to the first of them."""
    start_ms: int | None = None
    end_ms: int | None = None
    timed = False
    words: list[Line] = []
    for line in lines(source):
        times = _times(line, troubles)
        if times is None:
            words.append(line)
            continue
        if words and _NUMBER.fullmatch(words[-1].text):
            words.pop()
        yield from _block(words, start_ms, end_ms, troubles, timed=timed)
        (start_ms, end_ms), words, timed = times, [], True
    yield from _block(words, start_ms, end_ms, troubles, timed=timed)


def _times(line: Line, troubles: Troubles) -> tuple[int | None, int | None] | None:
    match = _TIMING.fullmatch(line.text)
    if match is None:
        match = _DAMAGED.fullmatch(line.text)
        if match is None:
            return None
        troubles.add("times that cannot be read", line.number)
        return _ms(match["start"]), _ms(match["end"])
    times = _ms(match[1]), _ms(match[2])
    if None in times:
        troubles.add("times that cannot be read", line.number)
    return times


def _ms(time: str | None) -> int | None:
    """Return the milliseconds, where a third colon may stand for the comma."""
    if time is None:
        return None
    plain = time.replace(" ", "").replace(";", ",").lstrip("-")
    if plain.count(":") == 3:
        plain = ".".join(plain.rsplit(":", 1))
    ms = timecode.parse(plain)
    return -ms if ms is not None and time.startswith("-") else ms


def _block(
    words: list[Line], start_ms: int | None, end_ms: int | None, troubles: Troubles, *, timed: bool
) -> Iterator[Caption]:
    """Yield the caption of these lines; behind a number alone, words whose times are missing."""
    for index, part in enumerate(_parts(words)):
        written = [n for n, line in enumerate(part) if not line.blank]
        if not written:
            continue
        first, last = part[written[0]], part[written[-1]]
        if index or not timed:
            troubles.add("words without times", first.number)
        times = (None, None) if index else (start_ms, end_ms)
        yield Caption(first.start, last.end, *times, first.number)


def _parts(words: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines, parted where after an empty one a number should begin a caption."""
    part: list[Line] = []
    for before, line, after in zip([None, *words], words, [*words[1:], None], strict=False):
        number = before is not None and before.blank and _NUMBER.fullmatch(line.text) is not None
        if number and after is not None and not after.blank:
            yield part
            part = []
        else:
            part.append(line)
    yield part
