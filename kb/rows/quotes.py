"""Rows of sentences that are kept with a receipt: quotes, and those of a talk's summary."""

from __future__ import annotations

from ingest import textmap
from ingest.models import Analysis, Quote
from kb.rows.base import Ids, Row, as_json, at, within


def quotes(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row a quote."""
    own = within("quote", ids.talk, [quote.text for quote in analysis.quotes])
    return [
        {
            "id": quote_id,
            **_place(analysis, ids, quote),
            "said_by": quote.said_by,
            "kind": quote.kind,
            "score": quote.score,
            "reason": quote.reason,
            **_receipt(quote, analysis.source.text),
        }
        for quote_id, quote in zip(own, analysis.quotes, strict=True)
    ]


def summary(analysis: Analysis, ids: Ids) -> list[Row]:
    """Return a row for each sentence that stands for the talk or a chapter."""
    own = within("summary", ids.talk, [point.quote.text for point in analysis.summary])
    return [
        {
            "id": sentence_id,
            "chapter_id": at(ids.chapters, point.chapter),
            "position": position,
            **_place(analysis, ids, point.quote),
            "score": point.quote.score,
            **_receipt(point.quote, analysis.source.text),
        }
        for position, (sentence_id, point) in enumerate(zip(own, analysis.summary, strict=True))
    ]


def _place(analysis: Analysis, ids: Ids, quote: Quote) -> Row:
    """Return where in the tables a quote belongs."""
    return {
        "talk_id": ids.talk,
        "turn_id": ids.turns[quote.turn],
        "passage_id": _home(analysis, ids, quote),
        "speaker_id": at(ids.speakers, quote.speaker),
    }


def _home(analysis: Analysis, ids: Ids, quote: Quote) -> int | None:
    """Return the passage in which a quote begins."""
    for passage_id, passage in zip(ids.passages, analysis.passages, strict=True):
        if passage.start <= quote.start < passage.end and any(
            part.turn == quote.turn for part in passage.parts
        ):
            return passage_id
    return None


def _receipt(quote: Quote, source: str) -> Row:
    """Return what a quote's receipt holds: the words in both layers, where, when, and the hash."""
    return {
        "text": quote.text,
        "source_text": source[quote.start : quote.end],
        "start_char": quote.start,
        "end_char": quote.end,
        "start_ms": quote.start_ms,
        "end_ms": quote.end_ms,
        "edits": as_json(textmap.source_edits(quote.segments)),
        "sha256": quote.sha256,
    }
