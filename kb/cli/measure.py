"""Commands that measure: evaluate."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import common


@click.command()
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")
@common.model_option
@click.pass_context
def evaluate(ctx: click.Context, queries: Path, as_json: bool, model: str | None) -> None:
    """Measure search on queries whose answers are known.

    QUERIES has a JSON object a line: id, query, kind, talk (a path), spans ([start, end) in the
    source's characters), and optionally within (search in that talk only).

    \b
    Example:
        kb evaluate queries.jsonl
    """
    from kb import evaluate as measuring
    from kb import search, vectors
    from kb.filters import Filters

    db = common.opened(ctx)
    encoder, index = common.encoder_for(db, model), vectors.load(db)

    def find(query: str, mode: search.Mode, filters: Filters, limit: int) -> list[search.Hit]:
        return search.search(
            db,
            query,
            index=index,
            encoder=encoder,
            mode=mode,
            filters=filters,
            limit=limit,
        )

    result = measuring.evaluate(measuring.read_queries(queries), find)
    if as_json:
        click.echo(measuring.as_json(result))
        return
    rows = measuring.table(result)
    common.show_rows(rows, {key: key for key in rows[0]}, as_json=False, empty="no queries")


COMMANDS = (evaluate,)
