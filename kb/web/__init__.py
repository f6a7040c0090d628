"""The Datasette plugin: pages to search, read and collect, and search in SQL. Only hooks here."""

from __future__ import annotations

from typing import Any

from datasette import hookimpl

from kb.web import actions, cells, models, permissions, routes, sql_functions
from kb.web.pages import home
from kb.web.templating import FILTERS

__all__: list[str] = []


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Our pages, below /-/kb."""
    return routes.ROUTES


@hookimpl
def prepare_connection(conn: Any) -> None:
    """kb_search() and its like, for everybody who may write SQL."""
    sql_functions.register(conn)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """How times, numbers and addresses look on our pages."""
    env.filters.update(FILTERS)


@hookimpl
async def startup(datasette: Any) -> None:
    """Begin to load the models that the databases need; nobody waits for them."""
    await models.start(datasette)


@hookimpl
def extra_template_vars(template: str | None, request: Any, datasette: Any) -> Any:
    """What the page at / shows besides Datasette's own list."""
    return home.extra_vars(datasette, request) if template == "index.html" else {}


@hookimpl
def permission_allowed(datasette: Any, actor: dict[str, Any] | None, action: str) -> bool | None:
    """Who may change collections."""
    return permissions.allowed(datasette, actor, action)


@hookimpl
def menu_links(datasette: Any, actor: Any, request: Any) -> Any:
    """The way from Datasette's own pages to ours."""
    return actions.menu(datasette, request)


@hookimpl
def database_actions(datasette: Any, database: str, request: Any) -> Any:
    """The way from a database's page to ours."""
    return actions.of_database(datasette, request, database)


@hookimpl
def table_actions(datasette: Any, database: str, table: str, request: Any) -> Any:
    """The way from a table's page to ours."""
    return actions.of_table(datasette, request, database, table)


@hookimpl
def render_cell(value: Any, column: str, table: str | None) -> str | None:
    """Times as clocks, and long JSON shortened."""
    return cells.shown(value, column, table)
