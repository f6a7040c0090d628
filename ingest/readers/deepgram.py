"""Deepgram's JSON: utterances, else paragraphs, else words.

https://developers.deepgram.com/docs/utterances
"""

from __future__ import annotations

from collections.abc import Iterator

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
from ingest.readers.parts.words import Word, cue_of_words, cues_of_text
from ingest.textmap import Text


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for Deepgram's results, 0.6 for its metadata where the file is cut off there."""
    results = record(head, "results")
    if "alternatives" in record(head, "results", "channels") or (
        {"transcript", "words"} <= record(head, "results", "utterances").keys()
    ):
        return 0.95
    own = {"transaction_key", "request_id"} & record(head, "metadata").keys()
    return 0.6 if own and not results and cut_off(head, "metadata") else 0.0


@reader("deepgram", about="Deepgram's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the utterances, or sentences, with speakers as "Speaker 0".

    Raises:
        ReadError: It is no valid JSON, or nothing was recognised.
    """
    data = load_object(text)
    results = data.get("results")
    channels = items(results, "channels")
    several = len(channels) > 1
    cues = [
        c
        for utterance in items(results, "utterances")
        for c in _utterance(text, utterance, several=several)
    ]
    if not cues:
        cues = [
            cue
            for n, channel in enumerate(channels)
            for cue in _channel(text, channel, n if several else None)
        ]
    if not cues:
        message = "there are no recognised words in this Deepgram JSON"
        raise ReadError(message)
    language = next((channel.get("detected_language") for channel in channels), None)
    return Document(metadata=Metadata(language=string_of(language)), cues=tuple(cues))


def _utterance(source: str, utterance: dict[str, Json], *, several: bool) -> Iterator[Cue]:
    channel = utterance.get("channel")
    speaker = _speaker(utterance, channel if several and isinstance(channel, int) else None)
    words = [_word(source, word, speaker) for word in items(utterance, "words")]
    text = text_of(source, utterance.get("transcript"))
    if words:
        yield from cues_of_text(source, text, words)
    elif text:
        yield cue_of_words(source, [_timed(text, utterance, speaker)])


def _channel(source: str, channel: dict[str, Json], number: int | None) -> Iterator[Cue]:
    best = next(iter(items(channel, "alternatives")), {})
    paragraphs = items(best, "paragraphs", "paragraphs")
    sentences = [(p, sentence) for p in paragraphs for sentence in items(p, "sentences")]
    for paragraph, sentence in sentences:
        text = text_of(source, sentence.get("text"))
        if text:
            yield cue_of_words(source, [_timed(text, sentence, _speaker(paragraph, number))])
    if sentences:
        return
    words = [_word(source, word, _speaker(word, number)) for word in items(best, "words")]
    text = text_of(source, best.get("transcript"))
    if words:
        yield from cues_of_text(source, text, words)
    elif text:
        yield cue_of_words(source, [Word(text, speaker=_speaker({}, number))])


def _speaker(item: dict[str, Json], channel: int | None) -> str | None:
    speaker = name_of(item.get("speaker"))
    return f"Channel {channel}" if speaker is None and channel is not None else speaker


def _word(source: str, word: dict[str, Json], speaker: str | None) -> Word:
    said = word.get("punctuated_word") or word.get("word")
    return _timed(text_of(source, said), word, speaker)


def _timed(text: Text, item: dict[str, Json], speaker: str | None) -> Word:
    return Word(text, ms_of(item.get("start")), ms_of(item.get("end")), speaker)
