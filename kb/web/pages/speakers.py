"""Speakers: the list of them, and one with talks, topics and quotes."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb.web import args
from kb.web.queries import people, sayings
from kb.web.queries.base import Listed
from kb.web.queries.people import Alias, Appearance, Speaker, Spoken
from kb.web.queries.sayings import QuoteFilter, QuoteLine
from kb.web.site import Site, found

_QUOTES = 6


class Page(NamedTuple):
    """What a speaker's page shows."""

    speaker: Speaker
    aliases: tuple[Alias, ...]
    talks: tuple[Appearance, ...]
    topics: tuple[Spoken, ...]
    quotes: Listed[QuoteLine] | None


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
        words=words,
        sort=sort,
        sorts=people.SORTS,
        unnamed=unnamed,
    )


async def speaker(site: Site) -> Response:
    """The page at /-/kb/speaker/ID."""
    load = partial(_load, speaker_id=args.place(site.request), quotes=site.quotes)
    return await site.page("speaker", page=await site.read(load))


def _load(db: Database, speaker_id: int, *, quotes: bool) -> Page:
    wanted = QuoteFilter(speaker=speaker_id)
    return Page(
        speaker=found(people.speaker(db, speaker_id), "speaker"),
        aliases=people.aliases(db, speaker_id),
        talks=people.appearances(db, speaker_id),
        topics=people.topics(db, speaker_id),
        quotes=sayings.quotes(db, wanted, size=_QUOTES) if quotes else None,
    )
