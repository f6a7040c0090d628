"""Commands for saved searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kb.cli import common, hits

if TYPE_CHECKING:
    from kb.search import Mode


@click.group()
def searches() -> None:
    """Save searches, and see what is new in them.

    \b
    Example:
        kb searches save burnout "how people recover from burnout" --kind podcast
        kb searches run burnout
    """


@searches.command()
@click.argument("name")
@click.argument("query", nargs=-1, required=True)
@common.mode_option
@common.filter_options
@click.pass_context
def save(
    ctx: click.Context,
    /,
    name: str,
    query: tuple[str, ...],
    mode: Mode,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Save a search; one of the same name is replaced."""
    from kb.asking import saved
    from kb.filters import Filters

    db = common.opened(ctx)
    click.echo(saved.save(db, name, " ".join(query), mode, Filters.model_validate(filters)).name)


@searches.command("list")
@common.json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List saved searches."""
    from kb.asking import saved

    rows = [
        search.model_dump(mode="json", exclude={"filters"})
        | {"filters": search.filters.model_dump(mode="json", exclude_defaults=True)}
        for search in saved.searches(common.opened(ctx))
    ]
    columns = {"name": "search", "query": "query", "mode": "mode", "seen_at": "last run"}
    common.show_rows(rows, columns, as_json=as_json, empty="no saved searches")


@searches.command()
@click.argument("name")
@common.hits_option
@click.option("--all", "every", is_flag=True, help="Print known hits, too.")
@click.option("--keep", is_flag=True, help="Leave what is new new.")
@common.json_option
@common.model_option
@click.pass_context
def run(
    ctx: click.Context,
    name: str,
    limit: int,
    every: bool,
    keep: bool,
    as_json: bool,
    model: str | None,
) -> None:
    """Print what is new among the hits of a saved search since it was last run."""
    from kb.asking import saved

    db = common.opened(ctx)
    done = saved.run(db, name, common.asker(db, model), limit)
    found = done.answer.hits if every else [h for h in done.answer.hits if h.passage_id in done.new]
    hits.show_notes(done.answer, heading=False)
    click.echo(f"{len(done.new)} new of {len(done.answer.hits)} hits", err=True)
    if found or as_json:
        hits.show(db, found, as_json=as_json, new=done.new)
    if not keep:
        saved.saw(db, done)


@searches.command()
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Forget a saved search."""
    from kb.asking import saved

    saved.remove(common.opened(ctx), name)


COMMANDS = (searches,)
