"""Speechmatics' JSON (json-v2): words and punctuation marks, one after the other.

https://docs.speechmatics.com/speech-to-text/batch/output
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
from ingest.readers.parts.words import Word, cues_of_words

_UNKNOWN = "UU"


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for results that are words with alternatives and times."""
    first = record(head, "results")
    if {"alternatives", "start_time", "type"} <= first.keys() and "content" in record(
        head, "results", "alternatives"
    ):
        return 0.95
    return 0.6 if cut_off(head, "format", "job") else 0.0


@reader("speechmatics", about="Speechmatics' JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences, with speakers as "S1"; "UU", nobody known, is no speaker.

    Raises:
        ReadError: It is no valid JSON, or there are no words in it.
    """
    data = load_object(text)
    metadata = data.get("metadata")
    cues = tuple(cues_of_words(text, _words(text, items(data, "results"), _space(metadata))))
    if not cues:
        message = "there are no words in this Speechmatics JSON"
        raise ReadError(message)
    config = metadata.get("transcription_config") if isinstance(metadata, dict) else None
    language = config.get("language") if isinstance(config, dict) else None
    return Document(metadata=Metadata(language=string_of(language)), cues=cues)


def _space(metadata: Json) -> str:
    """Return what stands between words: nothing in Chinese, a space nearly everywhere."""
    pack = metadata.get("language_pack_info") if isinstance(metadata, dict) else None
    delimiter = pack.get("word_delimiter") if isinstance(pack, dict) else None
    return "" if delimiter == "" else " "


def _words(source: str, results: list[dict[str, Json]], space: str) -> Iterator[Word]:
    attached = False
    speaker: str | None = None
    for result in results:
        best = next(iter(items(result, "alternatives")), {})
        text = text_of(source, best.get("content"))
        if not text:
            continue
        before = attached or result.get("attaches_to") in ("previous", "both")
        named = best.get("speaker", result.get("speaker"))
        if not before or named is not None:
            speaker = None if named == _UNKNOWN else name_of(named)
        glue = "" if before else space
        yield Word(
            text, ms_of(result.get("start_time")), ms_of(result.get("end_time")), speaker, glue
        )
        attached = result.get("attaches_to") in ("next", "both")
