"""What the checks look at: a talk, and all talks together, as read from the database."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ingest.models import WRITTEN, Anchor, Mark
from ingest.sentences import words
from ingest.textmap import Edit
from kb.doctor import timeline
from kb.duplicates import Sketch


@dataclass(frozen=True)
class TurnFacts:
    """A turn; `speaker_id` is None where the file names nobody."""

    speaker_id: int | None
    text: str
    start_char: int
    end_char: int
    end_ms: int | None
    anchors: tuple[Anchor, ...]
    marks: tuple[Mark, ...]

    @cached_property
    def words(self) -> int:
        """How many words it has."""
        return words(self.text)


class SpeakerFacts(NamedTuple):
    """Somebody in a talk; `named` is False for a label that names nobody."""

    id: int
    name: str
    named: bool


class ProblemFacts(NamedTuple):
    """What reading noted in a file."""

    message: str
    line: int | None


@dataclass(frozen=True)
class TalkFacts:
    """A talk, as its checks see it.

    Args:
        unreadable: Characters of its source that could not be decoded.
        vectors: Passages that have one.
    """

    path: str
    title: str
    kind: str
    date: str | None
    url: str | None
    root: str
    reader: str
    repairs: tuple[str, ...]
    problems: tuple[ProblemFacts, ...]
    unreadable: int
    speakers: tuple[SpeakerFacts, ...]
    turns: tuple[TurnFacts, ...]
    passages: int
    vectors: int
    sketch: Sketch

    @cached_property
    def words(self) -> int:
        """How many words its turns have."""
        return sum(turn.words for turn in self.turns)

    @property
    def written(self) -> bool:
        """Whether it was written rather than spoken."""
        return self.kind in WRITTEN

    @property
    def timed(self) -> bool:
        """Whether the file gives any time."""
        return any(turn.anchors for turn in self.turns)

    @cached_property
    def pieces(self) -> list[timeline.Piece]:
        """Its words by the times that are reached in them."""
        return timeline.pieces(self.turns)

    @cached_property
    def stretches(self) -> list[timeline.Stretch]:
        """Its words from each time to the next."""
        return timeline.stretches(self.pieces)

    @property
    def duration_ms(self) -> int:
        """The last time that it reaches; 0 where it has none."""
        return max((stretch.end_ms for stretch in self.stretches), default=0)

    @cached_property
    def gaps(self) -> list[timeline.Stretch]:
        """Where over a minute passes without words."""
        return timeline.gaps(self.stretches)

    @property
    def silent_ms(self) -> int:
        """How much of its time is in gaps."""
        return sum(gap.silence_ms for gap in self.gaps)


class SketchedTalk(NamedTuple):
    """A talk's text, for comparing it with others'."""

    path: str
    sketch: Sketch


class CollectedFacts(NamedTuple):
    """A collected quote and the source it was taken from; None where that talk is gone."""

    id: int
    collection: str
    talk: str
    text: str
    source_text: str
    start_char: int
    end_char: int
    edits: tuple[Edit, ...]
    sha256: str
    source: str | None


class UnreadFacts(NamedTuple):
    """A file that no talk was made of; see `kb.filing.Skipped`."""

    path: str
    failed: bool
    reason: str
    line: int | None


class RestingFacts(NamedTuple):
    """A decision about a voice whose words are, in the talk's file as it is now, another's."""

    talk: str
    name: str
    person: str


@dataclass(frozen=True)
class ArchiveFacts:
    """All talks together, as the checks across them see them."""

    talks: tuple[SketchedTalk, ...]
    collected: tuple[CollectedFacts, ...]
    unread: tuple[UnreadFacts, ...] = ()
    resting: tuple[RestingFacts, ...] = ()
