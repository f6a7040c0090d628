"""JSON of turns: a list of objects with a text, a speaker and times, or one such object a line.

What people's own scripts write, and libraries: `{"speaker": ..., "text": ..., "start": ...}`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Cue, Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import is_event
from ingest.readers.parts.lines import Troubles, lines
from ingest.readers.parts.outline import outline
from ingest.readers.parts.positions import Json, items, loads, ms_of, name_of, text_of

_TEXTS = ("text", "body", "content", "utterance", "transcript", "sentence", "words")
_SPEAKERS = ("speaker", "speaker_name", "speakerName", "speaker_label", "voice", "name")
_STARTS = ("start", "start_time", "startTime", "begin", "start_seconds", "timestamp", "time")
_ENDS = ("end", "end_time", "endTime", "end_seconds")
_LISTS = ("turns", "utterances", "transcript", "monologue", "dialogue", "entries", "segments")


def sniff(head: str, _name: str) -> float:
    """Return 0.7 for a list, or lines, of objects with a text and a speaker or a time."""
    whole = outline(head)
    first = whole
    if isinstance(whole, dict) and not _is_turn(whole):
        first = next((whole[key] for key in _LISTS if isinstance(whole.get(key), list)), None)
    if isinstance(first, list):
        return 0.7 if first and all(_is_turn(item) for item in first[:3]) else 0.0
    second = outline(head.lstrip().partition("\n")[2][:8192])
    by_line = _is_turn(first) and (second is None or _is_turn(second))
    return 0.7 if by_line else 0.0


@reader(
    "turns",
    about="JSON or JSON Lines, an object for each turn",
    suffixes=(".json", ".jsonl"),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return the turns as cues.

    Raises:
        ReadError: It is no valid JSON, or no object has words.
    """
    troubles = Troubles()
    cues = tuple(cue for turn in _turns(text, troubles) for cue in _cues(text, turn))
    if not cues:
        message = "there are no objects with a text in this JSON"
        raise ReadError(message)
    return Document(cues=cues, problems=troubles.problems())


def _is_turn(item: Json) -> bool:
    if not isinstance(item, dict) or not isinstance(_first(item, _TEXTS), str):
        return False
    return any(key in item for key in (*_SPEAKERS[:-1], "start_ms", *_STARTS[:-2]))


def _turns(source: str, troubles: Troubles) -> Iterator[dict[str, Json]]:
    start = source.lstrip(" \t\r\n\ufeff")
    first = outline(start[:32768])
    if isinstance(first, list) or (isinstance(first, dict) and not _is_turn(first)):
        whole = loads(source)
        yield from items({"all": whole}, "all")
        yield from next((found for key in _LISTS if (found := items(whole, key))), [])
        return
    if isinstance(first, dict) and start.partition("\n")[0].rstrip()[-1:] != "}":
        yield loads(source)  # one object over several lines
        return
    for line in lines(source):
        if not line.blank:
            try:
                value = loads(line.text, offset=line.start)
            except ReadError:
                troubles.add("a line that is not valid JSON, left out", line.number)
                continue
            if isinstance(value, dict):
                yield value


def _cues(source: str, turn: dict[str, Json]) -> Iterator[Cue]:
    text = text_of(source, _first(turn, _TEXTS))
    if not text:
        return
    start, end = _ms(turn, "start_ms", _STARTS), _ms(turn, "end_ms", _ENDS)
    duration = ms_of(turn.get("duration"))
    if end is None and start is not None and duration is not None:
        end = start + duration
    event = is_event(textmap.plain(text))
    yield Cue(
        text=text,
        speaker=name_of(_first(turn, _SPEAKERS)),
        start_ms=start,
        end_ms=end if end is None or start is None or end >= start else None,
        kind="event" if event else "speech",
    )


def _ms(turn: dict[str, Json], exact: str, keys: tuple[str, ...]) -> int | None:
    value = turn.get(exact)
    if isinstance(value, int) and not isinstance(value, bool):
        return max(0, value)
    return ms_of(_first(turn, keys))


def _first(item: dict[str, Json], keys: tuple[str, ...]) -> Json:
    return next((item[key] for key in keys if item.get(key) is not None), None)
