"""TTML (and DFXP, IMSC, SMPTE-TT): XML captions, with agents as speakers.

https://www.w3.org/TR/ttml2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import textmap, timecode
from ingest.errors import ReadError
from ingest.models import Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.captions import Caption, cues_of
from ingest.readers.parts.inline import Voice
from ingest.readers.parts.lines import LineNumbers, Troubles
from ingest.readers.parts.tags import Tag, attribute, reading, root_of, scan
from ingest.textmap import Edit

_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|f|t)?")
_FRAMES = re.compile(r"(\d{1,3}:\d{1,2}:\d{1,2}):(\d{1,3})(?:\.\d+)?")
_UNITS = {"h": 3_600_000.0, "m": 60_000.0, "s": 1_000.0, "ms": 1.0, "": 1_000.0}


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for XML whose root is `tt`."""
    return 0.95 if root_of(head) == "tt" else 0.0


@reader("ttml", about="TTML captions", suffixes=(".ttml", ".dfxp", ".xml"), sniff=sniff)
def read(text: str) -> Document:
    """Return the paragraphs as captions.

    Raises:
        ReadError: There are no timed paragraphs.
    """
    troubles = Troubles()
    tags = list(scan(text))
    root = next((tag for tag in tags if tag.name == "tt"), None)
    captions = list(_captions(text, tags, _rates(text, root), troubles))
    cues = cues_of(text, captions, troubles)
    if not cues:
        message = "there are no captions in this TTML file"
        raise ReadError(message)
    language = attribute(text, root, "xml:lang") if root else None
    metadata = Metadata(title=_text_within(text, tags, "title"), language=language or None)
    return Document(metadata=metadata, cues=cues, problems=troubles.problems())


def _rates(source: str, root: Tag | None) -> dict[str, float]:
    """Return the milliseconds that each unit of time stands for."""
    frames = _number(source, root, "ttp:frameRate") or 30.0
    ticks = _number(source, root, "ttp:tickRate") or frames
    return {**_UNITS, "f": 1000 / frames, "t": 1000 / ticks}


def _number(source: str, root: Tag | None, name: str) -> float | None:
    value = attribute(source, root, name) if root else None
    return float(value) if value and re.fullmatch(r"\d{1,9}", value) and int(value) else None


def _captions(
    source: str, tags: list[Tag], rates: dict[str, float], troubles: Troubles
) -> Iterator[Caption]:
    agents = _agents(source, tags)
    numbers = LineNumbers(source)
    first: Tag | None = None
    edits: list[Edit] = []
    around: list[str | None] = []  # the agents of the divisions that are open
    for tag in tags:
        if first is not None and tag.name == "p" and (tag.closing or not tag.empty):
            agent = attribute(source, first, "ttm:agent") or next(
                (a for a in reversed(around) if a), None
            )
            voice = Voice(
                agents.get(agent, agent) if agent else None,
                reading(source, first.end, tag.start, edits),
            )
            start_ms, end_ms = _times(source, first, rates)
            line = numbers.at(first.start)
            if start_ms is None and attribute(source, first, "begin"):
                troubles.add("times that cannot be read", line)
            fresh = bool(agents) and not agent  # where agents are named, no name is carried on
            yield Caption(
                first.end, tag.start, start_ms, end_ms, line, fresh, (voice,) if voice.text else ()
            )
            first = None
        if tag.name == "p" and not tag.closing:
            first, edits = tag, []
        elif tag.name in ("div", "body") and not tag.empty:
            _step(source, tag, around)
        elif first is not None:
            new_line = tag.name == "br"
            edits.append(
                Edit(tag.start, tag.end, " " if new_line else "", "line" if new_line else "markup")
            )


def _step(source: str, tag: Tag, around: list[str | None]) -> None:
    if not tag.closing:
        around.append(attribute(source, tag, "ttm:agent"))
    elif around:
        around.pop()


def _times(source: str, tag: Tag, rates: dict[str, float]) -> tuple[int | None, int | None]:
    start = _ms(attribute(source, tag, "begin"), rates)
    end = _ms(attribute(source, tag, "end"), rates)
    duration = _ms(attribute(source, tag, "dur"), rates)
    return (
        start,
        start + duration if end is None and start is not None and duration is not None else end,
    )


def _ms(time: str | None, rates: dict[str, float]) -> int | None:
    """Return milliseconds for a clock time, with frames or a fraction, or an offset with a unit."""
    if time is None:
        return None
    frames = _FRAMES.fullmatch(time)
    if frames is not None:
        clock = timecode.parse(frames[1])
        return None if clock is None else clock + round(int(frames[2]) * rates["f"])
    offset = _OFFSET.fullmatch(time)
    if offset is not None:
        return round(float(offset[1]) * rates[offset[2] or ""])
    return timecode.parse(time)


def _agents(source: str, tags: list[Tag]) -> dict[str, str]:
    """Return the agents' names by their ids."""
    out: dict[str, str] = {}
    agent: str | None = None
    for index, tag in enumerate(tags):
        if tag.name == "agent" and not tag.closing:
            agent = attribute(source, tag, "xml:id")
        elif tag.name == "name" and not tag.closing and agent and index + 1 < len(tags):
            name = textmap.plain(reading(source, tag.end, tags[index + 1].start))
            if name:
                out.setdefault(agent, name)
    return out


def _text_within(source: str, tags: list[Tag], name: str) -> str | None:
    for index, tag in enumerate(tags[:-1]):
        if tag.name == name and not tag.closing:
            return textmap.plain(reading(source, tag.end, tags[index + 1].start)) or None
    return None
