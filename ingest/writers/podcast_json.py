"""Podcasting 2.0 JSON: segments with a speaker, times in seconds, and a body."""

from __future__ import annotations

import json
from itertools import groupby

from ingest.models import Talk
from ingest.writers import voices
from ingest.writers.base import writer
from ingest.writers.captions import captions, has_times, packed

_WIDTH = 84
_UNTIMED_WIDTH = 400

Segment = dict[str, str | float | None]


@writer("podcast-json", about="Podcasting 2.0 JSON transcript", suffix=".json")
def write(talk: Talk) -> str:
    """Return the talk as JSON; where it has no times, every `startTime` is null."""
    segments = _timed(talk) if has_times(talk) else _untimed(talk)
    return (
        json.dumps({"version": "1.0.0", "segments": segments}, ensure_ascii=False, indent=2) + "\n"
    )


def _timed(talk: Talk) -> list[Segment]:
    found = captions(talk, _WIDTH)
    named = voices.filled(caption.label for caption in found if not caption.event)
    return [
        _segment(
            caption.label if caption.event else next(named),
            caption.text,
            caption.start_ms / 1000,
            caption.end_ms / 1000,
        )
        for caption in found
    ]


def _untimed(talk: Talk) -> list[Segment]:
    said = voices.said(talk)
    out: list[Segment] = []
    for label, group in groupby(said, key=lambda spoken: spoken.label):
        words = (word for spoken in group for word in spoken.turn.text.split())
        lines = packed(((0, word) for word in words), _UNTIMED_WIDTH)
        out.extend(_segment(label, line, None, None) for _, line in lines)
    return out


def _segment(label: str | None, body: str, start: float | None, end: float | None) -> Segment:
    segment: Segment = {} if label is None else {"speaker": label}
    segment["startTime"] = start
    if end is not None:
        segment["endTime"] = end
    return segment | {"body": body}
