"""An analysis as table rows, with ids that stay the same when a file is ingested again. Pure."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from ingest import textmap
from ingest.models import Analysis, Passage, Quote, Turn
from ingest.sentences import words
from ingest.speakers import INTERVIEWER

Row: TypeAlias = dict[str, object]
T = TypeVar("T")

_ID_BYTES = 6  # 48 bits: exact in JavaScript's numbers, and a million ids hardly ever meet


class TalkRows(NamedTuple):
    """Everything about one talk, by table, in the order in which it can be written."""

    talk: Row
    source: Row
    speakers: list[Row]
    aliases: list[Row]
    people: list[Row]
    talk_speakers: list[Row]
    chapters: list[Row]
    turns: list[Row]
    passages: list[Row]
    passage_turns: list[Row]
    topics: list[Row]
    talk_topics: list[Row]
    passage_topics: list[Row]
    entities: list[Row]
    passage_entities: list[Row]
    quotes: list[Row]
    summary: list[Row]
    backchannels: list[Row]


def id_of(*parts: object) -> int:
    """Return the id of a thing that is known by these parts."""
    joined = "\x1f".join(str(part) for part in parts)
    return int.from_bytes(hashlib.sha256(joined.encode()).digest()[:_ID_BYTES], "big")


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def talk_rows(
    analysis: Analysis, path: str, *, root: str, settings: str, ingested_at: str
) -> TalkRows:
    """Return a talk's rows.

    Args:
        analysis: The talk.
        path: The name by which the knowledge base knows it; its id depends on nothing else.
        root: The folder that was ingested.
        settings: How it was read, so that a change is noticed.
        ingested_at: ISO 8601, UTC.
    """
    talk_id = id_of("talk", path)
    speaker_ids = [
        speaker_id(s.name, named=s.named, talk_id=talk_id, show=analysis.metadata.show)
        for s in analysis.speakers
    ]
    chapter_ids = _ids("chapter", talk_id, [c.title for c in analysis.chapters])
    turn_ids = _ids("turn", talk_id, [t.text for t in analysis.turns])
    of_passages = passage_ids(talk_id, analysis.passages)
    return TalkRows(
        talk=_talk(analysis, talk_id, path),
        source=_source(analysis, talk_id, root, settings, ingested_at),
        speakers=[
            {"id": sid, "name": s.name, "named": int(s.named and s.name != INTERVIEWER)}
            for sid, s in zip(speaker_ids, analysis.speakers, strict=True)
        ],
        aliases=[
            {"speaker_id": sid, "talk_id": talk_id, "alias": alias}
            for sid, s in zip(speaker_ids, analysis.speakers, strict=True)
            for alias in s.aliases
        ],
        people=[
            {"talk_id": talk_id, "position": position, "name": p.name, "role": p.role}
            for position, p in enumerate(analysis.metadata.people)
        ],
        talk_speakers=_talk_speakers(analysis, talk_id, speaker_ids),
        chapters=[
            {
                "id": cid,
                "talk_id": talk_id,
                "position": position,
                "title": chapter.title,
                "start_char": chapter.start,
                "start_ms": chapter.start_ms,
                "origin": chapter.origin,
            }
            for position, (cid, chapter) in enumerate(
                zip(chapter_ids, analysis.chapters, strict=True)
            )
        ],
        turns=[
            _turn(turn, position, talk_id, turn_ids[position], speaker_ids, chapter_ids)
            for position, turn in enumerate(analysis.turns)
        ],
        passages=passage_rows(
            analysis.passages, of_passages, talk_id, turn_ids, speaker_ids, chapter_ids
        ),
        passage_turns=passage_turn_rows(analysis.passages, of_passages, turn_ids),
        topics=[
            {"id": id_of("topic", t.key), "key": t.key, "name": t.name} for t in analysis.topics
        ],
        talk_topics=[
            {
                "talk_id": talk_id,
                "topic_id": id_of("topic", t.key),
                "score": t.score,
                "mentions": len(t.mentions),
            }
            for t in analysis.topics
        ],
        passage_topics=[
            {"passage_id": of_passages[index], "topic_id": id_of("topic", t.key), "mentions": n}
            for t in analysis.topics
            for index, n in Counter(m.passage for m in t.mentions).items()
        ],
        entities=[
            {"id": id_of("entity", e.label, e.name), "name": e.name, "label": e.label}
            for e in analysis.entities
        ],
        passage_entities=[
            {
                "passage_id": of_passages[index],
                "entity_id": id_of("entity", e.label, e.name),
                "mentions": n,
            }
            for e in analysis.entities
            for index, n in Counter(m.passage for m in e.mentions).items()
        ],
        quotes=_quotes(analysis, talk_id, turn_ids, of_passages, speaker_ids),
        backchannels=_backchannels(analysis, turn_ids, speaker_ids),
        summary=_summary(analysis, talk_id, turn_ids, of_passages, speaker_ids, chapter_ids),
    )


def passage_ids(talk_id: int, passages: Sequence[Passage]) -> list[int]:
    """Return the ids of a talk's passages: of one that reads the same it is the same again."""
    return _ids("passage", talk_id, [passage.text for passage in passages])


def passage_rows(
    passages: Sequence[Passage],
    ids: Sequence[int],
    talk_id: int,
    turn_ids: Sequence[int],
    speaker_ids: Sequence[object],
    chapter_ids: Sequence[object],
) -> list[Row]:
    """Return the rows of a talk's passages; their positions go by where they stand in it."""
    order = sorted(range(len(passages)), key=lambda number: (passages[number].start, number))
    positions = {number: position for position, number in enumerate(order)}
    return [
        _passage(passage, positions[number], talk_id, pid, turn_ids, speaker_ids, chapter_ids)
        for number, (passage, pid) in enumerate(zip(passages, ids, strict=True))
    ]


def passage_turn_rows(
    passages: Sequence[Passage], ids: Sequence[int], turn_ids: Sequence[int]
) -> list[Row]:
    """Return which stretches of which turns the passages are made of."""
    return [
        {
            "passage_id": pid,
            "position": position,
            "turn_id": turn_ids[part.turn],
            "start": part.start,
            "end": part.end,
        }
        for pid, passage in zip(ids, passages, strict=True)
        for position, part in enumerate(passage.parts)
    ]


def quote_row(quote: Quote, source: str) -> Row:
    """Return what a quote's receipt holds: the words in both layers, where, when, and the hash."""
    return {
        "text": quote.text,
        "source_text": source[quote.start : quote.end],
        "start_char": quote.start,
        "end_char": quote.end,
        "start_ms": quote.start_ms,
        "end_ms": quote.end_ms,
        "edits": _json(textmap.source_edits(quote.segments)),
        "sha256": quote.sha256,
    }


def _ids(kind: str, talk_id: int, texts: Sequence[str]) -> list[int]:
    """Return an id a text: its own within the talk, and the how-manieth of its like it is."""
    seen: Counter[str] = Counter()
    out = []
    for text in texts:
        out.append(id_of(kind, talk_id, text, seen[text]))
        seen[text] += 1
    return out


def speaker_id(name: str, *, named: bool, talk_id: int, show: str | None) -> int:
    """Return a person's id: one for a full name, one a show for a first name, one a talk for a label."""
    if not named or name == INTERVIEWER:
        return id_of("speaker", talk_id, name)
    if len(name.split()) == 1:
        return id_of("speaker", show or talk_id, name.lower())
    return id_of("speaker", " ".join(name.lower().split()))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _talk(analysis: Analysis, talk_id: int, path: str) -> Row:
    metadata = analysis.metadata
    times = [a.ms for t in analysis.turns for a in t.anchors]
    times += [t.end_ms for t in analysis.turns if t.end_ms is not None]
    return {
        "id": talk_id,
        "path": path,
        "title": metadata.title or path,
        "kind": metadata.kind or "talk",
        "show": metadata.show,
        "date": metadata.date,
        "url": metadata.url,
        "media_url": metadata.media_url,
        "language": metadata.language,
        "description": metadata.description,
        "tags": _json(metadata.tags),
        "words": sum(words(turn.text) for turn in analysis.turns),
        "turns": len(analysis.turns),
        "passages": len(analysis.passages),
        "duration_ms": max(times, default=None),
    }


def _source(analysis: Analysis, talk_id: int, root: str, settings: str, ingested_at: str) -> Row:
    source = analysis.source
    return {
        "talk_id": talk_id,
        "root": root,
        "sha256": source.sha256,
        "settings": settings,
        "reader": source.reader,
        "encoding": source.encoding,
        "size": source.size,
        "text": source.text,
        "repairs": _json(source.repairs),
        "problems": _json([p.model_dump() for p in analysis.problems]),
        "ingested_at": ingested_at,
    }


def _talk_speakers(analysis: Analysis, talk_id: int, ids: Sequence[int]) -> list[Row]:
    turns: Counter[int] = Counter()
    spoken: Counter[int] = Counter()
    for turn in analysis.turns:
        if turn.speaker is not None:
            turns[turn.speaker] += 1
            spoken[turn.speaker] += words(turn.text)
    return [
        {
            "talk_id": talk_id,
            "speaker_id": sid,
            "position": position,
            "role": speaker.role,
            "attribution": speaker.attribution,
            "turns": turns[position],
            "words": spoken[position],
        }
        for position, (sid, speaker) in enumerate(zip(ids, analysis.speakers, strict=True))
    ]


def _at(ids: Sequence[T], index: int | None) -> T | None:
    return None if index is None else ids[index]


def _turn(
    turn: Turn,
    position: int,
    talk_id: int,
    turn_id: int,
    speaker_ids: Sequence[int],
    chapter_ids: Sequence[int],
) -> Row:
    return {
        "id": turn_id,
        "talk_id": talk_id,
        "position": position,
        "chapter_id": _at(chapter_ids, turn.chapter),
        "speaker_id": _at(speaker_ids, turn.speaker),
        "text": turn.text,
        "start_char": turn.start,
        "end_char": turn.end,
        "start_ms": turn.start_ms,
        "end_ms": turn.end_ms,
        "edits": _json(textmap.source_edits(turn.segments)),
        "marks": _json(turn.marks),
        "anchors": _json(turn.anchors),
    }


def _backchannels(
    analysis: Analysis, turn_ids: Sequence[int], speaker_ids: Sequence[int]
) -> list[Row]:
    return [
        {
            "turn_id": turn_id,
            "position": position,
            "at": said.at,
            "speaker_id": _at(speaker_ids, said.speaker),
            "speaker": None if said.speaker is None else analysis.speakers[said.speaker].name,
            "text": said.text,
            "start_char": said.start,
            "end_char": said.end,
            "start_ms": said.start_ms,
        }
        for turn_id, turn in zip(turn_ids, analysis.turns, strict=True)
        for position, said in enumerate(turn.backchannels)
    ]


def _passage(
    passage: Passage,
    position: int,
    talk_id: int,
    passage_id: int,
    turn_ids: Sequence[int],
    speaker_ids: Sequence[object],
    chapter_ids: Sequence[object],
) -> Row:
    return {
        "id": passage_id,
        "talk_id": talk_id,
        "position": position,
        "chapter_id": _at(chapter_ids, passage.chapter),
        "speaker_id": _at(speaker_ids, passage.speaker),
        "turn_id": turn_ids[passage.parts[0].turn],
        "text": passage.text,
        "words": words(passage.text),
        "start_char": passage.start,
        "end_char": passage.end,
        "start_ms": passage.start_ms,
        "end_ms": passage.end_ms,
        "sha256": text_hash(passage.text),
        "boilerplate": int(passage.boilerplate),
    }


def _quotes(
    analysis: Analysis,
    talk_id: int,
    turn_ids: Sequence[int],
    passage_ids: Sequence[int],
    speaker_ids: Sequence[int],
) -> list[Row]:
    ids = _ids("quote", talk_id, [quote.text for quote in analysis.quotes])
    return [
        {
            "id": qid,
            "talk_id": talk_id,
            "turn_id": turn_ids[quote.turn],
            "passage_id": _home(analysis.passages, passage_ids, quote),
            "speaker_id": _at(speaker_ids, quote.speaker),
            "said_by": quote.said_by,
            "kind": quote.kind,
            "score": quote.score,
            "reason": quote.reason,
            **quote_row(quote, analysis.source.text),
        }
        for qid, quote in zip(ids, analysis.quotes, strict=True)
    ]


def _summary(
    analysis: Analysis,
    talk_id: int,
    turn_ids: Sequence[int],
    passage_ids: Sequence[int],
    speaker_ids: Sequence[int],
    chapter_ids: Sequence[int],
) -> list[Row]:
    ids = _ids("summary", talk_id, [point.quote.text for point in analysis.summary])
    return [
        {
            "id": sid,
            "talk_id": talk_id,
            "chapter_id": _at(chapter_ids, point.chapter),
            "position": position,
            "turn_id": turn_ids[point.quote.turn],
            "passage_id": _home(analysis.passages, passage_ids, point.quote),
            "speaker_id": _at(speaker_ids, point.quote.speaker),
            "score": point.quote.score,
            **quote_row(point.quote, analysis.source.text),
        }
        for position, (sid, point) in enumerate(zip(ids, analysis.summary, strict=True))
    ]


def _home(passages: Iterable[Passage], ids: Sequence[int], quote: Quote) -> int | None:
    """Return the passage in which a quote begins."""
    for pid, passage in zip(ids, passages, strict=True):
        if passage.start <= quote.start < passage.end and any(
            part.turn == quote.turn for part in passage.parts
        ):
            return pid
    return None
