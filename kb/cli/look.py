"""Commands that find: search, similar, and serve for the browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from ingest.timecode import clock
from kb.cli import common

if TYPE_CHECKING:
    from kb.search import Hit

_MODES = ("hybrid", "keyword", "semantic")


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--mode",
    type=click.Choice(_MODES),
    default="hybrid",
    show_default=True,
    help="By words and meaning, or by one of them.",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many hits.",
)
@click.option("--nl", is_flag=True, help="Print a JSON object a line instead.")
@common.filter_options
@common.json_option
@common.model_option
@click.pass_context
def search(
    ctx: click.Context,
    /,
    query: tuple[str, ...],
    mode: str,
    limit: int,
    nl: bool,
    as_json: bool,
    model: str | None,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Find passages by words and meaning.

    \b
    Example:
        kb search "how teams avoid duplicate work" --role guest -n 5
    """
    from kb import search as searching
    from kb import vectors
    from kb.filters import Filters

    db = common.opened(ctx)
    encoder = None if mode == "keyword" else common.encoder_for(db, model)
    hits = searching.search(
        db,
        " ".join(query),
        index=vectors.load(db),
        encoder=encoder,
        mode=mode,  # type: ignore[arg-type]
        filters=Filters.model_validate(filters),
        limit=limit,
    )
    rows = [searching.as_row(db, hit) for hit in hits]
    _show(hits, rows, as_json=as_json, nl=nl)


@click.command()
@click.argument("passage", type=int)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many hits.",
)
@common.filter_options
@common.json_option
@click.pass_context
def similar(
    ctx: click.Context,
    /,
    passage: int,
    limit: int,
    as_json: bool,
    **filters: str | tuple[str, ...] | None,
) -> None:
    """Find passages that say much the same as a passage, named by its id.

    \b
    Example:
        kb similar 81240571223040 -n 5
    """
    from kb import search as searching
    from kb import vectors
    from kb.filters import Filters

    db = common.opened(ctx)
    hits = searching.similar(
        db, passage, index=vectors.load(db), filters=Filters.model_validate(filters), limit=limit
    )
    _show(hits, [searching.as_row(db, hit) for hit in hits], as_json=as_json, nl=False)


@click.command()
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Port to listen on.",
)
@click.option("-h", "--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "-m",
    "--metadata",
    type=click.Path(exists=True, dir_okay=False),
    help="Datasette's metadata file. [default: metadata.yml beside the database or here]",
)
@click.option("--read-only", is_flag=True, help="Show no forms that change collections.")
@click.pass_context
def serve(ctx: click.Context, port: int, host: str, metadata: str | None, read_only: bool) -> None:
    """Serve the knowledge base with Datasette.

    \b
    Example:
        kb serve -p 8010
    """
    from kb.serving import run

    common.opened(ctx).close()  # says what is wrong with it before a server starts
    editing = not read_only and host in ("127.0.0.1", "localhost", "::1")
    run(ctx.find_root().obj, host=host, port=port, metadata=metadata, editing=editing)


def _show(hits: list[Hit], rows: list[dict[str, object]], *, as_json: bool, nl: bool) -> None:
    if as_json:
        common.show_json(rows)
    elif nl:
        for row in rows:
            click.echo(json.dumps(row, ensure_ascii=False))
    elif not hits:
        click.echo("nothing found", err=True)
    else:
        for number, hit in enumerate(hits, start=1):
            click.echo(_shown(number, hit))


def _shown(number: int, hit: Hit) -> str:
    """Return a hit for reading: who, where, why, and the passage with its best sentence set off."""
    who = f"{hit.speaker} ({hit.role})" if hit.speaker and hit.role != "unknown" else hit.speaker
    when = clock(hit.start_ms) if hit.start_ms is not None else None
    where = " · ".join(part for part in (who, hit.title, hit.date, when) if part)
    ranks = [f"words #{hit.keyword_rank}"] if hit.keyword_rank else []
    ranks += [f"meaning #{hit.semantic_rank}"] if hit.semantic_rank else []
    why = ", ".join(
        [
            f"score {hit.score:.2f}",
            *ranks,
            *([f"has {', '.join(hit.matched)}"] if hit.matched else []),
        ]
    )
    best = click.style(hit.best_sentence, bold=True)
    text = hit.text[: hit.best_start] + best + hit.text[hit.best_end :]
    body = "\n".join(click.wrap_text(line, 92, "   ", "   ") for line in text.splitlines())
    lines = [
        click.style(f"{number:>2} {where}", fg="cyan"),
        body,
        f"   [{why}] {hit.talk}:{hit.start_char}-{hit.end_char} passage {hit.passage_id}",
    ]
    if hit.url:
        lines.append(f"   {hit.url}")
    return "\n".join(lines) + "\n"


COMMANDS = (search, similar, serve)
