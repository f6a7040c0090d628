"""Saved searches: the list of them, and what is new in one."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Forbidden, Response
from sqlite_utils import Database

from kb.asking import saved
from kb.asking.ask import Answer
from kb.asking.saved import SavedSearch
from kb.filters import Filters
from kb.search import Mode
from kb.web import args, passages
from kb.web.faults import FormError
from kb.web.pages.search import SIZES, Asked, answer, arguments, asked_in
from kb.web.passages import Shown
from kb.web.site import Site
from kb.web.urls import Value

_HITS = 20
_LONGEST = 200  # letters of a name


class Page(NamedTuple):
    """What the page of a saved search shows; new hits come first."""

    search: SavedSearch
    new: list[Shown]
    known: list[Shown]
    answer: Answer
    notice: str | None


async def searches(site: Site) -> Response:
    """The page at /-/kb/searches."""
    _may_see(site)
    return await site.page(
        "searches", searches=await site.read(saved.searches), arguments=_arguments
    )


async def save(site: Site) -> Response:
    """Save the search that a form holds, and show it."""
    said = await site.form(may=site.saving)
    asked = asked_in(args.carried(said.get("search", "")))
    name = " ".join(said.get("name", "").split())[:_LONGEST]
    if not name or (not asked.q and asked.filters.empty):
        message = "a saved search needs a name and a question"
        raise FormError(message)
    made = await site.write(
        partial(saved.save, name=name, query=asked.q, mode=asked.mode, filters=asked.filters)
    )
    return Response.redirect(site.to(f"searches/{made.id}"), status=303)


async def run(site: Site) -> Response:
    """The page at /-/kb/searches/ID; looking at it changes nothing."""
    _may_see(site)
    page = await site.read(partial(_load, ref=str(args.place(site.request))))
    return await site.page("saved_search", page=page, arguments=_arguments(page.search))


async def change(site: Site) -> Response:
    """Forget a saved search, or take its hits as seen."""
    said = await site.form(may=site.saving)
    ref = str(args.place(site.request))
    if said.get("action") == "remove":
        await site.write(partial(saved.remove, ref=ref))
        site.datasette.add_message(site.request, "The search is no longer saved.")
        return Response.redirect(site.to("searches"), status=303)
    if said.get("action") != "seen":
        message = "a button of this page says what to do; this form does not"
        raise FormError(message)
    # Asked where reading is: the connection that writes is for writing.
    done, _ = await site.read(partial(_run, ref=ref))
    await site.write(partial(saved.saw, done=done))
    return Response.redirect(site.to(f"searches/{ref}"), status=303)


def _may_see(site: Site) -> None:
    if not site.searches:
        message = "You may not see saved searches."
        raise Forbidden(message)


def _load(db: Database, ref: str) -> Page:
    done, notice = _run(db, ref)
    shown = passages.shown(db, done.answer.hits)
    return Page(
        search=done.search,
        new=[hit for hit in shown if hit.hit.passage_id in done.new],
        known=[hit for hit in shown if hit.hit.passage_id not in done.new],
        answer=done.answer,
        notice=notice,
    )


def _run(db: Database, ref: str) -> tuple[saved.Run, str | None]:
    notices: list[str | None] = []

    def asker(query: str, mode: Mode, filters: Filters, limit: int) -> Answer:
        found, notice = answer(db, Asked(query, mode, filters, limit))
        notices.append(notice)
        return found

    return saved.run(db, ref, asker, _HITS), notices[-1]


def _arguments(search: SavedSearch) -> dict[str, Value]:
    """Return a saved search as the search page's arguments."""
    return arguments(Asked(search.query, search.mode, search.filters, SIZES[0]))
