"""Commands for quote collections: make, fill, order, and export them."""

from __future__ import annotations

from pathlib import Path

import click

from kb.cli import common

_FORMATS = ("md", "csv", "json")


@click.group()
def collections() -> None:
    """Make and fill quote collections.

    \b
    Example:
        kb collections create "Duplicate work"
        kb collections add duplicate-work 81240571223040
        kb export duplicate-work --format md -o quotes.md
    """


@collections.command("list")
@common.json_option
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List collections."""
    from kb import collections as kept

    rows = [c.model_dump() for c in kept.collections(common.opened(ctx))]
    columns = {"slug": "collection", "name": "name", "quotes": "quotes", "description": "about"}
    common.show_rows(rows, columns, as_json=as_json, empty="no collections")


@collections.command()
@click.argument("collection")
@common.json_option
@click.pass_context
def show(ctx: click.Context, collection: str, as_json: bool) -> None:
    """List a collection's quotes in order."""
    from kb import collections as kept

    rows = [item.model_dump(mode="json") for item in kept.items(common.opened(ctx), collection)]
    columns = {
        "position": "#",
        "text": "quote",
        "speaker": "speaker",
        "title": "talk",
        "note": "note",
        "id": "id",
    }
    common.show_rows(rows, columns, as_json=as_json, empty="no quotes in it yet")


@collections.command()
@click.argument("name")
@click.option("--description", default="", help="What it is for.")
@click.pass_context
def create(ctx: click.Context, name: str, description: str) -> None:
    """Make a collection; one that is there is left as it is."""
    from kb import collections as kept

    click.echo(kept.create(common.opened(ctx), name, description).slug)


@collections.command()
@click.argument("collection")
@click.argument("quotes", nargs=-1, required=True, type=int)
@click.option("--note", default="", help="A note on each.")
@click.option("--tag", "tags", multiple=True, help="A tag on each.")
@click.pass_context
def add(
    ctx: click.Context, collection: str, quotes: tuple[int, ...], note: str, tags: tuple[str, ...]
) -> None:
    """Put quotes, named by id, at a collection's end."""
    from kb import collections as kept

    db = common.opened(ctx)
    for quote in quotes:
        added = kept.add(db, collection, quote, note, tags)
        click.echo(f"{added.position}. {added.text}", err=True)


@collections.command()
@click.argument("collection")
@click.argument("quotes", nargs=-1, required=True, type=int)
@click.pass_context
def remove(ctx: click.Context, collection: str, quotes: tuple[int, ...]) -> None:
    """Take quotes out of a collection."""
    from kb import collections as kept

    db = common.opened(ctx)
    for quote in quotes:
        kept.remove(db, collection, quote)


@collections.command()
@click.argument("collection")
@click.argument("quote", type=int)
@click.argument("text")
@click.option("--tag", "tags", multiple=True, help="Its tags; without any they stay as they are.")
@click.pass_context
def note(ctx: click.Context, collection: str, quote: int, text: str, tags: tuple[str, ...]) -> None:
    """Write a note on a collected quote."""
    from kb import collections as kept

    kept.note(common.opened(ctx), collection, quote, text, tags or None)


@collections.command()
@click.argument("collection")
@click.argument("quote", type=int)
@click.argument("position", type=click.IntRange(min=1))
@click.pass_context
def move(ctx: click.Context, collection: str, quote: int, position: int) -> None:
    """Move a quote to a place in its collection, from 1."""
    from kb import collections as kept

    kept.move(common.opened(ctx), collection, quote, position)


@collections.command()
@click.argument("collection")
@click.option("--name", help="Its new name.")
@click.option("--description", help="What it is for.")
@click.pass_context
def edit(ctx: click.Context, collection: str, name: str | None, description: str | None) -> None:
    """Rename or describe a collection; links to it still hold."""
    from kb import collections as kept

    if name is None and description is None:
        message = "say what to change, with --name or --description"
        raise click.UsageError(message)
    kept.edit(common.opened(ctx), collection, name=name, description=description)


@collections.command()
@click.argument("collection")
@click.pass_context
def delete(ctx: click.Context, collection: str) -> None:
    """Delete a collection with all that is in it."""
    from kb import collections as kept

    kept.delete(common.opened(ctx), collection)


@collections.command("import")
@click.argument("collection")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_context
def import_(ctx: click.Context, collection: str, file: Path) -> None:
    """Put the quotes of an exported file (.md, .csv, .json) into a collection."""
    from kb import collections as kept
    from kb import exports

    db = common.opened(ctx)
    kept.create(db, collection)
    quotes = exports.load(file.read_text("utf-8"), file.suffix.lstrip(".").lower())
    added = kept.restore(db, collection, quotes)
    click.echo(f"{added} quotes added, {len(quotes) - added} were there", err=True)


@click.command()
@click.argument("collection")
@click.option(
    "--format",
    "format_",
    type=click.Choice(_FORMATS),
    default="md",
    show_default=True,
    help="The file's format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write. [default: standard output]",
)
@click.pass_context
def export(ctx: click.Context, collection: str, format_: str, output: Path | None) -> None:
    """Write a collection to a file, each quote with its receipt.

    \b
    Example:
        kb export duplicate-work --format csv -o quotes.csv
    """
    from kb import exports

    text = exports.export(common.opened(ctx), collection, format_)
    if output is None:
        click.echo(text, nl=False)
    else:
        # newline="": the format has its own line ends.
        with output.open("w", encoding="utf-8", newline="") as file:
            file.write(text)


COMMANDS = (collections, export)
