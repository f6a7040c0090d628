"""Home: a search box, how much there is, what is new, what it is about.

It is at /-/kb, and at / as well: our templates/index.html stands in front of Datasette's, so that
plain `datasette kb.db` opens on it too. Datasette's own list of databases and tables follows
below, and an index.html in the user's own template directory goes before ours, as always.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from datasette import Forbidden, NotFound, Response
from sqlite_utils import Database

from ingest.errors import VerbatimError
from kb.web.queries import sayings, subjects, talks
from kb.web.queries.sayings import QuoteFilter, QuoteLine
from kb.web.queries.subjects import Topic
from kb.web.queries.talks import Count, Counts, TalkFilter, TalkLine
from kb.web.site import Site, site_for

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

_TALKS, _TOPICS, _SHOWS, _QUOTES = 8, 24, 8, 3


class Home(NamedTuple):
    """What the home page shows."""

    counts: Counts
    recent: tuple[TalkLine, ...]
    topics: tuple[Topic, ...]
    shows: tuple[Count, ...]
    quotes: tuple[QuoteLine, ...]


async def home(site: Site) -> Response:
    """The page at /-/kb."""
    return await site.page("home", home=await site.read(_load))


def extra_vars(
    datasette: Datasette, request: Request, template: str | None
) -> Callable[[], Awaitable[dict[str, Any]]]:
    """Return what the page at / needs to be ours; nothing where no talks may be seen."""

    async def variables() -> dict[str, Any]:
        if template != "index.html":
            return {}
        try:
            site = await site_for(datasette, request)
            shown = await site.read(_load)
        except (NotFound, Forbidden, VerbatimError):
            return {"home": None, "layout": "default:index.html"}
        return {
            "home": shown,
            "layout": "verbatim/home.html",
            **site.variables(),
        }

    return variables


def _load(db: Database) -> Home:
    return Home(
        counts=talks.counts(db),
        recent=talks.talks(db, TalkFilter(), size=_TALKS).rows,
        topics=subjects.topics(db, size=_TOPICS).rows,
        shows=talks.shows(db)[:_SHOWS],
        quotes=sayings.quotes(db, QuoteFilter(), size=_QUOTES).rows,
    )
