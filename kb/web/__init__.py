"""The Datasette plugin: pages to search, read and collect, and search in SQL. Only hooks here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from pluggy import HookimplMarker

from kb.web import actions, cells, faults, models, permissions, routes, sql_functions
from kb.web.actions import Links
from kb.web.pages import home
from kb.web.templating import FILTERS

if TYPE_CHECKING:
    from sqlite3 import Connection

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

__all__: list[str] = []

hookimpl = HookimplMarker("datasette")
T = TypeVar("T")
Later: TypeAlias = Callable[[], Awaitable[T]]


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, below /-/kb."""
    return routes.ROUTES


@hookimpl
def prepare_connection(conn: Connection) -> None:
    """kb_search() and its like, for everybody who may write SQL."""
    sql_functions.register(conn)


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """How times, numbers and addresses look on our pages."""
    env.filters.update(FILTERS)


@hookimpl
async def startup(datasette: Datasette) -> None:
    """Begin to load the models that the databases need; nobody waits for them."""
    faults.keep_plain()
    await models.start(datasette)


@hookimpl
def extra_template_vars(
    template: str | None, request: Request, datasette: Datasette
) -> Later[dict[str, Any]]:
    """What the page at / shows besides Datasette's own list."""
    return home.extra_vars(datasette, request, template)


@hookimpl
def permission_allowed(
    datasette: Datasette, actor: dict[str, object] | None, action: str
) -> bool | None:
    """Who may change collections."""
    return permissions.allowed(datasette, actor, action)


@hookimpl
def menu_links(datasette: Datasette, request: Request) -> Later[Links]:
    """The way from Datasette's own pages to ours."""
    return actions.menu(datasette, request)


@hookimpl
def database_actions(datasette: Datasette, database: str, request: Request) -> Later[Links]:
    """The way from a database's page to ours."""
    return actions.of_database(datasette, request, database)


@hookimpl
def table_actions(
    datasette: Datasette, database: str, table: str, request: Request
) -> Later[Links]:
    """The way from a table's page to ours."""
    return actions.of_table(datasette, request, database, table)


@hookimpl
def render_cell(value: object, column: str, table: str | None) -> str | None:
    """Times as clocks, and long JSON shortened."""
    return cells.shown(value, column, table)
