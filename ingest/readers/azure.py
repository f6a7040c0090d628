"""JSON of Azure Speech: batch transcription, whose times are ticks of 100 ns, and the fast one.

https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import textmap
from ingest.errors import ReadError
from ingest.models import Cue, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.outline import cut_off, outline, record
from ingest.readers.parts.positions import (
    Json,
    items,
    load_object,
    name_of,
    string_of,
    text_of,
)
from ingest.readers.parts.words import Word, cue_of_words, cues_of_text

_TICKS_A_MS = 10_000
_DURATION = re.compile(
    r"PT(?:(?P<h>\d{1,4})H)?(?:(?P<m>\d{1,6})M)?(?:(?P<s>\d{1,9}(?:\.\d{1,9})?)S)?"
)
_WORDINGS = ("display", "maskedITN", "itn", "lexical")
_BEGINNINGS = (
    ("source", "timestamp", "durationInTicks"),
    ("timestamp", "durationInTicks"),
    ("durationMilliseconds", "combinedPhrases"),
)


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for recognised phrases, 0.6 where the file is cut off before them."""
    if record(head, "recognizedPhrases").keys() & {"nBest", "offsetInTicks", "recognitionStatus"}:
        return 0.95
    if {"offsetMilliseconds", "text"} <= record(head, "phrases").keys():
        return 0.95
    whole = outline(head)
    keys = whole.keys() if isinstance(whole, dict) else ()
    if "combinedRecognizedPhrases" in keys or {"combinedPhrases", "durationMilliseconds"} <= {
        *keys
    }:
        return 0.9
    return 0.6 if any(cut_off(head, *beginning) for beginning in _BEGINNINGS) else 0.0


@reader("azure", about="Azure Speech's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, with speakers as "Speaker 1", in the order in which they are spoken.

    Raises:
        ReadError: It is no valid JSON, or nothing was recognised.
    """
    data = load_object(text)
    phrases = items(data, "recognizedPhrases") or items(data, "phrases")
    several = len({str(phrase.get("channel")) for phrase in phrases}) > 1
    cues = [cue for phrase in phrases for cue in _cues(text, phrase, several=several)]
    if not phrases:
        cues = [cue for channel in _whole(data) for cue in _cues(text, channel, several=False)]
    if not cues:
        message = "there are no recognised phrases in this Azure Speech JSON"
        raise ReadError(message)
    if several:  # one channel after the other
        cues.sort(key=lambda cue: cue.start_ms or 0)
    language = string_of(phrases[0].get("locale")) if phrases else None
    return Document(metadata=Metadata(language=language), cues=tuple(cues))


def _whole(data: dict[str, Json]) -> list[dict[str, Json]]:
    return items(data, "combinedRecognizedPhrases") or items(data, "combinedPhrases")


def _cues(source: str, phrase: dict[str, Json], *, several: bool) -> Iterator[Cue]:
    best = next(iter(items(phrase, "nBest")), phrase)
    text = next((t for key in (*_WORDINGS, "text") if (t := text_of(source, best.get(key)))), ())
    speaker = name_of(phrase.get("speaker"))
    if speaker is None and several:
        speaker = f"Channel {phrase.get('channel')}"
    words = [_word(source, word, speaker) for word in _words(best)]
    if words and " ".join(textmap.plain(word.text) for word in words) == textmap.plain(text):
        yield from cues_of_text(source, text, words)
    elif text:
        yield cue_of_words(source, [Word(text, *_times(phrase), speaker)])


def _words(best: dict[str, Json]) -> list[dict[str, Json]]:
    """Return the words as they are written, which batch jobs keep beside those as they are heard."""
    return items(best, "displayWords") or items(best, "words")


def _word(source: str, word: dict[str, Json], speaker: str | None) -> Word:
    said = next((word[key] for key in ("displayText", "text", "word") if word.get(key)), None)
    return Word(text_of(source, said), *_times(word), speaker)


def _times(item: dict[str, Json]) -> tuple[int | None, int | None]:
    start, length = _ms(item, "offset"), _ms(item, "duration")
    return start, None if start is None or length is None else start + length


def _ms(item: dict[str, Json], key: str) -> int | None:
    """Return a time in milliseconds: given as such, in ticks, or as ISO 8601 writes durations."""
    for name, unit in ((f"{key}Milliseconds", 1), (f"{key}InTicks", _TICKS_A_MS)):
        value = item.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e15:
            return round(value / unit)
    said = item.get(key)
    match = _DURATION.fullmatch(said) if isinstance(said, str) else None
    if match is None:
        return None
    minutes = int(match["h"] or 0) * 60 + int(match["m"] or 0)
    return minutes * 60_000 + round(float(match["s"] or 0) * 1000)
