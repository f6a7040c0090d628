"""The list of talks."""

from __future__ import annotations

from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb.web import args
from kb.web.queries import talks as queries
from kb.web.queries.base import Listed
from kb.web.queries.talks import Count, TalkFilter, TalkLine
from kb.web.site import Site


class Page(NamedTuple):
    """Talks, and the values by which the list can be narrowed."""

    talks: Listed[TalkLine]
    shows: tuple[Count, ...]
    kinds: tuple[Count, ...]
    years: tuple[Count, ...]


async def talks(site: Site) -> Response:
    """The page at /-/kb/talks."""
    request = site.request
    wanted = TalkFilter(
        show=args.text(request, "show") or None,
        kind=args.text(request, "kind") or None,
        year=args.text(request, "year", 4) or None,
        words=args.text(request, "q") or None,
    )
    sort = args.choice(request, "sort", queries.SORTS)
    number = args.integer(request, "page", 1)

    def load(db: Database) -> Page:
        return Page(
            talks=queries.talks(db, wanted, sort=sort, page=number),
            shows=queries.shows(db),
            kinds=queries.kinds(db),
            years=queries.years(db),
        )

    return await site.page(
        "talks", found=await site.read(load), wanted=wanted, sort=sort, sorts=queries.SORTS
    )
