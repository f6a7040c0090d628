"""A passage by itself and what is like it; and what is like several examples, and unlike others."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb import search as searching
from kb.asking import examples
from kb.hits import Hit
from kb.web import args, models, passages
from kb.web.passages import Line, Shown
from kb.web.queries import places
from kb.web.queries.places import Example, Passage
from kb.web.site import Site, found

_POOL, _SHOWN = 60, 12
WHERE = ("anywhere", "other talks", "other speakers")


class Page(NamedTuple):
    """What the page of a passage shows; `similar` is None where it has no vector."""

    passage: Passage
    lines: list[Line]
    before: int | None
    after: int | None
    similar: list[Shown] | None


class Examples(NamedTuple):
    """What the page of examples shows."""

    like: tuple[Example, ...]
    unlike: tuple[Example, ...]
    hits: list[Shown]


async def passage(site: Site) -> Response:
    """The page at /-/kb/passage/ID."""
    where = args.choice(site.request, "where", WHERE)
    load = partial(_load, passage_id=args.place(site.request), where=where)
    return await site.page("passage", page=await site.read(load), where=where, places=WHERE)


async def similar(site: Site) -> Response:
    """The page at /-/kb/similar?like=ID&unlike=ID: of passages and quotes, as many as one likes."""
    like = args.identities(site.request, "like")
    unlike = tuple(i for i in args.identities(site.request, "unlike") if i not in like)
    load = partial(_like, like=like, unlike=unlike, quotes=site.quotes)
    return await site.page("similar", page=await site.read(load))


def _like(
    db: Database, like: tuple[int, ...], unlike: tuple[int, ...], *, quotes: bool
) -> Examples:
    wanted = places.examples(db, like, quotes=quotes)
    unwanted = places.examples(db, unlike, quotes=quotes)
    if not wanted:
        return Examples(wanted, unwanted, [])
    encoder, _ = models.encoder_of(db)
    hits = examples.like(
        db,
        [example.id for example in wanted],
        index=models.INDEXES.get(db),
        encoder=encoder,
        unlike=[example.id for example in unwanted],
        limit=_SHOWN,
    )
    return Examples(wanted, unwanted, passages.shown(db, hits, best=False))


def _load(db: Database, passage_id: int, where: str) -> Page:
    own = found(places.passage(db, passage_id), "passage")
    around = {p.position: p.id for i in places.around(db, own) if (p := places.passage(db, i))}
    return Page(
        passage=own,
        lines=passages.lines(own.text, places.parts(db, [own.id]).get(own.id, [])),
        before=around.get(own.position - 1),
        after=around.get(own.position + 1),
        similar=_similar(db, own, where),
    )


def _similar(db: Database, own: Passage, where: str) -> list[Shown] | None:
    index = models.INDEXES.get(db)
    if index.vector(own.id) is None:
        return None
    speakers = {part.speaker_id for part in places.parts(db, [own.id]).get(own.id, [])}

    def elsewhere(hit: Hit) -> bool:
        if where == "other talks":
            return hit.talk_id != own.talk_id
        return where == "anywhere" or hit.speaker_id not in speakers

    pool = searching.similar(db, own.id, index=index, limit=_POOL)
    return passages.shown(db, [hit for hit in pool if elsewhere(hit)][:_SHOWN], best=False)
