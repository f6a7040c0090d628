"""Podcasting 2.0 JSON: segments with a speaker, times in seconds, and a body."""

from __future__ import annotations

import json
from collections.abc import Iterator

from ingest.models import Talk
from ingest.writers import voices
from ingest.writers.base import writer
from ingest.writers.captions import captions, has_times
from ingest.writers.paragraphs import paragraphs

_WIDTH = 84

Segment = dict[str, str | float]


@writer("podcast-json", about="Podcasting 2.0 JSON transcript", suffix=".json")
def write(talk: Talk) -> str:
    """Return the talk as JSON; without times, where it has none, in segments of a paragraph."""
    found = list(_timed(talk) if has_times(talk) else _untimed(talk))
    if any("speaker" in segment for segment, event in found if not event):
        for segment, event in found:
            if not event:  # a segment without a name would go on with the one before it
                segment.setdefault("speaker", voices.UNKNOWN)
    segments = [
        {key: segment[key] for key in ("speaker", "startTime", "endTime", "body") if key in segment}
        for segment, _ in found
    ]
    out = {"version": "1.0.0", "segments": segments}
    return json.dumps(out, ensure_ascii=False, indent=2) + "\n"


def _timed(talk: Talk) -> Iterator[tuple[Segment, bool]]:
    for caption in captions(talk, _WIDTH):
        segment: Segment = {
            "startTime": caption.start_ms / 1000,
            "endTime": caption.end_ms / 1000,
            "body": caption.text,
        }
        if caption.label is not None:
            segment["speaker"] = caption.label
        yield segment, caption.event


def _untimed(talk: Talk) -> Iterator[tuple[Segment, bool]]:
    for turn, label in zip(talk.turns, voices.labels(talk), strict=True):
        for paragraph in paragraphs(turn.text):
            segment: Segment = {"body": paragraph}
            if label is not None:
                segment["speaker"] = label
            yield segment, voices.is_event(turn)
