"""JSON of ElevenLabs Scribe: words, the spaces between them, and sounds, each with its speaker.

https://elevenlabs.io/docs/api-reference/speech-to-text/convert
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ingest.errors import ReadError
from ingest.models import Cue, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.outline import cut_off, record
from ingest.readers.parts.positions import (
    Json,
    items,
    load_object,
    ms_of,
    name_of,
    string_of,
    text_of,
)
from ingest.readers.parts.words import Word, cue_of_words, cues_of_words

_TYPES = ("word", "spacing", "audio_event")


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for words that say their type, 0.6 where the file is cut off before them."""
    for words in (record(head, "words"), record(head, "transcripts", "words")):
        if words.get("type") in _TYPES and {"text", "start"} <= words.keys():
            return 0.95
    return 0.6 if cut_off(head, "language_code", "language_probability", "text") else 0.0


@reader("elevenlabs", about="ElevenLabs Scribe's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, and the sounds as events; speakers are as the file calls them.

    Raises:
        ReadError: It is no valid JSON, or there are no words in it.
    """
    data = load_object(text)
    channels = items(data, "transcripts") or [data]
    cues = [
        cue
        for number, channel in enumerate(channels)
        for cue in _cues(text, channel, number if len(channels) > 1 else None)
    ]
    if not cues:
        message = "there are no words in this ElevenLabs JSON"
        raise ReadError(message)
    if len(channels) > 1:
        cues.sort(key=lambda cue: cue.start_ms or 0)
    language = string_of(channels[0].get("language_code"))
    return Document(metadata=Metadata(language=language), cues=tuple(cues))


def _cues(source: str, channel: dict[str, Json], number: int | None) -> Iterator[Cue]:
    found = [item for item in items(channel, "words") if isinstance(item.get("text"), str)]
    for event, group in groupby(found, key=lambda item: item.get("type") == "audio_event"):
        words = list(_words(source, group, number))
        if event:
            for word in words:
                yield cue_of_words(source, [word]).model_copy(
                    update={"kind": "event", "speaker": None}
                )
        else:
            yield from cues_of_words(source, words)
    whole = text_of(source, channel.get("text"))
    if not found and whole:
        yield cue_of_words(source, [Word(whole, speaker=_speaker({}, number))])


def _words(source: str, found: Iterator[dict[str, Json]], number: int | None) -> Iterator[Word]:
    """Yield the words; the spaces between them are their glue."""
    glue = ""
    for item in found:
        text = text_of(source, item["text"])
        if not text:
            glue = " "
            continue
        start, end = ms_of(item.get("start")), ms_of(item.get("end"))
        yield Word(text, start, end, _speaker(item, number), glue)
        glue = ""


def _speaker(item: dict[str, Json], number: int | None) -> str | None:
    speaker = name_of(item.get("speaker_id"))
    return f"Channel {number}" if speaker is None and number is not None else speaker
