"""One visit: who asks, of which knowledge base, what they may see, and how a page is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from datasette import Forbidden, NotFound, Response
from datasette.utils import tilde_decode
from datasette.utils.sqlite import sqlite3
from sqlite_utils import Database

from ingest.errors import VerbatimError
from kb.errors import NotFoundError
from kb.web import assets, databases, faults, permissions
from kb.web.here import Here
from kb.web.urls import Urls

if TYPE_CHECKING:
    from sqlite3 import Connection

    from datasette.app import Datasette
    from datasette.database import Database as Served
    from datasette.utils.asgi import Request

T = TypeVar("T")

# Our pages show other people's words: nothing in them may ever run, or send a form elsewhere.
_HEADERS = {
    "Content-Security-Policy": "script-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
}


@dataclass(frozen=True)
class Site:
    """What a page is made from.

    Args:
        to: Makes links.
        quotes: Whether quotes may be seen; so for `sources`, `collections` and `searches`.
        editing: Whether this visitor may change collections, and decide about topics.
        saving: Whether they may save searches.
        judging: Whether they may say which hits are right.
    """

    datasette: Datasette
    request: Request
    database: Served
    to: Urls
    quotes: bool
    sources: bool
    collections: bool
    searches: bool
    editing: bool
    saving: bool
    judging: bool

    async def read(self, load: Callable[[Database], T]) -> T:
        """Return what a function reads from the knowledge base, in a thread, without a time limit.

        Raises:
            VerbatimError: What the function raised, or what the database did, in words.
        """
        try:
            found: T = await self.database.execute_fn(lambda conn: load(databases.wrapped(conn)))
        except sqlite3.OperationalError as error:
            raise faults.in_words(error) from error
        return found

    async def write(self, change: Callable[[Database], T]) -> T:
        """Return what a function returns that changes the knowledge base.

        Raises:
            VerbatimError: What the function raised.
        """

        def changed(conn: Connection) -> T | VerbatimError:
            db = databases.wrapped(conn)
            try:
                db.execute("pragma foreign_keys = on")
                db.execute("pragma busy_timeout = 10000")
                return change(db)
            except VerbatimError as error:  # Datasette would print it, as if it were a fault
                return error
            except sqlite3.OperationalError as error:
                return faults.in_words(error)

        outcome: T | VerbatimError = await self.database.execute_write_fn(changed)
        if isinstance(outcome, VerbatimError):
            raise outcome
        return outcome

    async def page(self, template: str, /, *, status: int = 200, **context: object) -> Response:
        """Return a page made from one of our templates."""
        body = await self.datasette.render_template(
            f"verbatim/{template}.html",
            {**context, **self.variables()},
            request=self.request,
            view_name="verbatim",
        )
        return Response.html(body, status=status, headers=dict(_HEADERS))

    def variables(self) -> dict[str, Any]:
        """Return what every template of ours can use."""
        return {
            "site": self,
            "to": self.to,
            "database": self.database.name,
            "site_title": self.datasette.metadata("title") or "Verbatim",
            "here": Here(self.request),
            "asset": partial(assets.url, self.datasette),
        }

    async def form(self, *, may: bool | None = None) -> dict[str, str]:
        """Return what a form of ours says.

        Args:
            may: Whether this visitor may send it; as a rule, whoever may edit.

        Raises:
            Forbidden: The visitor may change nothing, or the form is not ours.
        """
        if not (self.editing if may is None else may):
            message = "Changes can be made by root, or where the server allows editing."
            raise Forbidden(message)
        said: dict[str, str] = await self.request.post_vars()
        permissions.check_form(self.request, said)
        return said


async def site_for(datasette: Datasette, request: Request, name: str | None = None) -> Site:
    """Return the visit to a knowledge base: the one named, else the first that may be seen.

    Raises:
        NotFound: There is no such knowledge base.
        Forbidden: It may not be seen.
    """
    served = await databases.knowledge_bases(datasette)
    route = None if name is None else tilde_decode(name)
    wanted = [db for db in served if route in (None, db.route)]
    if not wanted:
        message = "There is no knowledge base here; make one with: kb ingest FOLDER"
        raise NotFound(message)
    for database in wanted:
        if await permissions.sees(datasette, request.actor, database.name, permissions.READING):
            return await _site(datasette, request, database, several=len(served) > 1)
    message = "You may not see this knowledge base."
    raise Forbidden(message)


async def _site(datasette: Datasette, request: Request, database: Served, *, several: bool) -> Site:
    async def sees(tables: tuple[str, ...]) -> bool:
        return await permissions.sees(datasette, request.actor, database.name, tables)

    collections = await sees(permissions.COLLECTIONS)
    searches = await sees(permissions.SEARCHES)
    changing = await permissions.may_edit(datasette, request, database)
    return Site(
        datasette=datasette,
        request=request,
        database=database,
        to=Urls(datasette, database, several=several),
        quotes=await sees(permissions.QUOTES),
        sources=await sees(permissions.SOURCES),
        collections=collections,
        searches=searches,
        editing=collections and changing,
        saving=searches and changing,
        judging=changing and await sees(permissions.JUDGEMENTS),
    )


def found(value: T | None, what: str) -> T:
    """Return a value that was looked up.

    Raises:
        NotFoundError: It is None.
    """
    if value is None:
        message = f"there is no such {what}; it may have been removed since"
        raise NotFoundError(message)
    return value
