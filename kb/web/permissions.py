"""Who may see and change what. Datasette checks none of this for a plugin's routes: we must.

A page asks for every table that it shows something of, just as Datasette would for the table's
own page; one that is denied denies the page.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from datasette import Forbidden
from datasette.plugins import pm

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database as Served
    from datasette.utils.asgi import Request

EDIT = "kb-edit"

# What reading cannot do without, and what a page leaves out where it may not be seen.
READING = (
    "talks",
    "turns",
    "passages",
    "passage_turns",
    "chapters",
    "speakers",
    "talk_speakers",
    "speaker_aliases",
    "topics",
    "talk_topics",
    "passage_topics",
    "topic_decisions",
    "summary_sentences",
    "speaker_decisions",
    "talk_people",
)
QUOTES = ("quotes",)
SOURCES = ("sources", "talk_files")
HEALTH = (*SOURCES, "skipped_files")
COLLECTIONS = ("collections", "collection_quotes")
SEARCHES = ("saved_searches", "saved_search_hits")
JUDGEMENTS = ("judgements",)

# Whose rules for tables are all in the metadata, and who has none.
_KNOWN = frozenset({"datasette.default_permissions", "verbatim"})
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


async def sees(
    datasette: Datasette, actor: dict[str, object] | None, database: str, tables: tuple[str, ...]
) -> bool:
    """Return whether somebody may see all these tables."""
    above: list[str | tuple[str, object]] = [("view-database", database), "view-instance"]
    told = _tables_have_rules(datasette)
    asked = [[("view-table", (database, table)), *above] for table in tables] if told else [above]
    for checks in asked:
        try:
            await datasette.ensure_permissions(actor, checks)
        except Forbidden:
            return False
    return True


def _tables_have_rules(datasette: Datasette) -> bool:
    """Return whether anything can tell one table from another: metadata, or some other plugin.

    Where nothing can, asking Datasette for each table takes longer than a search.
    """
    others = {hook.plugin_name for hook in pm.hook.permission_allowed.get_hookimpls()} - _KNOWN
    if others or pm.hook.get_metadata.get_hookimpls():
        return True
    return _allows(datasette._metadata_local)  # noqa: SLF001 - metadata() would copy all of it


def _allows(metadata: object) -> bool:
    if isinstance(metadata, dict):
        return "allow" in metadata or any(map(_allows, metadata.values()))
    return isinstance(metadata, list) and any(map(_allows, metadata))


def allowed(datasette: Datasette, actor: dict[str, object] | None, action: str) -> bool | None:
    """Return True for who may change collections, None where others are to say.

    That is whoever started the server with --root, and everybody where the plugin's setting
    `editing` is on: `kb serve` sets it to "local", which takes changes from this machine's
    browsers only (see `may_edit`).
    """
    if action != EDIT:
        return None
    if (actor or {}).get("id") == "root" or _setting(datasette):
        return True
    return None


async def may_edit(datasette: Datasette, request: Request, database: Served) -> bool:
    """Return whether this visitor may change the collections of a database."""
    if not database.is_mutable:
        return False
    if not await datasette.permission_allowed(request.actor, EDIT, database.name, default=False):
        return False
    return request.actor is not None or _setting(datasette) != "local" or _is_local(request.host)


def check_form(request: Request, form: dict[str, str]) -> None:
    """Make sure that a form was sent from a page of ours.

    Datasette asks for the token only where a request has cookies; here the cookie itself is
    asked for too, so that no other site's page can make a visitor's browser send a change.

    Raises:
        Forbidden: It was not.
    """
    token = form.get("csrftoken", "")
    sent = request.cookies.get("ds_csrftoken", "")
    if not sent or not secrets.compare_digest(token.encode(), sent.encode()):
        message = "this form has no valid token; load its page again, with cookies allowed"
        raise Forbidden(message)
    if not secrets.compare_digest(request.scope["csrftoken"]().encode(), sent.encode()):
        message = "this form's token is out of date; load its page again"
        raise Forbidden(message)
    if not _same_site(request):
        message = "this form was sent from another site"
        raise Forbidden(message)


def _same_site(request: Request) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _is_local(host: str) -> bool:
    # Another site's name may be made to lead to this machine; it stays that site's name.
    return (urlsplit(f"//{host}").hostname or "") in _LOCAL


def _setting(datasette: Datasette) -> object:
    return (datasette.plugin_config("verbatim") or {}).get("editing")
