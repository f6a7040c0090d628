"""JSON of the Whisper family: Whisper, OpenAI, faster-whisper, WhisperX, whisper-timestamped, whisper.cpp, pipelines."""

from __future__ import annotations

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Cue, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.captions import is_event
from ingest.readers.parts.outline import cut_off, outline, record
from ingest.readers.parts.positions import (
    Json,
    items,
    load_object,
    ms_of,
    name_of,
    string_of,
    text_of,
)
from ingest.readers.parts.trim import strip
from ingest.readers.parts.words import Word, cues_of_words
from ingest.textmap import Text

# Of the same words in several lists, the one that says who speaks comes first.
_LISTS = ("segments", "transcription", "speakers", "chunks")
_TURN = "[SPEAKER_TURN]"
_BEGINNINGS = (
    ("text", "segments"),
    ("segments",),
    ("language", "segments"),
    ("task", "language", "duration", "text", "segments"),
    ("systeminfo", "model", "params", "result", "transcription"),
)


def sniff(head: str, name: str) -> float:
    """Return 0.9 for segments with start, end and text; less where the head ends before them."""
    first = record(head, "segments")
    if {"start", "end", "text"} <= first.keys():
        return 0.9
    if {"timestamps", "text"} <= record(head, "transcription").keys():
        return 0.9
    if any({"timestamp", "text"} <= record(head, key).keys() for key in ("chunks", "speakers")):
        return 0.9
    if {"word", "start", "end"} <= record(head, "words").keys() and "confidence" not in record(
        head, "words"
    ):
        return 0.8
    if "startTime" not in first and any(cut_off(head, *keys) for keys in _BEGINNINGS):
        return 0.5
    long_text = cut_off(head, "text") and isinstance(outline(head)["text"], str)
    return 0.3 if long_text and name.lower().endswith(".json") else 0.0


@reader(
    "whisper",
    about="JSON of Whisper, OpenAI, WhisperX, whisper-timestamped, whisper.cpp, Hugging Face's pipelines",
    suffixes=(".json",),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return the segments as cues.

    Raises:
        ReadError: It is no valid JSON, or has no segments with words.
    """
    data = load_object(text)
    segments = next((found for key in _LISTS if (found := items(data, key))), [])
    cues = [cue for segment in segments for cue in _cues(text, segment)]
    if not cues:
        cues = list(cues_of_words(text, [_word(text, word) for word in items(data, "words")]))
    if not cues:
        message = "there are no segments with text in this Whisper JSON"
        raise ReadError(message)
    result = data.get("result")
    language = data.get("language") or (
        result.get("language") if isinstance(result, dict) else None
    )
    return Document(metadata=Metadata(language=string_of(language)), cues=tuple(cues))


def _cues(source: str, segment: dict[str, Json]) -> list[Cue]:
    """Return the segment's cue, or its words' cues where only they have speakers."""
    words = items(segment, "words")
    speaker = name_of(segment.get("speaker"))
    if speaker is None and any(name_of(word.get("speaker")) for word in words):
        return list(cues_of_words(source, [_word(source, word) for word in words]))
    text = _without_turn(text_of(source, segment.get("text")))
    if not text:
        return []
    start, end = _times(segment)
    event = is_event(textmap.plain(text))
    return [
        Cue(
            text=text,
            speaker=speaker,
            start_ms=start,
            end_ms=end,
            kind="event" if event else "speech",
        )
    ]


def _without_turn(text: Text) -> Text:
    """Return a text without the mark that whisper.cpp's small diariser puts between speakers."""
    plain = textmap.plain(text)
    start = len(_TURN) if plain.startswith(_TURN) else 0
    end = len(plain) - (len(_TURN) if plain.endswith(_TURN) and len(plain) > start else 0)
    return strip(textmap.cut(text, start, end)) if (start, end) != (0, len(plain)) else text


def _word(source: str, word: dict[str, Json]) -> Word:
    start, end = _times(word)
    said = word.get("word", word.get("text"))
    return Word(text_of(source, said), start, end, name_of(word.get("speaker")))


def _times(segment: dict[str, Json]) -> tuple[int | None, int | None]:
    """Return when a segment is spoken: seconds, or in whisper.cpp's files milliseconds."""
    offsets, pair = segment.get("offsets"), segment.get("timestamp")
    if isinstance(offsets, dict):
        start, end = (_ms(offsets.get(key)) for key in ("from", "to"))
    elif isinstance(pair, list) and len(pair) == 2:
        start, end = ms_of(pair[0]), ms_of(pair[1])
    else:
        start, end = ms_of(segment.get("start")), ms_of(segment.get("end"))
    return start, end if start is None or end is None or end >= start else None


def _ms(value: Json) -> int | None:
    return max(0, value) if isinstance(value, int) and not isinstance(value, bool) else None
