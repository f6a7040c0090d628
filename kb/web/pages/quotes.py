"""Quotes: lists of them, and one with the receipt that proves it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Forbidden, Response
from sqlite_utils import Database

from ingest import textmap
from kb import lexical, receipts
from kb.web import args, render
from kb.web.queries import facets, people, reading, sayings, subjects
from kb.web.queries.base import Listed
from kb.web.queries.reading import Source
from kb.web.queries.sayings import Quote, QuoteFilter, QuoteLine
from kb.web.render import Change, Piece, highlighted
from kb.web.site import Site, found


class Page(NamedTuple):
    """What the list shows; `about` says in words what it is limited to."""

    quotes: Listed[QuoteLine]
    texts: dict[int, list[Piece]]
    about: dict[str, str]


class Receipt(NamedTuple):
    """A quote, its source, and whether the one equals the other right now."""

    quote: Quote
    source: Source | None
    changes: list[Change]
    proved: bool | None


async def quotes(site: Site) -> Response:
    """The page at /-/kb/quotes."""
    _may_see(site)
    request = site.request
    wanted = QuoteFilter(
        talk=args.identity(request, "talk"),
        speaker=args.identity(request, "speaker"),
        topic=args.identity(request, "topic"),
        words=args.text(request, "q", 200) or None,
    )
    sort = args.choice(request, "sort", sayings.SORTS)
    load = partial(_list, wanted=wanted, sort=sort, number=args.integer(request, "page", 1))
    return await site.page(
        "quotes", page=await site.read(load), wanted=wanted, sort=sort, sorts=sayings.SORTS
    )


async def quote(site: Site) -> Response:
    """The page at /-/kb/quote/ID."""
    _may_see(site)
    load = partial(_receipt, quote_id=args.place(site.request), sources=site.sources)
    return await site.page("quote", receipt=await site.read(load))


def _may_see(site: Site) -> None:
    if not site.quotes:
        message = "You may not see quotes."
        raise Forbidden(message)


def _list(db: Database, wanted: QuoteFilter, sort: str, number: int) -> Page:
    listed = sayings.quotes(db, wanted, sort=sort, page=number)
    words = lexical.keywords(wanted.words) if wanted.words else []
    return Page(
        quotes=listed,
        texts={quote.id: highlighted(quote.text, words) for quote in listed.rows},
        about=_about(db, wanted),
    )


def _about(db: Database, wanted: QuoteFilter) -> dict[str, str]:
    about: dict[str, str] = {}
    if wanted.talk is not None:
        about["talk"] = found(facets.talk_title(db, str(wanted.talk)), "talk")
    if wanted.speaker is not None:
        about["speaker"] = found(people.speaker(db, wanted.speaker), "speaker").name
    if wanted.topic is not None:
        about["topic"] = found(subjects.topic(db, wanted.topic), "topic").name
    return about


def _receipt(db: Database, quote_id: int, *, sources: bool) -> Receipt:
    own = found(sayings.quote(db, quote_id), "quote")
    source = reading.source(db, own.talk_id) if sources else None
    if source is None:
        return Receipt(own, None, [], None)
    layers = textmap.rebuild(source.text, own.start_char, own.end_char, own.edits)
    proved = receipts.proves(
        source.text, own.start_char, own.end_char, own.edits, own.text, own.sha256
    )
    return Receipt(own, source, render.changes(layers, source.text), proved)
