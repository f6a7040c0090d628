"""Who talks about something: speakers by their best passages."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Response
from sqlite_utils import Database

from kb.asking.understand import Understood
from kb.asking.who import POOL, Person, talk_about
from kb.search import MODES
from kb.web.pages.search import Asked, answer, asked_in
from kb.web.site import Site


class Page(NamedTuple):
    """What the page shows; `notice` says why it was not searched for as asked."""

    people: list[Person]
    understood: Understood
    close: bool | None
    notice: str | None


async def who(site: Site) -> Response:
    """The page at /-/kb/who."""
    asked = asked_in(site.request)
    return await site.page(
        "who", asked=asked, modes=MODES, found=await site.read(partial(_load, asked=asked))
    )


def _load(db: Database, asked: Asked) -> Page:
    found, notice = answer(db, asked, most=POOL)
    people = talk_about(found.hits, asked.n) if found.understood.words else []
    return Page(people, found.understood, found.close, notice)
