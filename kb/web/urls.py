"""Where our pages are. Links are made here only, so that base_url and databases are honoured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from datasette.utils import tilde_encode

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database as Served

Value: TypeAlias = str | int | Sequence[str | int] | None


class Urls:
    """Links to the pages of one knowledge base.

    Args:
        datasette: The server.
        database: The knowledge base; only named in links where there are several.
        several: Whether this server has more than one.
    """

    def __init__(self, datasette: Datasette, database: Served, *, several: bool) -> None:
        self._urls = datasette.urls
        self._database = database.name
        self._root = f"/-/kb/{tilde_encode(database.route)}" if several else "/-/kb"
        self._several = several

    def __call__(self, page: str = "", /, **arguments: Value) -> str:
        """Return the link to a page, with a query string of what has a value.

        An argument called `at` becomes the place within the page.
        """
        at = arguments.pop("at", None)
        path = f"{self._root}/{page}" if page or self._several else self._root
        query = encoded(arguments)
        fragment = f"#{at}" if at is not None else ""
        return f"{self._urls.path(path)}{'?' if query else ''}{query}{fragment}"

    def talk(self, talk_id: int, /, **arguments: Value) -> str:
        """Return the link to a talk's reading page."""
        return self(f"talk/{talk_id}", **arguments)

    def chapters(self, talk_id: int, /) -> str:
        """Return the link to a talk's chapters as a file."""
        return self(f"talk/{talk_id}/chapters.json")

    def summary(self, talk_id: int, /) -> str:
        """Return the link to a talk's summary as a file."""
        return self(f"talk/{talk_id}/summary.md")

    def passage(self, passage_id: int, /, **arguments: Value) -> str:
        """Return the link to a passage and what is like it."""
        return self(f"passage/{passage_id}", **arguments)

    def speaker(self, speaker_id: int, /, **arguments: Value) -> str:
        """Return the link to a speaker's page."""
        return self(f"speaker/{speaker_id}", **arguments)

    def topic(self, topic_id: int, /, **arguments: Value) -> str:
        """Return the link to a topic's page."""
        return self(f"topic/{topic_id}", **arguments)

    def quote(self, quote_id: int, /, **arguments: Value) -> str:
        """Return the link to a quote and its receipt."""
        return self(f"quote/{quote_id}", **arguments)

    def collection(self, slug: str, /, **arguments: Value) -> str:
        """Return the link to a collection."""
        return self(f"collection/{slug}", **arguments)

    def export(self, slug: str, name: str) -> str:
        """Return the link to a collection's export."""
        return self(f"collection/{slug}/export/{name}")

    def table(self, name: str) -> str:
        """Return the link to Datasette's own page of a table."""
        return str(self._urls.table(self._database, name))

    def database(self) -> str:
        """Return the link to Datasette's own page of the database."""
        return str(self._urls.database(self._database))


def encoded(arguments: Mapping[str, Value]) -> str:
    """Return a query string of the arguments that have a value."""
    said = {name: value for name, value in arguments.items() if value not in (None, "", (), [])}
    return urlencode(said, doseq=True)
