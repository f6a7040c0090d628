"""Links from Datasette's own pages to ours; nobody gets one to what they may not see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from datasette import Forbidden, NotFound

from kb.web.site import Site, site_for

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

Links: TypeAlias = list[dict[str, str]]

_PAGES = {
    "talks": ("talks", "Read the talks"),
    "turns": ("talks", "Read the talks"),
    "passages": ("search", "Search by meaning"),
    "speakers": ("speakers", "Speakers as pages"),
    "speaker_decisions": ("voices", "Unknown voices as a page"),
    "skipped_files": ("doctor", "Health of the talks"),
    "topics": ("topics", "Topics as pages"),
    "topic_decisions": ("topics", "Topics as pages"),
    "quotes": ("quotes", "Quotes with their receipts"),
    "collections": ("collections", "Collections as pages"),
    "collection_quotes": ("collections", "Collections as pages"),
}


def menu(datasette: Datasette, request: Request) -> Callable[[], Awaitable[Links]]:
    """Return the links of the menu on every page."""

    async def links() -> Links:
        site = await _site(datasette, request, None)
        if site is None:
            return []
        return [
            {"href": site.to(), "label": "Read and search"},
            {"href": site.to("collections"), "label": "Collections"},
        ]

    return links


def of_database(
    datasette: Datasette, request: Request, database: str
) -> Callable[[], Awaitable[Links]]:
    """Return the links of a database's page."""

    async def links() -> Links:
        site = await _site(datasette, request, database)
        return [] if site is None else [{"href": site.to(), "label": "Read and search"}]

    return links


def of_table(
    datasette: Datasette, request: Request, database: str, table: str
) -> Callable[[], Awaitable[Links]]:
    """Return the links of a table's page."""

    async def links() -> Links:
        site = await _site(datasette, request, database) if table in _PAGES else None
        if site is None:
            return []
        page, label = _PAGES[table]
        return [{"href": site.to(page), "label": label}]

    return links


async def _site(datasette: Datasette, request: Request, database: str | None) -> Site | None:
    if request is None:
        return None
    try:
        route = None if database is None else datasette.get_database(database).route
        return await site_for(datasette, request, route)
    except (NotFound, Forbidden):
        return None
