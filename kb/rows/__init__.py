"""An analysis as table rows, with ids that stay the same when a file is ingested again. Pure."""

from __future__ import annotations

from typing import NamedTuple

from ingest.models import Analysis
from kb.rows import people, quotes, subjects, talks, turns
from kb.rows.base import Row, id_of, ids, passage_ids, speaker_id, text_hash
from kb.rows.passages import passage_rows, passage_turn_rows

__all__ = [
    "Row",
    "TalkRows",
    "id_of",
    "passage_ids",
    "passage_rows",
    "passage_turn_rows",
    "speaker_id",
    "talk_rows",
    "text_hash",
]


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
    own = ids(analysis, path)
    cut = analysis.passages
    return TalkRows(
        talk=talks.talk(analysis, own.talk, path),
        source=talks.source(analysis, own.talk, root, settings, ingested_at),
        speakers=people.speakers(analysis, own),
        aliases=people.aliases(analysis, own),
        people=people.named(analysis, own),
        talk_speakers=people.talk_speakers(analysis, own),
        chapters=talks.chapters(analysis, own),
        turns=turns.turns(analysis, own),
        passages=passage_rows(cut, own.passages, own.talk, own.turns, own.speakers, own.chapters),
        passage_turns=passage_turn_rows(cut, own.passages, own.turns),
        topics=subjects.topics(analysis),
        talk_topics=subjects.talk_topics(analysis, own),
        passage_topics=subjects.passage_topics(analysis, own),
        entities=subjects.entities(analysis),
        passage_entities=subjects.passage_entities(analysis, own),
        quotes=quotes.quotes(analysis, own),
        summary=quotes.summary(analysis, own),
        backchannels=turns.backchannels(analysis, own),
    )
