"""Commands that measure: evaluate, and judgements to measure with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kb.cli import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from kb.evaluate.figures import Measured, Searcher
    from kb.evaluate.queries import Query
    from kb.filters import Filters
    from kb.hits import Hit
    from kb.search import Mode

_MODES: tuple[Mode, ...] = ("hybrid", "keyword", "semantic")


@click.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mode", type=click.Choice(_MODES), help="Measure this way to search only.")
@click.option(
    "--against",
    metavar="DATABASE|MODE",
    help="Compare, query by query, with another database or another way to search.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@common.model_option
@click.pass_context
def evaluate(
    ctx: click.Context,
    queries: Path,
    mode: Mode | None,
    against: str | None,
    as_json: bool,
    model: str | None,
) -> None:
    """Measure search on queries whose answers are known.

    QUERIES has a JSON object a line: id, query, kind, talk (a path), spans ([start, end) in the
    source's characters), and optionally within (search in that talk only) and also (a list of
    talk and spans). Ranges are 95% bootstrap intervals: how much the choice of queries matters.

    \b
    Example:
        kb evaluate queries.jsonl
        kb evaluate queries.jsonl --against other.db
        kb evaluate queries.jsonl --mode hybrid --against semantic
    """
    from kb import evaluate as measuring

    db = common.opened(ctx)
    asked = measuring.read_queries(queries)
    if against is not None:
        here = measuring.measure(asked, _searcher(db, model), mode or "hybrid")
        there = _measured_there(ctx, db, asked, against, mode or "hybrid", model)
        _show_comparison(measuring.compare(here, there), as_json=as_json)
        return
    result = measuring.evaluate(asked, _searcher(db, model), [mode] if mode else _MODES)
    if as_json:
        click.echo(json.dumps(result, indent=2))
        return
    rows = measuring.table(result)
    common.show_rows(rows, {key: key for key in rows[0]}, as_json=False, empty="no queries")


@click.group()
def judgements() -> None:
    """Keep what the search page's thumbs say of hits, to measure search with.

    \b
    Example:
        kb judgements export judged.jsonl
        kb evaluate judged.jsonl
    """


@judgements.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.pass_context
def export(ctx: click.Context, file: str) -> None:
    """Write the judgements as queries for `kb evaluate`; "-" prints them."""
    from kb.asking import judgements as kept

    done = kept.export(common.opened(ctx))
    with click.open_file(file, "w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in done.lines)
    said = [f"{len(done.lines)} queries"]
    said += [f"{done.unanswered} without a right hit left out"] if done.unanswered else []
    said += [f"{done.gone} judged passages are no longer there"] if done.gone else []
    click.echo(", ".join(said), err=True)


def _measured_there(
    ctx: click.Context,
    db: Database,
    queries: Sequence[Query],
    against: str,
    mode: Mode,
    model: str | None,
) -> list[Measured]:
    from kb import evaluate as measuring
    from kb import store

    if against in _MODES:
        return measuring.measure(queries, _searcher(db, model), against)
    other = store.open_database(against, create=False)
    ctx.call_on_close(other.close)
    return measuring.measure(queries, _searcher(other, None), mode)


def _searcher(db: Database, model: str | None) -> Searcher:
    answer = common.asker(db, model)

    def search(query: str, mode: Mode, filters: Filters, limit: int) -> Sequence[Hit]:
        return answer(query, mode, filters, limit).hits

    return search


def _show_comparison(found: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    figures = cast("dict[str, dict[str, object]]", found["figures"])
    rows = [
        {
            "figure": name,
            **values,
            "interval": "{:.3f} to {:.3f}".format(*_bounds(values)),
            "p": f"{values['p']:.4f}",
        }
        for name, values in figures.items()
    ]
    columns = {
        "figure": "figure",
        "here": "here",
        "there": "there",
        "difference": "difference",
        "interval": "95%",
        "p": "p",
    }
    common.show_rows(rows, columns, as_json=False, empty="no queries")
    for name in ("wins", "losses"):
        listed = cast("list[dict[str, object]]", found[name])
        click.echo(f"{len(listed)} {name}")
        for one in listed:
            ranks = f"#{one['here'] or '-'} here, #{one['there'] or '-'} there"
            click.echo(f"   {ranks}  {one['query']} ({one['kind']} {one['id']})")
    click.echo(f"{found['ties']} ties")


def _bounds(values: dict[str, object]) -> list[float]:
    return cast("list[float]", values["interval"])


COMMANDS = (evaluate, judgements)
