"""Collections: make them, order them, write notes, take quotes out, export, delete."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from datasette import Forbidden, Response
from sqlite_utils import Database

from kb import collections as keeping
from kb import exports
from kb.collections import CollectedQuote, Collection
from kb.errors import NotFoundError
from kb.exports import EXPORTS
from kb.web.faults import FormError
from kb.web.site import Site

_LONGEST = 20_000
_RENAMED = """
    select speakers.name from turns join speakers on speakers.id = turns.speaker_id
    join speaker_aliases on speaker_aliases.speaker_id = speakers.id
        and speaker_aliases.talk_id = turns.talk_id
    where turns.talk_id = ? and start_char <= ? and end_char > ? and alias = ? and name <> alias
"""
_TURN = "select id from turns where talk_id = ? and start_char <= ? and end_char > ?"


async def collections(site: Site) -> Response:
    """The page at /-/kb/collections."""
    _may_see(site)
    return await site.page("collections", collections=await site.read(keeping.collections))


async def create(site: Site) -> Response:
    """Make a collection, and show it."""
    said = await site.form()
    name, about = _named(said)
    made = await site.write(partial(keeping.create, name=name, description=about))
    return Response.redirect(site.to.collection(made.slug), status=303)


async def collection(site: Site) -> Response:
    """The page at /-/kb/collection/SLUG."""
    _may_see(site)
    own, items = await site.read(partial(_load, ref=site.request.url_vars["slug"]))
    there = await site.read(partial(_there, items=items))
    renamed = await site.read(partial(_renamed, items=items))
    return await site.page(
        "collection",
        collection=own,
        items=items,
        there=there,
        renamed=renamed,
        exports=list(EXPORTS.names()),
    )


async def change(site: Site) -> Response:
    """Do what a button of a collection's page says, and show the page again."""
    said = await site.form()
    slug = site.request.url_vars["slug"]
    if said.get("action") == "delete":
        await site.write(partial(keeping.delete, ref=slug))
        site.datasette.add_message(site.request, "The collection is deleted.")
        return Response.redirect(site.to("collections"), status=303)
    action = _ACTIONS.get(said.get("action", ""))
    if action is None:
        message = "a button of this page says what to do; this form does not"
        raise FormError(message)
    item = int(said["item"]) if said.get("item", "").isdecimal() else 0
    await site.write(lambda db: action(db, slug, item, said))
    at = f"q-{item}" if action in (_note, _move) else None
    return Response.redirect(site.to.collection(slug, at=at), status=303)


async def export(site: Site) -> Response:
    """A collection as a file."""
    _may_see(site)
    slug, name = (site.request.url_vars[key] for key in ("slug", "format"))
    if name not in EXPORTS.names():
        message = f"there is no export {name!r}; there are: {', '.join(EXPORTS.names())}"
        raise NotFoundError(message)
    own, _ = await site.read(partial(_load, ref=slug))
    body = await site.read(partial(exports.export, ref=own.slug, format=name))
    kind = EXPORTS.get(name)
    return Response(
        body,
        content_type=f"{kind.media_type}; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{own.slug}{kind.suffix}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _may_see(site: Site) -> None:
    if not site.collections:
        message = "You may not see collections."
        raise Forbidden(message)


def _load(db: Database, ref: str) -> tuple[Collection, list[CollectedQuote]]:
    return keeping.get(db, ref), keeping.items(db, ref)


def _there(db: Database, items: list[CollectedQuote]) -> dict[int, int]:
    """Return, by kept quote, the turn in which it can still be read."""
    out = {}
    for item in items:
        row = db.execute(_TURN, [item.talk_id, item.start_char, item.start_char]).fetchone()
        if row is not None:
            out[item.id] = int(row[0])
    return out


def _renamed(db: Database, items: list[CollectedQuote]) -> dict[int, str]:
    """Return, by kept quote, what its speaker is called now, where that is another name."""
    out = {}
    for item in items:
        place = [item.talk_id, item.start_char, item.start_char, item.speaker]
        row = db.execute(_RENAMED, place).fetchone()
        if row is not None:
            out[item.id] = str(row[0])
    return out


def _named(said: Mapping[str, str]) -> tuple[str, str]:
    """Return the name and description that a form gives a collection."""
    name, about = said.get("name", "")[:200], said.get("description", "")[:_LONGEST]
    if not name.strip():
        message = "a collection needs a name"
        raise FormError(message)
    return name, about.strip()


def _edit(db: Database, slug: str, item: int, said: Mapping[str, str]) -> None:  # noqa: ARG001
    name, about = _named(said)
    keeping.edit(db, slug, name=name, description=about)


def _remove(db: Database, slug: str, item: int, said: Mapping[str, str]) -> None:  # noqa: ARG001
    keeping.remove(db, slug, item)


def _note(db: Database, slug: str, item: int, said: Mapping[str, str]) -> None:
    text = said.get("note", "")[:_LONGEST].replace("\r\n", "\n").strip()
    keeping.note(db, slug, item, text, said.get("tags", "").split(","))


def _move(db: Database, slug: str, item: int, said: Mapping[str, str]) -> None:
    place = said.get("position", "")
    keeping.move(db, slug, item, int(place) if place.isdecimal() else 1)


_ACTIONS: dict[str, Callable[[Database, str, int, Mapping[str, str]], Any]] = {
    "edit": _edit,
    "remove": _remove,
    "note": _note,
    "move": _move,
}
