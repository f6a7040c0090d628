"""JSON whose strings know where in the source they stand."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined, unused-ignore]
from typing import Any, TypeAlias

from ingest import timecode
from ingest.errors import ReadError
from ingest.readers.parts.trim import strip, verbatim
from ingest.textmap import Segment, Text

Json: TypeAlias = Any  # what JSON holds is known only by looking
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL
)
_HALF_TOKEN = re.compile(
    r"[\w.+\\-]{0,12}\s*\Z"
)  # what a cut leaves of a number, a word, an escape
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = " \t\r\n\ufeff"


class Located(str):
    """A string of a JSON source; its inside, between the quotes, is `source[start:end]`."""

    __slots__ = ("end", "start")
    start: int
    end: int


class _Decoder(json.JSONDecoder):
    def __init__(self, offset: int) -> None:
        super().__init__(strict=False)
        self._offset = offset
        self.parse_string = self._located
        self.scan_once = py_make_scanner(self)

    def _located(self, source: str, start: int, strict: bool) -> tuple[Located, int]:  # noqa: FBT001 - json's
        value, end = scanstring(source, start, strict)
        located = Located(value)
        located.start, located.end = start + self._offset, end - 1 + self._offset
        return located, end


def loads(source: str, *, offset: int = 0) -> Json:
    """Return what a JSON source holds, with every string value a `Located`.

    Args:
        source: The JSON, or one line of a source.
        offset: Where it begins in the source.

    Raises:
        ReadError: It is no JSON; the message says what is wrong and in which line.
    """
    start = len(source) - len(source.lstrip(_SPACE))
    try:
        value, end = _Decoder(offset).raw_decode(source, start)
    except json.JSONDecodeError as error:
        raise _refused(source, error) from None
    except RecursionError:
        message = "the JSON is nested too deeply"
        raise ReadError(message) from None
    except ValueError as error:
        message = f"the JSON holds a number that cannot be read ({error})"
        raise ReadError(message) from None
    rest = end + len(source[end:]) - len(source[end:].lstrip(_SPACE))
    if rest < len(source):
        message = "there is more after the end of the JSON"
        raise ReadError(message, line=source.count("\n", 0, rest) + 1)
    return value


def load_object(source: str) -> dict[str, Json]:
    """Return the object that a JSON source holds, with every string value a `Located`.

    Raises:
        ReadError: It is no JSON, or no object.
    """
    value = loads(source)
    if isinstance(value, dict):
        return value
    message = "the JSON holds no object, as a transcript in this format does"
    raise ReadError(message)


def _refused(source: str, error: json.JSONDecodeError) -> ReadError:
    if error.msg.startswith("Unterminated string") or _HALF_TOKEN.match(source, error.pos):
        last = source.count("\n", 0, len(source.rstrip())) + 1
        return ReadError("the JSON ends too early (cut off?)", line=last)
    message = f"the JSON is not valid: {error.msg[:1].lower()}{error.msg[1:]}, column {error.colno}"
    return ReadError(message, line=error.lineno)


def text_of(source: str, value: Json) -> Text:
    """Return a string of the source as a text without white space at its ends, () for no string."""
    if not isinstance(value, Located):
        return ()
    if "\\" not in source[value.start : value.end]:
        return verbatim(source, value.start, value.end)
    return strip(tuple(_segments(source, value.start, value.end)))


def text_between(source: str, pieces: Sequence[Located]) -> Text:
    """Return strings that follow each other in the source as one text, () where they are blank.

    White space in them stays, and a line break is a segment of the rule "line".
    """
    out: list[Segment] = []
    for piece in pieces:
        if out and out[-1].end < piece.start:
            out.append(Segment("", out[-1].end, piece.start, "json"))
        for segment in _segments(source, piece.start, piece.end):
            broken = source[segment.start : segment.end] in ("\\n", "\n")
            out.append(segment._replace(text=" ", rule="line") if broken else segment)
    return strip(tuple(out))


def _segments(source: str, start: int, end: int) -> Iterator[Segment]:
    position = start
    for match in _ESCAPE.finditer(source, start, end):
        if position < match.start():
            yield Segment(source[position : match.start()], position, match.start())
        read = _SURROGATE.sub("\ufffd", json.loads(f'"{match[0]}"', strict=False))
        yield Segment(" " if read in "\r\n\t" else read, match.start(), match.end(), "escape")
        position = match.end()
    if position < end:
        yield Segment(source[position:end], position, end)


def ms_of(seconds: Json) -> int | None:
    """Return milliseconds for seconds as JSON has them: 1.5, "1.5", "1.5s", "00:00:01.500".

    >>> ms_of(1.5), ms_of("1.500s"), ms_of("0:01.5"), ms_of(None), ms_of(float("nan"))
    (1500, 1500, 1500, None, None)
    """
    if isinstance(seconds, str):
        if ":" in seconds:
            return timecode.parse(seconds)
        seconds = number_of(seconds.strip().removesuffix("s"))
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return None
    if not -1e9 < seconds < 1e9:  # also not a number
        return None
    return max(0, timecode.from_seconds(seconds))


def number_of(text: str) -> float | None:
    """Return the number that a string is."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def items(value: Json, *keys: str) -> list[dict[str, Json]]:
    """Return the objects of the list below these keys, [] where there is none.

    >>> items({"a": {"b": [{"c": 1}, 2]}}, "a", "b")
    [{'c': 1}]
    """
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def name_of(value: Json) -> str | None:
    """Return a speaker's label: a name as it is, a number as "Speaker 0", None for nothing."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return f"Speaker {value}"
    label = (
        " ".join(_SURROGATE.sub("\ufffd", value).split()).rstrip(": ")
        if isinstance(value, str)
        else ""
    )
    return f"Speaker {label}" if label.isdecimal() and len(label) < 4 else label or None


def string_of(value: Json) -> str | None:
    """Return a string of the file as metadata, None where it is none or empty."""
    return _SURROGATE.sub("\ufffd", value).strip() or None if isinstance(value, str) else None
