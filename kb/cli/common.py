"""What the commands share: opening the database, options, and how rows are shown."""

from __future__ import annotations

import functools
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sqlite_utils import Database

    from ingest.embedding import Encoder
    from kb.asking.ask import Answer
    from kb.asking.saved import Asker
    from kb.filters import Filters
    from kb.search import Mode

_NARROW = 15  # columns up to this width are never broken over lines

F = TypeVar("F", bound=Callable[..., Any])
D = TypeVar("D")

limit_option = click.option(
    "-n", "--limit", type=click.IntRange(min=1), help="How many rows at the most."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead.")
talk_option = click.option("--talk", help="A talk's id or path.")
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write. [default: standard output]",
)
file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
replace_option = click.option(
    "--replace", is_flag=True, help="Take back all decisions that are not in the file."
)
model_option = click.option(
    "--model",
    help="Embedding model: a name or a folder. [default: the database's, else verbatim-minilm-talk]",
)


mode_option = click.option(
    "--mode",
    type=click.Choice(("hybrid", "keyword", "semantic")),
    default="hybrid",
    show_default=True,
    help="By words and meaning, or by one of them.",
)
hits_option = click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=1),
    default=10,
    show_default=True,
    help="How many hits.",
)


def filter_options(command: F) -> F:
    """Add the options that narrow a search."""
    for option in reversed(
        (
            click.option("--speaker", multiple=True, help="Only what this person says."),
            click.option("--role", multiple=True, help="Only host, guest, interviewer, author, …"),
            click.option("--show", multiple=True, help="Only this show or publication."),
            click.option("--kind", multiple=True, help="Only podcast, interview, post, …"),
            click.option("--topic", multiple=True, help="Only passages about this topic."),
            click.option("--talk", multiple=True, help="Only this talk: its id or path."),
            click.option(
                "--since", help="Only talks from this date on: 2019, 2019-05, 2019-05-01."
            ),
            click.option("--until", help="Only talks up to this date."),
            click.option(
                "--boilerplate", is_flag=True, help="Advertisements, intros and notices, too."
            ),
        )
    ):
        command = option(command)
    return command


def opened(ctx: click.Context, *, create: bool = False) -> Database:
    """Return the database of this run; it is closed when the command ends."""
    from kb import store

    db = store.open_database(ctx.find_root().obj, create=create)
    ctx.call_on_close(db.close)
    return db


def encoder_for(db: Database, model: str | None) -> Encoder:
    """Return the encoder that a database is searched with.

    Raises:
        ModelMismatchError: Another one than the database's was asked for.
    """
    from ingest import embedding
    from kb import store
    from kb.errors import ModelMismatchError

    stored = store.model_of(db)
    if stored is not None and model is not None and stored[0] != model:
        raise ModelMismatchError(stored[0], model)
    return embedding.load(model or (stored[0] if stored else embedding.DEFAULT_MODEL))


def asker(db: Database, model: str | None = None, *, exact: bool = False) -> Asker:
    """Return the function that answers questions; the model is loaded when one first needs it."""
    from kb import vectors
    from kb.asking.ask import ask

    index = functools.cache(lambda: vectors.load(db))
    encoder = functools.cache(lambda: encoder_for(db, model))

    def answer(text: str, mode: Mode, filters: Filters, limit: int) -> Answer:
        return ask(
            db,
            text,
            index=index(),
            encoder=None if mode == "keyword" else encoder(),
            mode=mode,
            filters=filters,
            limit=limit,
            exact=exact,
        )

    return answer


def show_rows(
    rows: Sequence[Mapping[str, object]], columns: Mapping[str, str], *, as_json: bool, empty: str
) -> None:
    """Print rows as a table, or as one JSON array and nothing else.

    Args:
        rows: What to show.
        columns: For the table, {key: heading}.
        as_json: Whether to print all keys as JSON.
        empty: What to say, on stderr, where there are none.
    """
    if as_json:
        show_json(rows)
        return
    if not rows:
        click.echo(empty, err=True)
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for key, heading in columns.items():
        widest = max(len(heading), *(len(_shown(row[key])) for row in rows))
        narrow = widest <= _NARROW
        table.add_column(
            heading, overflow="fold", no_wrap=narrow, min_width=widest if narrow else None
        )
    for row in rows:
        # Text, not markup: a title may hold brackets.
        table.add_row(*(Text(_shown(row[key])) for key in columns))
    Console(highlight=False).print(table)


def show_blocks(
    rows: Sequence[Mapping[str, object]],
    block: Callable[[Mapping[str, object]], tuple[str, str]],
    *,
    as_json: bool,
    empty: str,
) -> None:
    """Print rows as a line and what is known of it below, or as one JSON array."""
    if as_json:
        show_json(rows)
        return
    if not rows:
        click.echo(empty, err=True)
    width = min(100, shutil.get_terminal_size().columns)
    for row in rows:
        first, about = block(row)
        click.echo(click.wrap_text(first, width))
        click.echo(click.style(click.wrap_text(about, width, "    ", "    "), dim=True))


def put(text: str, output: Path | None) -> None:
    """Write a text to a file, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, "utf-8")


def take_up(
    ctx: click.Context,
    file: Path,
    load: Callable[[str], list[D]],
    adopt: Callable[..., object],
    *,
    replace: bool,
) -> None:
    """Let the decisions of a file hold, and say how many they are.

    Raises:
        DecisionError: It is no such file; the message says which, and where in it.
    """
    from ingest.decode import decode
    from ingest.errors import VerbatimError
    from kb.errors import DecisionError

    try:
        found = load(decode(file.read_bytes()).text)
    except VerbatimError as error:
        message = f"{file}: {error}"
        raise DecisionError(message) from None
    adopt(opened(ctx), found, replace=replace)
    count = len(found)
    click.echo(f"{count} {'decision' if count == 1 else 'decisions'} taken up", err=True)


def show_json(rows: Iterable[object]) -> None:
    """Print a JSON array."""
    click.echo(json.dumps(list(rows), ensure_ascii=False, indent=2))


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list):
        return ", ".join(_shown(item) for item in value)
    if isinstance(value, dict):
        return f"{value['name']} ({value['role']})" if value.get("role") else str(value["name"])
    return str(value)
