"""JSON of Google's Speech-to-Text, version 1 and 2, also wrapped in a long-running operation.

https://cloud.google.com/speech-to-text/docs/multiple-voices
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.models import Cue, Document, Metadata
from ingest.readers.base import reader
from ingest.readers.parts.outline import outline, record
from ingest.readers.parts.positions import (
    Json,
    items,
    load_object,
    ms_of,
    name_of,
    string_of,
    text_of,
)
from ingest.readers.parts.words import Word, cue_of_words, cues_of_text, cues_of_words

_STARTS = ("startTime", "start_time", "startOffset", "start_offset")
_ENDS = ("endTime", "end_time", "endOffset", "end_offset")
_RESULT_ENDS = ("resultEndTime", "result_end_time", "resultEndOffset", "result_end_offset")
_SPEAKERS = ("speakerTag", "speaker_tag", "speakerLabel", "speaker_label")


def sniff(head: str, _name: str) -> float:
    """Return 0.9 for results that are a list with alternatives and transcripts."""
    whole = outline(head)
    if isinstance(whole, dict) and isinstance(whole.get("response"), dict):
        whole = whole["response"]
    if not isinstance(whole, dict) or not isinstance(whole.get("results"), list):
        return 0.0
    path = ("results",) if "results" in record(head) else ("response", "results")
    alternative = record(head, *path, "alternatives")
    if "transcript" in alternative or "word" in record(head, *path, "alternatives", "words"):
        return 0.9
    return 0.0


@reader("google-stt", about="Google Speech-to-Text's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, with speakers as "Speaker 1" where they were told apart.

    Raises:
        ReadError: It is no valid JSON, or nothing was recognised.
    """
    data = load_object(text)
    results = items(data, "results") or items(data, "response", "results")
    cues = tuple(_diarized(text, results)) or tuple(c for r in results for c in _result(text, r))
    if not cues:
        message = "there are no recognised words in this Google Speech-to-Text JSON"
        raise ReadError(message)
    language = next(
        (r for result in results if (r := _first(result, ("languageCode", "language_code")))), None
    )
    return Document(metadata=Metadata(language=string_of(language)), cues=cues)


def _diarized(source: str, results: list[dict[str, Json]]) -> Iterator[Cue]:
    """Yield the sentences of the last result, where it repeats all words, with their speakers."""
    last = _best(results[-1]) if results else {}
    words = [_word(source, word) for word in items(last, "words")]
    told_before = any(
        w.speaker
        for r in results[:-1]
        for w in (_word(source, x) for x in items(_best(r), "words"))
    )
    if any(word.speaker for word in words) and not told_before:
        yield from cues_of_words(source, words)


def _result(source: str, result: dict[str, Json]) -> Iterator[Cue]:
    best = _best(result)
    text = text_of(source, best.get("transcript"))
    words = [word for item in items(best, "words") if (word := _word(source, item)).text]
    if words:
        yield from cues_of_text(source, text, words)
    elif text:
        yield cue_of_words(source, [Word(text, end_ms=ms_of(_first(result, _RESULT_ENDS)))])


def _best(result: dict[str, Json]) -> dict[str, Json]:
    return next(iter(items(result, "alternatives")), {})


def _word(source: str, word: dict[str, Json]) -> Word:
    tag = _first(word, _SPEAKERS)
    return Word(
        text_of(source, word.get("word")),
        ms_of(_first(word, _STARTS)),
        ms_of(_first(word, _ENDS)),
        name_of(tag) if tag else None,
    )


def _first(item: dict[str, Json], keys: tuple[str, ...]) -> Json:
    return next((item[key] for key in keys if key in item), None)
