"""The table of our addresses, each with the function that makes the page.

Every address is there twice: below /-/kb for the only (or the first) knowledge base of a server,
and below /-/kb/DATABASE for each where there are several.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from datasette import Response

from ingest.errors import VerbatimError
from kb.errors import DecisionError, NotFoundError
from kb.web.faults import FormError
from kb.web.pages import (
    collections,
    doctor,
    home,
    judge,
    keep,
    quotes,
    search,
    searches,
    similar,
    speakers,
    talk,
    talks,
    topics,
    who,
)
from kb.web.site import Site, site_for

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

View: TypeAlias = Callable[[Site], Awaitable[Response]]

_ID = r"(?P<id>\d{1,18})"
_SLUG = r"(?P<slug>[^/]{1,300})"

_PAGES: tuple[tuple[str, View, View | None], ...] = (
    # address, what GET shows, what POST does
    ("search", search.search, None),
    (r"search\.json", search.search_json, None),
    ("searches", searches.searches, searches.save),
    (f"searches/{_ID}", searches.run, searches.change),
    ("judge", judge.elsewhere, judge.judge),
    ("who", who.who, None),
    ("similar", similar.similar, None),
    ("talks", talks.talks, None),
    (f"talk/{_ID}", talk.talk, None),
    (rf"talk/{_ID}/chapters\.json", talk.chapters_json, None),
    (rf"talk/{_ID}/summary\.md", talk.summary_markdown, None),
    (f"passage/{_ID}", similar.passage, None),
    ("speakers", speakers.speakers, None),
    (f"speaker/{_ID}", speakers.speaker, speakers.decide),
    ("voices", speakers.voices, None),
    ("doctor", doctor.report, None),
    ("topics", topics.topics, None),
    (f"topic/{_ID}", topics.topic, topics.decide),
    ("quotes", quotes.quotes, None),
    (f"quote/{_ID}", quotes.quote, None),
    ("keep", keep.form, keep.keep),
    ("collections", collections.collections, collections.create),
    (f"collection/{_SLUG}", collections.collection, collections.change),
    (f"collection/{_SLUG}/export/(?P<format>[a-z0-9-]+)", collections.export, None),
)

_STATUS: dict[type[VerbatimError], tuple[int, str]] = {
    NotFoundError: (404, "Not here"),
    FormError: (400, "Something is missing"),
    DecisionError: (400, "That cannot be"),
}


def _handler(get: View, post: View | None) -> Callable[..., Awaitable[Response]]:
    """Return the function that Datasette calls: it finds the knowledge base, and says what is wrong."""

    async def handle(datasette: Datasette, request: Request) -> Response:
        site = await site_for(datasette, request, request.url_vars.get("database"))
        view = post if request.method == "POST" else get
        if view is None:
            return Response.text("This page only shows; it takes no forms.", status=405)
        try:
            return await view(site)
        except VerbatimError as error:
            return await _told(site, error)

    return handle


async def _told(site: Site, error: VerbatimError) -> Response:
    """Return the page that says what went wrong."""
    status, title = next(
        (said for kind, said in _STATUS.items() if isinstance(error, kind)), (503, "Not now")
    )
    if site.request.path.endswith(".json"):
        return Response.json({"ok": False, "error": str(error)}, status=status)
    return await site.page("error", status=status, title=title, message=str(error))


def _routes() -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    handlers = [(path, _handler(get, post)) for path, get, post in _PAGES]
    at_home = _handler(home.home, None)
    return [
        ("^/-/kb$", at_home),
        *((f"^/-/kb/{path}$", handler) for path, handler in handlers),
        ("^/-/kb/(?P<database>[^/]+)/$", at_home),
        *((f"^/-/kb/(?P<database>[^/]+)/{path}$", handler) for path, handler in handlers),
    ]


ROUTES = _routes()
