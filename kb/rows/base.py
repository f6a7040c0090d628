"""What rows are made with: ids that stay the same, hashes, and values for SQLite's columns."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from ingest.models import Analysis, Passage
from ingest.speakers import INTERVIEWER

Row: TypeAlias = dict[str, object]
T = TypeVar("T")

_ID_BYTES = 6  # 48 bits: exact in JavaScript's numbers, and a million ids hardly ever meet


class Ids(NamedTuple):
    """The ids of a talk and of its parts, in their order."""

    talk: int
    speakers: list[int]
    chapters: list[int]
    turns: list[int]
    passages: list[int]


def ids(analysis: Analysis, path: str) -> Ids:
    """Return the ids of a talk and of its parts; the talk's own depends on its path alone."""
    talk = id_of("talk", path)
    return Ids(
        talk=talk,
        speakers=[
            speaker_id(s.name, named=s.named, talk_id=talk, show=analysis.metadata.show)
            for s in analysis.speakers
        ],
        chapters=within("chapter", talk, [chapter.title for chapter in analysis.chapters]),
        turns=within("turn", talk, [turn.text for turn in analysis.turns]),
        passages=passage_ids(talk, analysis.passages),
    )


def id_of(*parts: object) -> int:
    """Return the id of a thing that is known by these parts."""
    joined = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(joined.encode()).digest()[:_ID_BYTES], "big")


def within(kind: str, talk_id: int, texts: Sequence[str]) -> list[int]:
    """Return an id a text: its own within the talk, and the how-manieth of its like it is."""
    seen: Counter[str] = Counter()
    out = []
    for text in texts:
        out.append(id_of(kind, talk_id, text, seen[text]))
        seen[text] += 1
    return out


def passage_ids(talk_id: int, passages: Sequence[Passage]) -> list[int]:
    """Return the ids of a talk's passages: of one that reads the same it is the same again."""
    return within("passage", talk_id, [passage.text for passage in passages])


def speaker_id(name: str, *, named: bool, talk_id: int, show: str | None) -> int:
    """Return a person's id: one for a full name, one a show for a first name, one a talk for a label."""
    if not named or name == INTERVIEWER:
        return id_of("speaker", talk_id, name)
    if len(name.split()) == 1:
        return id_of("speaker", show or talk_id, name.lower())
    return id_of("speaker", " ".join(name.lower().split()))


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_json(value: object) -> str:
    """Return a value as a column holds it that is neither text nor number."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def at(values: Sequence[T], index: int | None) -> T | None:
    """Return the value at an index, None where there is no index."""
    return None if index is None else values[index]
