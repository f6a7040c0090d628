"""The reading page of a talk: who says what, in both layers of text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from datasette import Forbidden, Response
from sqlite_utils import Database

from kb import lexical, summaries
from kb.exports import chapters as chapters_file
from kb.exports import summary as summary_file
from kb.summaries import Portrait, Summary
from kb.web import args, render
from kb.web.queries import reading
from kb.web.queries.reading import Chapter, FileOf, Placed, Source, Talk, TopicOf, Turn, Voice
from kb.web.render import Change, Chunk, Heard, Span
from kb.web.site import Site, found


class TurnShown(NamedTuple):
    """A turn for reading: paragraphs of its clean text, or its source with the changes."""

    id: int
    chapter: Chapter | None  # where one begins with this turn
    voice: Voice | None
    first: bool  # whether the speaker has not spoken before
    start_ms: int | None
    paragraphs: list[list[Chunk]]
    changes: list[Change]


class Page(NamedTuple):
    """What the reading page shows."""

    talk: Talk
    source: Source | None
    files: tuple[FileOf, ...]
    voices: tuple[Voice, ...]
    chapters: tuple[Chapter, ...]
    topics: tuple[TopicOf, ...]
    summary: Summary
    people: dict[int, Portrait]
    turns: list[TurnShown]
    quotes: int


async def talk(site: Site) -> Response:
    """The page at /-/kb/talk/ID; ?source=1 shows the source's own words, ?q= marks some."""
    words = args.text(site.request, "q", 200)
    as_source = site.sources and site.request.args.get("source") == "1"
    load = partial(
        _load,
        talk_id=args.place(site.request),
        as_source=as_source,
        words=lexical.keywords(words) if words else [],
        quotes=site.quotes,
        files=site.sources,
    )
    return await site.page("talk", page=await site.read(load), as_source=as_source, words=words)


async def chapters_json(site: Site) -> Response:
    """A talk's chapters as a file for podcast players."""
    talk_id = str(args.place(site.request))
    body = await site.read(partial(chapters_file.chapters_json, talk=talk_id))
    return _file(body, f"{talk_id}{chapters_file.SUFFIX}", chapters_file.MEDIA_TYPE)


async def summary_markdown(site: Site) -> Response:
    """A talk's summary as a file, each sentence with its receipt; for who may see sources."""
    if not site.sources or not site.quotes:
        message = "You may not see sources and quotes."
        raise Forbidden(message)
    talk_id = str(args.place(site.request))
    body = await site.read(partial(summary_file.summary_markdown, talk=talk_id))
    return _file(body, f"{talk_id}.md", "text/markdown")


def _file(body: str, name: str, media_type: str) -> Response:
    return Response(
        body,
        content_type=f"{media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _load(
    db: Database,
    *,
    talk_id: int,
    as_source: bool,
    words: Sequence[str],
    quotes: bool,
    files: bool,
) -> Page:
    own = found(reading.talk(db, talk_id), "talk")
    source = found(reading.source(db, talk_id), "talk")
    voices = reading.voices(db, talk_id)
    chapters = reading.chapters(db, talk_id)
    turns = reading.turns(db, talk_id)
    placed = reading.quotes(db, talk_id) if quotes and not as_source else ()
    reader = _Reader(
        source.text,
        as_source,
        words,
        _by_turn(placed),
        _anchors(db, talk_id),
        _aside(db, talk_id),
        _heard(db, talk_id),
    )
    by_speaker = {voice.id: voice for voice in voices}
    begun = _beginnings(turns, {chapter.id: chapter for chapter in chapters})
    first = {turn.speaker_id: turn.id for turn in reversed(turns)}
    return Page(
        talk=own,
        source=source,
        files=reading.files(db, talk_id) if files else (),
        voices=voices,
        chapters=chapters,
        topics=reading.topics(db, talk_id),
        summary=summaries.summary(db, talk_id),
        people={portrait.id: portrait for portrait in summaries.portraits(db, talk_id)},
        turns=[
            reader.show(
                turn,
                by_speaker.get(turn.speaker_id or -1),
                begun.get(turn.id),
                first=first[turn.speaker_id] == turn.id,
            )
            for turn in turns
        ],
        quotes=len(placed),
    )


class _Reader(NamedTuple):
    """What showing a turn needs to know of its talk."""

    source: str
    as_source: bool
    words: Sequence[str]
    quotes: Mapping[int, Sequence[Placed]]
    anchors: Mapping[int, Mapping[int, int]]
    aside: Mapping[int, Sequence[Span]]
    heard: Mapping[int, Sequence[Heard]]

    def show(
        self, turn: Turn, voice: Voice | None, chapter: Chapter | None, *, first: bool
    ) -> TurnShown:
        layers = turn.layers(self.source)
        spans = [*render.marks_as_spans(turn.marks), *self.aside.get(turn.id, ())]
        for quote in self.quotes.get(turn.id, ()):
            place = render.clean_span(layers, quote.start_char, quote.end_char)
            if place is not None:
                spans.append(Span(*place, id=quote.id))
        return TurnShown(
            id=turn.id,
            chapter=chapter,
            voice=voice,
            first=first,
            start_ms=turn.start_ms,
            paragraphs=[]
            if self.as_source
            else render.paragraphs(
                turn.text,
                spans,
                self.anchors.get(turn.id),
                self.words,
                self.heard.get(turn.id, ()),
            ),
            changes=render.changes(layers, self.source) if self.as_source else [],
        )


def _by_turn(quotes: Sequence[Placed]) -> dict[int, list[Placed]]:
    out: dict[int, list[Placed]] = defaultdict(list)
    for quote in quotes:
        out[quote.turn_id].append(quote)
    return out


def _anchors(db: Database, talk_id: int) -> dict[int, dict[int, int]]:
    """Return, by turn, the passage that begins at a character."""
    out: dict[int, dict[int, int]] = defaultdict(dict)
    for passage in reading.passages(db, talk_id):
        out[passage.turn_id][passage.start] = passage.id
    return out


def _aside(db: Database, talk_id: int) -> dict[int, list[Span]]:
    """Return, by turn, what other talks of the show say, too."""
    out: dict[int, list[Span]] = defaultdict(list)
    for said in reading.recurring(db, talk_id):
        reason = f"in {said.talks} talks of this show"
        out[said.turn_id].append(Span(said.start, said.end, reason=reason))
    return out


def _heard(db: Database, talk_id: int) -> dict[int, list[Heard]]:
    """Return, by turn, what listeners say into it."""
    out: dict[int, list[Heard]] = defaultdict(list)
    for said in reading.backchannels(db, talk_id):
        out[said.turn_id].append(Heard(said.at, said.speaker or "", said.text))
    return out


def _beginnings(turns: Sequence[Turn], chapters: Mapping[int, Chapter]) -> dict[int, Chapter]:
    """Return the chapters by the turn that each begins with."""
    out: dict[int, Chapter] = {}
    seen: set[int] = set()
    for turn in turns:
        if turn.chapter_id is not None and turn.chapter_id not in seen:
            seen.add(turn.chapter_id)
            out[turn.id] = chapters[turn.chapter_id]
    return out
