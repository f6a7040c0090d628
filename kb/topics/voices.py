"""Who talks about what: the speakers of a topic, and the topics of a speaker, with shares."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

_VOICES = """
    with about as (
        select passages.speaker_id, count(*) as passages, count(distinct talk_id) as talks
        from passage_topics join passages on passages.id = passage_id
        where topic_id = :id group by speaker_id
    )
    select speakers.id, speakers.name, about.passages, about.talks,
        1.0 * about.passages / (select sum(passages) from about) as share,
        1.0 * about.passages
            / (select count(*) from passages where speaker_id = speakers.id) as of_own
    from about join speakers on speakers.id = about.speaker_id
    order by about.passages desc, speakers.name limit :most
"""
# What somebody says often, and the others seldom, is most theirs.
_SUBJECTS = """
    with own as (
        select topic_id, count(*) as passages, count(distinct talk_id) as talks
        from passages join passage_topics on passage_id = passages.id
        where speaker_id = :id group by topic_id
    ),
    said as (select count(*) as passages from passages where speaker_id = :id)
    select topics.id, topics.name, own.passages, own.talks,
        1.0 * own.passages / (select passages from said) as of_own,
        1.0 * own.passages
            / (select count(*) from passage_topics where topic_id = topics.id) as share
    from own join topics on topics.id = own.topic_id
    order by own.passages * share desc, own.passages desc, topics.name
    limit :most
"""


class Voice(NamedTuple):
    """Somebody who talks about a topic.

    Args:
        passages: In how many passages.
        talks: In how many talks.
        share: Of all passages about the topic, 0 to 1.
        of_own: Of all that this person says, 0 to 1.
    """

    id: int
    name: str
    passages: int
    talks: int
    share: float
    of_own: float


class SpokenOf(NamedTuple):
    """A topic of somebody's; the fields are those of `Voice`."""

    id: int
    name: str
    passages: int
    talks: int
    of_own: float
    share: float


def voices(db: Database, topic_id: int, most: int = 20) -> tuple[Voice, ...]:
    """Return who talks about a topic, those with most of it first."""
    return tuple(Voice(**row) for row in db.query(_VOICES, {"id": topic_id, "most": most}))


def subjects(db: Database, speaker_id: int, most: int = 20) -> tuple[SpokenOf, ...]:
    """Return what somebody talks about, what is most theirs first."""
    values = {"id": speaker_id, "most": most}
    return tuple(SpokenOf(**row) for row in db.query(_SUBJECTS, values))
