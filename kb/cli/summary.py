"""Commands that write what a talk comes to: its summary, and its chapters."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import cast

import click

from ingest.timecode import clock
from kb.cli import common

_output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write. [default: standard output]",
)


@click.command()
@click.argument("talk")
@_output_option
@click.pass_context
def summary(ctx: click.Context, talk: str, output: Path | None) -> None:
    """Write a talk's summary as Markdown: its own sentences, each with its receipt.

    \b
    Example:
        kb summary interview.vtt -o interview.md
    """
    from kb.exports.summary import summary_markdown

    _put(summary_markdown(common.opened(ctx), talk), output)


@click.command()
@click.argument("talk")
@click.option(
    "--format",
    "format_",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Lines to read, or Podcasting 2.0 chapters JSON.",
)
@_output_option
@click.pass_context
def chapters(ctx: click.Context, talk: str, format_: str, output: Path | None) -> None:
    """List a talk's chapters, or write them for podcast players.

    \b
    Example:
        kb chapters interview.vtt --format json -o interview.chapters.json
    """
    from kb.exports import chapters as exporting

    db = common.opened(ctx)
    if format_ == "json":
        _put(exporting.chapters_json(db, talk), output)
        return
    rows = exporting.chapters(db, talk)
    if not rows:
        click.echo("no chapters", err=True)
        return
    _put("".join(_line(row) for row in rows), output)


def _line(row: Mapping[str, object]) -> str:
    start_ms = cast("int | None", row["start_ms"])
    return f"{clock(start_ms) if start_ms is not None else '':>8}  {row['title']}\n"


def _put(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")


COMMANDS = (summary, chapters)
