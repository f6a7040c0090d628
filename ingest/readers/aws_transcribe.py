"""Amazon Transcribe's JSON: items with times as strings, speakers beside them.

https://docs.aws.amazon.com/transcribe/latest/dg/how-input.html
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.models import Document, Metadata
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


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for results with transcripts, 0.6 for a job that is cut off before them."""
    results = record(head, "results")
    if "transcript" in record(head, "results", "transcripts") and "channels" not in results:
        return 0.95
    if {"alternatives", "type"} <= record(head, "results", "items").keys():
        return 0.95
    return 0.6 if cut_off(head, "jobName", "accountId") else 0.0


@reader("aws-transcribe", about="Amazon Transcribe's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, with speakers as "spk_0".

    Raises:
        ReadError: It is no valid JSON, or nothing was recognised.
    """
    data = load_object(text)
    results = data.get("results")
    words = list(_words(text, items(results, "items"), _labels(results)))
    whole = next((text_of(text, t.get("transcript")) for t in items(results, "transcripts")), ())
    cues = tuple(cues_of_text(text, whole, words))
    if not cues and whole:
        cues = (cue_of_words(text, [Word(whole)]),)
    if not cues:
        message = "there are no recognised words in this Amazon Transcribe JSON"
        raise ReadError(message)
    language = results.get("language_code") if isinstance(results, dict) else None
    return Document(metadata=Metadata(language=string_of(language)), cues=cues)


def _labels(results: Json) -> dict[str, str | None]:
    """Return who speaks by start time, as older files say it, apart from the items."""
    segments = items(results, "speaker_labels", "segments")
    return {
        item["start_time"]: name_of(item.get("speaker_label", segment.get("speaker_label")))
        for segment in segments
        for item in items(segment, "items")
        if isinstance(item.get("start_time"), str)
    }


def _words(
    source: str, found: list[dict[str, Json]], labels: dict[str, str | None]
) -> Iterator[Word]:
    speaker: str | None = None
    for item in found:
        best = next(iter(items(item, "alternatives")), {})
        text = text_of(source, best.get("content"))
        mark = item.get("type") == "punctuation"
        start = item.get("start_time")
        if not mark:
            speaker = name_of(item.get("speaker_label")) or (
                labels.get(start) if isinstance(start, str) else None
            )
        yield Word(text, ms_of(start), ms_of(item.get("end_time")), speaker, "" if mark else " ")
