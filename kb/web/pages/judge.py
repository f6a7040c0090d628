"""Judging: a thumb up or down on a hit of the search page."""

from __future__ import annotations

from functools import partial

from datasette import Response
from sqlite_utils import Database

from kb.asking import judgements
from kb.asking.judgements import Verdict
from kb.web import args
from kb.web.pages.search import arguments, asked_in, within_a_talk
from kb.web.site import Site

_VERDICTS: dict[str, Verdict | None] = {"right": "right", "wrong": "wrong", "none": None}


async def judge(site: Site) -> Response:
    """Keep what was said of a hit, and show the hits again."""
    said = await site.form(may=site.judging)
    passage = said.get("passage", "")
    verdict = _VERDICTS.get(said.get("verdict", ""))
    number = int(passage) if passage.isascii() and passage.isdigit() and len(passage) < 19 else 0
    asked = asked_in(args.carried(said.get("search", "")))
    within = within_a_talk(asked)
    await site.write(partial(_judge, query=asked.q, passage=number, verdict=verdict, within=within))
    back = site.to("search", at=f"h-{number}", **arguments(asked))
    return Response.redirect(back, status=303)


async def elsewhere(site: Site) -> Response:
    """Hits are judged where they are found."""
    return Response.redirect(site.to("search"))


def _judge(
    db: Database, *, query: str, passage: int, verdict: Verdict | None, within: bool
) -> None:
    judgements.judge(db, query, passage, verdict, within=within)
