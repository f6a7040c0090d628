"""Rev.ai's JSON: monologues of elements, whose white space is elements too.

https://docs.rev.ai/api/asynchronous/get-transcript-by-id
"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.errors import ReadError
from ingest.models import Cue, Document
from ingest.readers.base import reader
from ingest.readers.parts.outline import cut_off, record
from ingest.readers.parts.positions import Json, items, load_object, ms_of, name_of, text_of
from ingest.readers.parts.words import Word, cues_of_words


def sniff(head: str, _name: str) -> float:
    """Return 0.95 for monologues with elements."""
    if {"type", "value"} <= record(head, "monologues", "elements").keys():
        return 0.95
    return 0.5 if cut_off(head, "monologues") or cut_off(head, "speakers", "monologues") else 0.0


@reader("revai", about="Rev.ai's JSON", suffixes=(".json",), sniff=sniff)
def read(text: str) -> Document:
    """Return the sentences of the monologues.

    Raises:
        ReadError: It is no valid JSON, or there are no words in it.
    """
    data = load_object(text)
    names = {
        speaker.get("id"): name_of(speaker.get("name"))
        for speaker in items(data, "speakers")
        if _is_id(speaker.get("id"))
    }
    cues: list[Cue] = []
    for monologue in items(data, "monologues"):
        number = monologue.get("speaker")
        speaker = (names.get(number) if _is_id(number) else None) or name_of(number)
        cues.extend(cues_of_words(text, _words(text, monologue, speaker)))
    if not cues:
        message = "there are no words in this Rev.ai JSON"
        raise ReadError(message)
    return Document(cues=tuple(cues))


def _is_id(value: Json) -> bool:
    return isinstance(value, (int, str))


def _words(source: str, monologue: dict[str, Json], speaker: str | None) -> Iterator[Word]:
    """Yield the elements; those of white space alone become the next one's glue."""
    glue = ""
    for element in items(monologue, "elements"):
        value = element.get("value")
        text = text_of(source, value)
        blank_before = isinstance(value, str) and value[:1].isspace()
        if text:
            glue = " " if blank_before else glue
            yield Word(text, ms_of(element.get("ts")), ms_of(element.get("end_ts")), speaker, glue)
        blank_after = isinstance(value, str) and value[-1:].isspace()
        glue = " " if blank_after or (not text and glue) else ""
