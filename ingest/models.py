"""The records that flow from a file to an analysis: frozen, and holding data only.

Spans are half-open, in characters of the source text (the decoded file) unless a field says
otherwise. Times are integer milliseconds.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from ingest import textmap
from ingest.textmap import Text

Kind = Literal[
    "podcast", "interview", "meeting", "conversation", "talk", "post", "article", "notes"
]
# Kinds that somebody wrote: nothing in them is taken for a stumble of the tongue.
WRITTEN: frozenset[Kind] = frozenset({"post", "article", "notes"})
Role = Literal["host", "guest", "interviewer", "presenter", "author", "unknown"]
Attribution = Literal["stated", "mapped", "inferred", "unknown"]
CueKind = Literal["speech", "question", "heading", "event"]
MarkKind = Literal["invention", "boilerplate", "caption", "event"]


class Record(BaseModel):
    """Base of all records."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchor(NamedTuple):
    """The character of the source at `char` is spoken at `ms`."""

    char: int
    ms: int


class Mark(NamedTuple):
    """A stretch `[start, end)` of a turn's clean text that is kept but is not talk.

    Marked text stays readable and is left out of passages, topics and quotes.
    """

    start: int
    end: int
    kind: MarkKind
    rule: str


class Backchannel(NamedTuple):
    """What a listener says into somebody else's turn, which goes on ("Mm-hmm.").

    Args:
        at: The character of the turn's clean text before which it is said.
        speaker: Index into the analysis' speakers; None where nobody is named.
        text: As the source has it at `[start, end)`, without the file's markup.
    """

    at: int
    speaker: int | None
    text: str
    start: int
    end: int
    start_ms: int | None = None


class Person(Record):
    """Somebody whom a file's metadata names."""

    name: str
    role: Role = "unknown"
    aliases: tuple[str, ...] = ()


class Metadata(Record):
    """What a file, or the sidecar beside it, says about its talk. None: it does not say."""

    title: str | None = None
    show: str | None = None
    kind: Kind | None = None
    date: str | None = None  # ISO 8601: 2017, 2017-04 or 2017-04-28
    people: tuple[Person, ...] = ()
    url: str | None = None
    media_url: str | None = None
    language: str | None = None
    description: str | None = None
    tags: tuple[str, ...] = ()


class Cue(Record):
    """One piece of talk as a file has it: a caption, a tagged paragraph, a heading.

    Args:
        text: The words, with the file's markup already taken off (and recorded) by the reader.
        speaker: The label that the file gives; None where it gives none.
        kind: `question` is a question by somebody the file does not name; `event` is a sound.
        level: A heading's depth, from 1.
        paragraph: Whether the file begins a paragraph here.
        mark: Set where the reader knows that this is no talk (a picture's caption, code).
    """

    text: Text
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    kind: CueKind = "speech"
    level: int = 0
    paragraph: bool = False
    mark: MarkKind | None = None


class Problem(Record):
    """Something in a file that was not as it should be, and that reading went on after."""

    message: str
    line: int | None = None


class Document(Record):
    """What a reader makes of a file: its cues in order, and what it says about itself."""

    metadata: Metadata = Metadata()
    cues: tuple[Cue, ...] = ()
    problems: tuple[Problem, ...] = ()


class Source(Record):
    """The file itself: its decoded text is what all spans count in.

    Args:
        path: Below the folder that was ingested, with forward slashes.
        sha256: Of the file's bytes, in hexadecimal.
        repairs: What decoding had to mend, one sentence each.
    """

    path: str
    sha256: str
    encoding: str
    reader: str
    text: str
    size: int
    repairs: tuple[str, ...] = ()


class Speaker(Record):
    """A person in one talk. `named` is False for labels that name nobody ("Speaker 1")."""

    name: str
    role: Role = "unknown"
    named: bool = True
    attribution: Attribution = "stated"
    aliases: tuple[str, ...] = ()


class Turn(Record):
    """Uninterrupted speech by one speaker, or one section of a post.

    Args:
        speaker: Index into the analysis' speakers; None where nobody is named.
        chapter: Index into the analysis' chapters.
        segments: Both layers of text, see `ingest.textmap`.
        anchors: Where in the source which time is reached, in order.
        marks: Stretches of the clean text that are not talk.
        backchannels: What others say into it, in order; no part of its text.
    """

    speaker: int | None
    segments: Text
    chapter: int | None = None
    anchors: tuple[Anchor, ...] = ()
    end_ms: int | None = None
    marks: tuple[Mark, ...] = ()
    backchannels: tuple[Backchannel, ...] = ()

    @cached_property
    def text(self) -> str:
        """The clean layer."""
        return textmap.plain(self.segments)

    @property
    def start(self) -> int:
        """First character in the source."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Character in the source after the last."""
        return self.segments[-1].end

    @property
    def start_ms(self) -> int | None:
        """When it begins, where the file has times."""
        return self.anchors[0].ms if self.anchors else None


class Chapter(Record):
    """A titled stretch of a talk.

    Args:
        origin: `heading`: the talk's file has it; `listed`: a list of chapters beside the file
            has it; `computed`: it was found.
    """

    title: str
    start: int
    start_ms: int | None = None
    origin: Literal["heading", "listed", "computed"] = "heading"


class Part(NamedTuple):
    """A passage's share of a turn: `[start, end)` of the turn's clean text."""

    turn: int
    start: int
    end: int


class Passage(Record):
    """The unit of retrieval: whole sentences inside one chapter.

    Args:
        parts: The stretches of turns that it is made of, in order.
        speaker: Whose words most of it is.
        text: The parts' clean text, a line each.
        boilerplate: Whether it is no talk but an advertisement, an intro, a notice: found only
            by those who ask for such, and about no topic.
    """

    parts: tuple[Part, ...]
    speaker: int | None
    chapter: int | None
    text: str
    start: int
    end: int
    start_ms: int | None = None
    end_ms: int | None = None
    boilerplate: bool = False


class Mention(NamedTuple):
    """A topic or entity at `[start, end)` of a passage's text."""

    passage: int
    start: int
    end: int


class Topic(Record):
    """A key phrase of one talk; `key` is the form by which talks share it."""

    key: str
    name: str
    score: float
    mentions: tuple[Mention, ...]


class Entity(Record):
    """A name that the language pipeline recognised, with its label (PERSON, ORG, ...)."""

    name: str
    label: str
    mentions: tuple[Mention, ...]


class Saying(NamedTuple):
    """A sentence, `[start, end)` of a turn's clean text, and what it is worth within its talk."""

    turn: int
    start: int
    end: int
    worth: float


class Quote(Record):
    """A span worth keeping, in its speaker's words, with what proves it.

    Args:
        turn: Index of the turn it is part of.
        speaker: Whose words; for reported speech this may differ from the turn's.
        said_by: The name a post gives to reported speech, where it is no speaker of the talk.
        segments: Both layers.
        score: 0 to 1, comparable within a talk.
        sha256: Of the clean text in UTF-8: the quote's hash.
    """

    turn: int
    speaker: int | None
    segments: Text
    start_ms: int | None = None
    end_ms: int | None = None
    score: float = Field(ge=0, le=1)
    reason: str = ""
    kind: Literal["spoken", "reported"] = "spoken"
    said_by: str | None = None
    sha256: str

    @cached_property
    def text(self) -> str:
        """The clean layer."""
        return textmap.plain(self.segments)

    @property
    def start(self) -> int:
        """First character in the source."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Character in the source after the last."""
        return self.segments[-1].end


class Beside(Record):
    """What lies beside a talk's file and says more about it.

    Args:
        fills: Holds where the file does not say it.
        overrides: Holds whatever the file says.
        chapters: Where they begin; they hold where the file has no headings of its own.
    """

    fills: Metadata = Metadata()
    overrides: Metadata = Metadata()
    chapters: tuple[Chapter, ...] = ()


class Reading(Record):
    """A file as its reader has it, and nothing made of it yet."""

    source: Source
    document: Document


class Point(Record):
    """A sentence of a summary, in its speaker's words, with what proves it.

    Args:
        chapter: Index of the chapter that it stands for; None where it stands for the talk.
    """

    chapter: int | None
    quote: Quote


class Talk(Record):
    """What reading and cleaning make of a file: who says what, before anything is found in it."""

    source: Source
    metadata: Metadata
    speakers: tuple[Speaker, ...]
    chapters: tuple[Chapter, ...]
    turns: tuple[Turn, ...]
    problems: tuple[Problem, ...] = ()


class Analysis(Talk):
    """Everything that is known about one talk; `kb.store` keeps it whole."""

    passages: tuple[Passage, ...]
    topics: tuple[Topic, ...]
    entities: tuple[Entity, ...]
    quotes: tuple[Quote, ...] = ()
    sayings: tuple[Saying, ...] = ()
    summary: tuple[Point, ...] = ()
