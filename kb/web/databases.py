"""Which of a server's databases are knowledge bases, and how `kb` reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datasette.utils.sqlite import sqlite3
from sqlite_utils import Database

if TYPE_CHECKING:
    from sqlite3 import Connection

    from datasette.app import Datasette
    from datasette.database import Database as Served

_TABLES = ("talks", "passages", "turns", "collections", "_kb_meta")
_COUNT = f"select count(*) from sqlite_master where type = 'table' and name in {_TABLES}"  # noqa: S608


async def knowledge_bases(datasette: Datasette) -> list[Served]:
    """Return the databases that hold talks, in the order in which they are served."""
    found = [db for db in datasette.databases.values() if db.name != "_internal"]
    return [db for db in found if await _holds_talks(db)]


async def _holds_talks(database: Served) -> bool:
    try:
        rows = await database.execute(_COUNT, log_sql_errors=False)
    except sqlite3.DatabaseError:
        return False  # Datasette says by itself what is wrong with the file
    return bool(rows.first()[0] == len(_TABLES))


def wrapped(conn: Connection) -> Database:
    """Return one of Datasette's connections as `kb` knows databases; this costs nothing."""
    return Database(conn, recursive_triggers=False, execute_plugins=False)
