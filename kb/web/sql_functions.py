"""Functions for SQL: search by meaning for everybody who may write a query.

None of them ever raises: Datasette would only say that a function did. What went wrong comes back
as `[{"error": …}]`, which joins nothing.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from sqlite_utils import Database

from ingest.errors import VerbatimError
from ingest.timecode import clock
from kb import search as searching
from kb.filters import Filters
from kb.hits import Hit
from kb.search import MODES
from kb.web import databases, models
from kb.web.pages.search import Asked, answer

if TYPE_CHECKING:
    from sqlite3 import Connection

_LOG = logging.getLogger(__name__)
_MOST = 500
_LONGEST = 1000


def register(conn: Connection) -> None:
    """Give a connection our functions."""
    conn.create_function("kb_search", -1, _json_of(_search, conn))
    conn.create_function("kb_similar", -1, _json_of(_similar, conn))
    conn.create_function("kb_time", 1, _time)


def _search(db: Database, query: object, n: object = 10, mode: object = "hybrid") -> list[object]:
    """kb_search(query, n, mode): the best passages, as a JSON array."""
    wanted = next((m for m in MODES if m == mode), MODES[0])
    asked = Asked(str(query or "")[:_LONGEST], wanted, Filters(), _count(n))
    return [_row(hit) for hit in answer(db, asked)[0].hits]


def _similar(db: Database, passage_id: object, n: object = 10) -> list[object]:
    """kb_similar(passage_id, n): the passages that say most nearly the same, as a JSON array."""
    index = models.INDEXES.get(db)
    found = searching.similar(db, int(str(passage_id or 0)), index=index, limit=_count(n))
    return [_row(hit) for hit in found]


def _time(ms: object) -> str | None:
    """kb_time(ms): milliseconds as people read them."""
    return clock(ms) if isinstance(ms, int) and ms >= 0 else None


def _json_of(function: Callable[..., Sequence[object]], conn: Connection) -> Callable[..., str]:
    """Return a function as SQL calls it: over this connection, JSON out, and never an exception."""

    def called(*values: object) -> str:
        try:
            return json.dumps(function(databases.wrapped(conn), *values), ensure_ascii=False)
        except (VerbatimError, ValueError, TypeError) as error:
            return json.dumps([{"error": str(error)}], ensure_ascii=False)
        except Exception:  # noqa: BLE001 - see above
            _LOG.exception("a search in SQL failed")
            return json.dumps([{"error": "the search failed; the server's log says why"}])

    return called


def _row(hit: Hit) -> dict[str, object]:
    return {"id": hit.passage_id, "score": hit.score, "best_sentence": hit.best_sentence}


def _count(n: object) -> int:
    return max(0, min(_MOST, int(str(n))))
