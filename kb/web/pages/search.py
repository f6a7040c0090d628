"""Search: a question, filters as facets, and hits that say why and lead to their place."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from datasette import Response
from datasette.utils import add_cors_headers
from sqlite_utils import Database

from kb.asking import judgements
from kb.asking.ask import Answer, ask
from kb.asking.judgements import Verdict
from kb.asking.names import Known, Names
from kb.asking.understand import Understood
from kb.asking.who import Person, talk_about
from kb.filters import Filters
from kb.hits import as_rows
from kb.search import MODES, Mode
from kb.web import args, models, passages
from kb.web.args import Visit
from kb.web.memory import Memory
from kb.web.passages import Shown
from kb.web.queries import facets
from kb.web.queries.facets import Facet
from kb.web.site import Site
from kb.web.urls import Value, encoded

SIZES = (10, 20, 50, 100)
_LOOKED_AT = 30  # hits whose speakers are counted; so many are looked into anyway
_SPEAKERS = 5

_NAMES: Memory[Known] = Memory(20)


class Asked(NamedTuple):
    """What somebody wants to find; `exact` takes names as they are spelt."""

    q: str
    mode: Mode
    filters: Filters
    n: int
    exact: bool = False


class Page(NamedTuple):
    """What the search page shows.

    Args:
        hits: What was found.
        more: Whether there is more.
        notice: Why it was not searched for as asked.
        understood: How what was typed was understood.
        close: Whether anything of it is close; None where nobody can tell.
        facets: The values of each filter.
        talks: Titles of the talks that it is limited to.
        speakers: Who talks about it.
        judged: By passage, what somebody said of it.
    """

    hits: list[Shown]
    more: bool
    notice: str | None
    understood: Understood
    close: bool | None
    facets: dict[str, tuple[Facet, ...]]
    talks: dict[str, str]
    speakers: list[Person]
    judged: dict[int, Verdict]


async def search(site: Site) -> Response:
    """The page at /-/kb/search."""
    asked = asked_in(site.request)
    return await site.page(
        "search",
        asked=asked,
        chosen=args.of_filters(asked.filters),
        modes=MODES,
        found=await site.read(partial(_load, asked=asked, judging=site.judging)),
        bigger=next((size for size in SIZES if size > asked.n), None),
        carried=encoded(arguments(asked)),
    )


async def search_json(site: Site) -> Response:
    """The same hits as JSON, in the rows of `kb search --json`; ?shape=object says more."""
    whole = site.request.args.get("shape") == "object"
    found = await site.read(partial(_listed, asked=asked_in(site.request), whole=whole))
    headers: dict[str, str] = {}
    if site.datasette.cors:
        add_cors_headers(headers)
    return Response.json(found, headers=headers)


def answer(db: Database, asked: Asked, *, most: int | None = None) -> tuple[Answer, str | None]:
    """Return what was found, and why it was not searched for as asked: by words only, say.

    Args:
        db: The knowledge base.
        asked: What was asked.
        most: How many hits, where that is not what was asked.
    """
    encoder, problem = models.encoder_of(db)
    found = ask(
        db,
        asked.q,
        index=models.INDEXES.get(db),
        encoder=encoder,
        mode=asked.mode if encoder is not None else "keyword",
        filters=asked.filters,
        limit=asked.n if most is None else most,
        exact=asked.exact,
        names=Names(db, _NAMES.get(db, "names", Known.nothing)),
    )
    by_words = asked.mode != "keyword" and encoder is None
    return found, f"Found by words only: {problem}." if by_words else None


def asked_in(request: Visit) -> Asked:
    """Return what a visit asks."""
    mode = args.choice(request, "mode", MODES)
    n = args.integer(request, "n", SIZES[0], most=SIZES[-1])
    return Asked(
        q=args.text(request, "q"),
        mode=next(m for m in MODES if m == mode),
        filters=args.filters(request),
        n=n,
        exact=request.args.get("exact") == "1",
    )


def within_a_talk(asked: Asked) -> bool:
    """Return whether a question is asked of one talk only."""
    return len(asked.filters.talk) == 1


def arguments(asked: Asked) -> dict[str, Value]:
    """Return what is asked as the arguments of the search page."""
    mode = asked.mode if asked.mode != MODES[0] else None
    n = asked.n if asked.n != SIZES[0] else None
    exact = "1" if asked.exact else None
    return {"q": asked.q, "mode": mode, **args.of_filters(asked.filters), "n": n, "exact": exact}


def _load(db: Database, asked: Asked, *, judging: bool) -> Page:
    found, notice = answer(db, asked, most=max(asked.n + 1, _LOOKED_AT))
    filters = found.understood.filters
    within = within_a_talk(asked)
    return Page(
        hits=passages.shown(db, found.hits[: asked.n]),
        more=len(found.hits) > asked.n,
        notice=notice,
        understood=found.understood,
        close=found.close,
        facets=facets.facets(db, filters),
        talks={ref: facets.talk_title(db, ref) or ref for ref in asked.filters.talk},
        speakers=talk_about(found.hits[:_LOOKED_AT], _SPEAKERS) if found.understood.words else [],
        judged=judgements.of_query(db, asked.q, within=within) if judging else {},
    )


def _listed(db: Database, asked: Asked, *, whole: bool) -> object:
    found, notice = answer(db, asked)
    rows = as_rows(db, found.hits)
    if not whole:
        return rows
    notes = [*([notice] if notice else []), *found.understood.notes]
    filters = found.understood.filters.model_dump(exclude_defaults=True)
    return {
        "hits": rows,
        "words": found.understood.words,
        "filters": filters,
        "notes": notes,
        "nothing_close": found.close is False,
    }
