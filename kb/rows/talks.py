"""Rows of a talk itself, of the file it was read from, and of its chapters."""

from __future__ import annotations

from ingest.models import Analysis
from ingest.sentences import words
from kb.rows.base import Ids, Row, as_json


def talk(analysis: Analysis, talk_id: int, path: str) -> Row:
    """Return the talk's row."""
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
        "tags": as_json(metadata.tags),
        "words": sum(words(turn.text) for turn in analysis.turns),
        "turns": len(analysis.turns),
        "passages": len(analysis.passages),
        "duration_ms": max(times, default=None),
    }


def source(analysis: Analysis, talk_id: int, root: str, settings: str, ingested_at: str) -> Row:
    """Return the row of the file that the talk was read from."""
    own = analysis.source
    return {
        "talk_id": talk_id,
        "root": root,
        "sha256": own.sha256,
        "settings": settings,
        "reader": own.reader,
        "encoding": own.encoding,
        "size": own.size,
        "text": own.text,
        "repairs": as_json(own.repairs),
        "problems": as_json([problem.model_dump() for problem in analysis.problems]),
        "ingested_at": ingested_at,
    }


def chapters(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row a chapter."""
    return [
        {
            "id": chapter_id,
            "talk_id": ids.talk,
            "position": position,
            "title": chapter.title,
            "start_char": chapter.start,
            "start_ms": chapter.start_ms,
            "origin": chapter.origin,
        }
        for position, (chapter_id, chapter) in enumerate(
            zip(ids.chapters, analysis.chapters, strict=True)
        )
    ]
