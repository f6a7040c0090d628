"""Speakers: the list of them, the voices without a name, one speaker, and what is decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb import people as deciding
from kb import topics as knowing
from kb.people import Decision, Excerpt, Suggestion, UnnamedVoice
from kb.topics import SpokenOf
from kb.web import args
from kb.web.memory import Memory
from kb.web.pages.buttons import Action, pressed, text
from kb.web.queries import people, sayings
from kb.web.queries.base import Listed
from kb.web.queries.people import Alias, Appearance, Speaker
from kb.web.queries.sayings import QuoteFilter, QuoteLine
from kb.web.site import Site, found

_QUOTES = 6
_VOICES = 12  # on a page

_SUGGESTED: Memory[dict[int, list[Suggestion]]] = Memory(4)


class Page(NamedTuple):
    """What a speaker's page shows.

    Args:
        excerpts: Of a voice that only a label names.
        names: Names to choose from.
    """

    speaker: Speaker
    aliases: tuple[Alias, ...]
    talks: tuple[Appearance, ...]
    topics: tuple[SpokenOf, ...]
    quotes: Listed[QuoteLine] | None
    excerpts: tuple[Excerpt, ...]
    suggestions: tuple[Suggestion, ...]
    decisions: tuple[Decision, ...]
    names: tuple[str, ...]


class VoiceShown(NamedTuple):
    """A voice without a name, with what may tell whose it is."""

    voice: UnnamedVoice
    excerpts: tuple[Excerpt, ...]
    suggestions: tuple[Suggestion, ...]


class Voices(NamedTuple):
    """The page of voices without names."""

    shown: list[VoiceShown]
    listed: Listed[Any]
    suggested: int
    alike: tuple[Suggestion, ...]
    names: tuple[str, ...]


async def speakers(site: Site) -> Response:
    """The page at /-/kb/speakers."""
    words = args.text(site.request, "q", 200)
    sort = args.choice(site.request, "sort", people.SORTS)
    unnamed = site.request.args.get("all") == "1"
    load = partial(
        people.speakers,
        words=words,
        unnamed=unnamed,
        sort=sort,
        page=args.integer(site.request, "page", 1),
    )
    return await site.page(
        "speakers",
        speakers=await site.read(load),
        labels=await site.read(people.unnamed),
        voices=len(await site.read(deciding.voices)),
        words=words,
        sort=sort,
        sorts=people.SORTS,
        unnamed=unnamed,
        decided=await site.read(deciding.decisions) if site.editing else [],
    )


async def voices(site: Site) -> Response:
    """The page at /-/kb/voices: the voices that only labels name, those with suggestions first."""
    load = partial(_load_voices, number=args.integer(site.request, "page", 1))
    return await site.page("voices", page=await site.read(load))


async def speaker(site: Site) -> Response:
    """The page at /-/kb/speaker/ID; one who is somebody else's part leads there."""
    speaker_id = args.place(site.request)
    moved = await site.read(partial(deciding.moved_to, speaker=speaker_id))
    if moved is not None:
        return Response.redirect(site.to.speaker(moved))
    load = partial(_load, speaker_id=speaker_id, quotes=site.quotes)
    return await site.page("speaker", page=await site.read(load))


async def decide(site: Site) -> Response:
    """Do what a button of a speaker's page says, and show that page, or the list it came from."""
    done = "Done. It holds when files are ingested again."
    said = await pressed(site, _ACTIONS, ref=_ref, done=done)
    back = {"voices": site.to("voices"), "speakers": site.to("speakers")}
    to = back.get(said.get("back", ""), site.to.speaker(args.place(site.request)))
    return Response.redirect(to, status=303)


def _load(db: Database, speaker_id: int, *, quotes: bool) -> Page:
    wanted = QuoteFilter(speaker=speaker_id)
    own = found(people.speaker(db, speaker_id), "speaker")
    talks = people.appearances(db, speaker_id)
    voice = not own.named
    return Page(
        speaker=own,
        aliases=people.aliases(db, speaker_id),
        talks=talks,
        topics=knowing.subjects(db, speaker_id),
        quotes=sayings.quotes(db, wanted, size=_QUOTES) if quotes else None,
        excerpts=deciding.excerpts(db, speaker_id, talks[0].id) if voice else (),
        suggestions=tuple(deciding.of_speaker(db, speaker_id)),
        decisions=deciding.about(db, speaker_id),
        names=people.names(db),
    )


def _load_voices(db: Database, number: int) -> Voices:
    suggested = _SUGGESTED.get(
        db, "suggestions", lambda: deciding.by_speaker(deciding.suggestions(db))
    )
    unnamed = sorted(deciding.voices(db), key=lambda voice: _promise(suggested.get(voice.id, [])))
    page = max(1, min(number, -(-len(unnamed) // _VOICES)))
    rows = tuple(unnamed[(page - 1) * _VOICES : page * _VOICES])
    labels = {voice.id for voice in unnamed}
    alike = [s for speaker, own in suggested.items() if speaker not in labels for s in own]
    return Voices(
        shown=[
            VoiceShown(
                voice,
                deciding.excerpts(db, voice.id, voice.talk_id),
                tuple(suggested.get(voice.id, ())),
            )
            for voice in rows
        ],
        listed=Listed[Any](rows=rows, total=len(unnamed), page=page, size=_VOICES),
        suggested=sum(1 for voice in unnamed if voice.id in suggested),
        alike=tuple(sorted(alike, key=lambda s: -s.score)) if page == 1 else (),
        names=people.names(db),
    )


def _promise(suggestions: Sequence[Suggestion]) -> float:
    return -max((each.score for each in suggestions), default=0.0)


def _ref(db: Database, speaker_id: int) -> str:
    moved = deciding.moved_to(db, speaker_id)
    return str(speaker_id if moved is None else moved)


def _accept(db: Database, ref: str, said: Mapping[str, str]) -> None:
    deciding.accept(db, int(ref), text(said, "person", "name the person"))


def _reject(db: Database, ref: str, said: Mapping[str, str]) -> None:
    deciding.reject(db, int(ref), text(said, "person", "name the person"))


def _rename(db: Database, ref: str, said: Mapping[str, str]) -> None:
    name = text(said, "name", "write the name")
    deciding.rename(db, ref, name, talk=said.get("talk") or None)


def _merge(db: Database, ref: str, said: Mapping[str, str]) -> None:
    deciding.merge(db, [ref], text(said, "into", "name the speaker that this one is"))


def _undo(db: Database, ref: str, said: Mapping[str, str]) -> None:  # noqa: ARG001
    deciding.undo(db, [text(said, "what", "a button says which decision to take back")])


_ACTIONS: dict[str, Action] = {
    "accept": _accept,
    "reject": _reject,
    "rename": _rename,
    "merge": _merge,
    "undo": _undo,
}
