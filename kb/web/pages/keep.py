"""Keeping: one form by which any words of a talk come into a collection."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from datasette import Forbidden, Response
from sqlite_utils import Database

from ingest.sentences import sentences
from kb import collections
from kb.collections import CollectedQuote, Collection
from kb.web import args
from kb.web.faults import FormError
from kb.web.queries import reading, sayings
from kb.web.queries.reading import TurnAlone
from kb.web.queries.sayings import Quote
from kb.web.site import Site, found

_NEAR = 3  # sentences around the ticked ones that are shown at once
_LONGEST = {"note": 20_000, "tags": 2_000, "name": 200}


class Sentence(NamedTuple):
    """A sentence that can be ticked; `stretch` is 1 near the ticked ones, 0 before, 2 after."""

    number: int
    text: str
    ticked: bool
    stretch: int


class Page(NamedTuple):
    """What the form shows: a quote as it is, or a turn to choose sentences from."""

    quote: Quote | None
    turn: TurnAlone | None
    sentences: list[Sentence]
    collections: list[Collection]


async def form(site: Site) -> Response:
    """The page at /-/kb/keep: ?quote=ID, or ?turn=ID with the characters start and end."""
    if not site.editing:
        message = "Changes can be made by root, or where the server allows editing."
        raise Forbidden(message)
    return await site.page("keep", page=await site.read(partial(_load, site=site)))


async def keep(site: Site) -> Response:
    """Put the words into a collection, and show them there."""
    said = {name: value[: _LONGEST.get(name, 200)] for name, value in (await site.form()).items()}
    kept, slug = await site.write(partial(_keep, said=said, quotes=site.quotes))
    site.datasette.add_message(site.request, "Kept, with its receipt.")
    return Response.redirect(site.to.collection(slug, at=f"q-{kept.id}"), status=303)


def _load(db: Database, site: Site) -> Page:
    quote_id = args.identity(site.request, "quote")
    turn_id = args.identity(site.request, "turn")
    kept = collections.collections(db)
    if quote_id is not None and site.quotes:
        return Page(found(sayings.quote(db, quote_id), "quote"), None, [], kept)
    turn = found(reading.turn(db, turn_id or 0), "turn")
    start = args.identity(site.request, "start") or 0
    end = args.identity(site.request, "end") or 0
    return Page(None, turn, _ticks(turn.text, start, end), kept)


def _keep(db: Database, said: Mapping[str, str], *, quotes: bool) -> tuple[CollectedQuote, str]:
    slug = _collection(db, said)
    note = said.get("note", "").replace("\r\n", "\n").strip()
    tags = said.get("tags", "").split(",")
    quote_id = _number(said.get("quote"))
    if quote_id is not None and quotes:
        return collections.add(db, slug, quote_id, note, tags), slug
    turn = found(reading.turn(db, _number(said.get("turn")) or 0), "turn")
    start, end = _span(turn, said)
    return collections.add_span(db, slug, turn.id, start, end, note, tags), slug


def _ticks(text: str, start: int, end: int) -> list[Sentence]:
    """Return a turn's sentences, those in `[start, end)` ticked."""
    spans = sentences(text)
    ticked = [number for number, (a, b) in enumerate(spans) if a < end and b > start]
    first = ticked[0] - _NEAR if ticked else 0
    last = ticked[-1] + _NEAR if ticked else len(spans)
    return [
        Sentence(number, text[a:b], number in ticked, 0 if number < first else 1 + (number > last))
        for number, (a, b) in enumerate(spans)
    ]


def _collection(db: Database, said: Mapping[str, str]) -> str:
    name = " ".join(said.get("name", "").split())
    if name:
        return collections.create(db, name).slug
    if not said.get("collection"):
        message = "choose a collection, or name a new one"
        raise FormError(message)
    return collections.get(db, said["collection"]).slug


def _span(turn: TurnAlone, said: Mapping[str, str]) -> tuple[int, int]:
    """Return from the first ticked sentence to the last; what lies between comes along."""
    ticked = [
        span for number, span in enumerate(sentences(turn.text)) if f"sentence-{number}" in said
    ]
    if not ticked:
        message = "tick the sentences to keep"
        raise FormError(message)
    return ticked[0][0], ticked[-1][1]


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 19 else None
