"""Search: a question, filters as facets, and hits that say why and lead to their place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from datasette import Response
from datasette.utils import add_cors_headers
from sqlite_utils import Database

from kb import search as searching
from kb.filters import Filters
from kb.search import MODES, Hit, Mode
from kb.web import args, models, passages
from kb.web.passages import Shown
from kb.web.queries import facets
from kb.web.queries.facets import Facet
from kb.web.site import Site

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

SIZES = (10, 20, 50, 100)


class Asked(NamedTuple):
    """What somebody wants to find."""

    q: str
    mode: Mode
    filters: Filters
    n: int


class Answer(NamedTuple):
    """What was found; `notice` says why it was not searched for as asked."""

    hits: list[Hit]
    more: bool
    notice: str | None


class Page(NamedTuple):
    """What the search page shows; `talks` are the titles of the talks it is limited to."""

    hits: list[Shown]
    more: bool
    notice: str | None
    facets: dict[str, tuple[Facet, ...]]
    talks: dict[str, str]


async def search(site: Site) -> Response:
    """The page at /-/kb/search."""
    asked = _asked(site.request)
    return await site.page(
        "search",
        asked=asked,
        chosen=args.of_filters(asked.filters),
        modes=MODES,
        found=await site.read(partial(_load, asked=asked)),
        bigger=next((size for size in SIZES if size > asked.n), None),
    )


async def search_json(site: Site) -> Response:
    """The same hits as JSON, in the rows of `kb search --json`."""
    answer = await site.read(partial(_listed, asked=_asked(site.request)))
    headers: dict[str, str] = {}
    if site.datasette.cors:
        add_cors_headers(headers)
    return Response.json(answer, headers=headers)


def answer(db: Database, asked: Asked) -> Answer:
    """Return the hits for what was asked; by words only as long as there is no encoder."""
    encoder, problem = models.encoder_of(db)
    wanted = asked.mode != "keyword"
    found = searching.search(
        db,
        asked.q,
        index=models.INDEXES.get(db),
        encoder=encoder,
        mode=asked.mode if encoder is not None else "keyword",
        filters=asked.filters,
        limit=asked.n + 1,
    )
    notice = f"Found by words only: {problem}." if wanted and encoder is None else None
    return Answer(found[: asked.n], len(found) > asked.n, notice)


def _asked(request: Request) -> Asked:
    mode = args.choice(request, "mode", MODES)
    n = args.integer(request, "n", SIZES[0], most=SIZES[-1])
    return Asked(
        q=args.text(request, "q"),
        mode=next(m for m in MODES if m == mode),
        filters=args.filters(request),
        n=n,
    )


def _load(db: Database, asked: Asked) -> Page:
    found = answer(db, asked)
    titles = {ref: facets.talk_title(db, ref) or ref for ref in asked.filters.talk}
    return Page(
        hits=passages.shown(db, found.hits),
        more=found.more,
        notice=found.notice,
        facets=facets.facets(db, asked.filters),
        talks=titles,
    )


def _listed(db: Database, asked: Asked) -> list[dict[str, object]]:
    return [searching.as_row(db, hit) for hit in answer(db, asked).hits]
