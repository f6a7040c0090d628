"""Podcasting 2.0 JSON transcripts: segments of a sentence, or of a single word.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/transcripts/transcripts.md
"""

from __future__ import annotations

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Cue, Document
from ingest.readers.base import reader
from ingest.readers.parts.captions import is_event
from ingest.readers.parts.carry import carry
from ingest.readers.parts.outline import cut_off, record
from ingest.readers.parts.positions import Json, items, load_object, ms_of, name_of, text_of
from ingest.readers.parts.words import Word, cues_of_words

_KEYS = {"speaker", "startTime", "endTime", "body"}
_MOSTLY = 0.8


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for segments with a body and a start, less where the file is cut before them."""
    first = record(head, "segments")
    if {"body", "startTime"} <= first.keys():
        return 0.95
    begun = cut_off(head, "version", "segments") and first.keys() <= _KEYS
    return 0.5 if begun else 0.0


@reader("podcast-json", about="Podcasting 2.0 JSON transcripts", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the segments, single words joined by speaker and sentence.

    Raises:
        ReadError: It is no valid JSON, or has no segments with words.
    """
    segments = items(load_object(text), "segments")
    words = [word for segment in segments if (word := _word(text, segment)).text]
    if not words:
        message = "there are no segments with a body in this Podcasting 2.0 JSON"
        raise ReadError(message)
    single = sum(1 for word in words if " " not in textmap.plain(word.text))
    if single >= _MOSTLY * len(words):
        return Document(cues=carry(list(cues_of_words(text, _named(words)))))
    return Document(cues=carry([_cue(word) for word in words]))


def _word(source: str, segment: dict[str, Json]) -> Word:
    return Word(
        text_of(source, segment.get("body")),
        ms_of(segment.get("startTime")),
        ms_of(segment.get("endTime")),
        name_of(segment.get("speaker")),
    )


def _named(words: list[Word]) -> list[Word]:
    """Return the words with the names that are given only on change; `carry` looks at whole cues."""
    if all(word.speaker for word in words):
        return words
    cues = [_cue(word) for word in words]
    return [w._replace(speaker=c.speaker) for w, c in zip(words, carry(cues), strict=True)]


def _cue(word: Word) -> Cue:
    event = is_event(textmap.plain(word.text))
    backwards = word.end_ms is not None and word.end_ms < (word.start_ms or 0)
    return Cue(
        text=word.text,
        speaker=word.speaker,
        start_ms=word.start_ms,
        end_ms=None if backwards else word.end_ms,
        kind="event" if event else "speech",
    )
