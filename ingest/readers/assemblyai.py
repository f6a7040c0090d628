"""AssemblyAI's JSON, whose times are milliseconds: utterances where there are any, else words.

https://www.assemblyai.com/docs/api-reference/transcripts/get
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.models import Cue, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.outline import outline, record
from ingest.readers.parts.positions import Json, items, load_object, name_of, string_of, text_of
from ingest.readers.parts.words import Word, cue_of_words, cues_of_text
from ingest.textmap import Text

_OWN = frozenset(
    {
        "audio_url",
        "acoustic_model",
        "language_model",
        "audio_duration",
        "webhook_status_code",
        "speech_model",
    }
)


def sniff(head: str, _name: str) -> float:
    """Return 0.9 for a job with its words, or with a text and the service's own keys."""
    whole = outline(head)
    if not isinstance(whole, dict) or "segments" in whole:
        return 0.0
    timed = {"text", "start", "end", "confidence"}
    if timed <= record(head, "utterances").keys() or timed <= record(head, "words").keys():
        return 0.9
    own = _OWN & whole.keys()
    if {"id", "status", "text"} <= whole.keys() and own:
        return 0.9
    return 0.6 if "id" in whole and len(own) > 1 else 0.0


@reader("assemblyai", about="AssemblyAI's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, with speakers as "A" and "B".

    Raises:
        ReadError: It is no valid JSON, the job failed, or nothing was recognised.
    """
    data = load_object(text)
    error = string_of(data.get("error"))
    if error:
        message = f"AssemblyAI reports an error: {' '.join(error.split())}"
        raise ReadError(message)
    parts = items(data, "utterances") or [data]
    cues = tuple(cue for part in parts for cue in _cues(text, part))
    if not cues:
        message = "there are no recognised words in this AssemblyAI JSON"
        raise ReadError(message)
    metadata = Metadata(
        language=string_of(data.get("language_code")), media_url=_url(data.get("audio_url"))
    )
    return Document(metadata=metadata, cues=cues)


def _cues(source: str, part: dict[str, Json]) -> Iterator[Cue]:
    speaker = name_of(part.get("speaker"))
    text = text_of(source, part.get("text"))
    words = [_word(source, word, speaker) for word in items(part, "words")]
    if any(word.text for word in words):
        yield from cues_of_text(source, text, words)
    elif text:
        yield cue_of_words(source, [_timed(text, part, speaker)])


def _word(source: str, word: dict[str, Json], speaker: str | None) -> Word:
    return _timed(text_of(source, word.get("text")), word, name_of(word.get("speaker")) or speaker)


def _timed(text: Text, item: dict[str, Json], speaker: str | None) -> Word:
    return Word(text, _ms(item.get("start")), _ms(item.get("end")), speaker)


def _ms(value: Json) -> int | None:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e12
    return int(value) if plain else None


def _url(value: Json) -> str | None:
    """Return where the audio is, but not a link that is signed for a short time."""
    url = string_of(value)
    return url if url and url.startswith("http") and "?" not in url else None
