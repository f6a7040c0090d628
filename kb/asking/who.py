"""Who talks about something: the speakers of the passages that answer a question best."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from kb.hits import Hit

POOL = 100  # hits that are looked at
BEST = 3  # passages that are shown of each speaker


class Person(BaseModel):
    """A speaker who talks about what was asked.

    Args:
        share: Of all that was found, weighed by how likely each passage is right, 0 to 1.
        passages: How many passages of theirs were found.
        talks: In how many talks.
        best: Their best passages, best first.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    speaker_id: int
    speaker: str
    share: float
    passages: int
    talks: int
    best: tuple[Hit, ...]


def talk_about(hits: Sequence[Hit], limit: int | None = None) -> list[Person]:
    """Return the speakers of hits, by how much of what was found is theirs.

    A speaker is worth what their passages are worth together, each weighed by the score that the
    search gave it: the document model of expert finding (Balog, Azzopardi and de Rijke, "Formal
    models for expert finding in enterprise corpora", SIGIR 2006, model 2), with the chance that a
    passage is right for its likelihood. So one passage that answers counts more than ten that
    mention a word, and who talks most does not win by talking.

    Args:
        hits: What a search found, best first.
        limit: How many speakers; None for all.
    """
    by_speaker: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        if hit.speaker_id is not None and hit.speaker is not None:
            by_speaker[hit.speaker_id].append(hit)
    total = sum(hit.score for hit in hits) or 1.0
    found = [
        Person(
            speaker_id=speaker_id,
            speaker=str(said[0].speaker),
            share=round(sum(hit.score for hit in said) / total, 4),
            passages=len(said),
            talks=len({hit.talk_id for hit in said}),
            best=tuple(said[:BEST]),
        )
        for speaker_id, said in by_speaker.items()
    ]
    return sorted(found, key=lambda person: (-person.share, person.speaker))[:limit]
