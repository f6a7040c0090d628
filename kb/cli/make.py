"""Commands that make and change a knowledge base: ingest, remove."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cleaning import LEVELS, Level
from kb.cli import common

if TYPE_CHECKING:
    from kb.build import Progress, Report
    from kb.intake import Fetch


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="light",
    show_default=True,
    help="How much to clean.",
)
@click.option(
    "--format",
    "format_",
    metavar="READER",
    help="Read every file by this reader instead of by its content.",
)
@click.option(
    "--fetch",
    is_flag=True,
    help="Download the transcripts and chapters that feeds name and that are not here yet.",
)
@click.option(
    "--fetch-from",
    "hosts",
    metavar="HOST",
    multiple=True,
    help="A host on your own network that --fetch may ask; else only public ones are.",
)
@click.option("--prune", is_flag=True, help="Remove talks whose files are gone from the folders.")
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes that read. [default: one a core]"
)
@click.option("--quiet", is_flag=True, help="Say only what went wrong.")
@common.model_option
@click.pass_context
def ingest(
    ctx: click.Context,
    paths: tuple[Path, ...],
    level: Level,
    format_: str | None,
    fetch: bool,
    hosts: tuple[str, ...],
    prune: bool,
    workers: int | None,
    quiet: bool,
    model: str | None,
) -> None:
    """Read files and folders of talk into the knowledge base.

    What has not changed is left alone; a changed file replaces its talk. A file that cannot be
    read is named with the reason, and stops no other. Files of one talk that lie beside each
    other (several transcripts, chapters, show notes, sound, a cover) become one talk, and a feed
    beside them says what it knows about each.

    \b
    Example:
        kb ingest transcripts/ interview.vtt
        kb ingest podcast/feed.xml --fetch
    """
    from ingest import embedding
    from ingest.pipeline import Settings
    from ingest.readers import READERS
    from kb import build, store

    if format_ is not None:
        READERS.get(format_)
    if hosts and not fetch:
        message = "--fetch-from says whom --fetch may ask; add --fetch"
        raise click.UsageError(message)
    db = common.opened(ctx, create=True)
    stored = store.model_of(db)
    name = model or (stored[0] if stored else embedding.DEFAULT_MODEL)
    with _Bar(quiet=quiet) as bar:
        try:
            report = build.ingest(
                db,
                paths,
                encoder=lambda: embedding.load(name),
                model=model,
                settings=Settings(level=level, format=format_),
                prune=prune,
                workers=workers,
                progress=bar,
                fetch=_fetcher(hosts) if fetch else None,
            )
        except KeyboardInterrupt:
            click.echo(
                "kb: stopped; what was read is kept, run the same command to go on", err=True
            )
            ctx.exit(130)
    _tell(report, quiet=quiet)
    ctx.exit(1 if report.failed else 0)


def _fetcher(hosts: tuple[str, ...]) -> Fetch:
    from kb.feeds.fetch import fetch

    return lambda wanted: fetch(wanted, allow=hosts)


@click.command()
@click.argument("talks", nargs=-1, required=True)
@click.pass_context
def remove(ctx: click.Context, talks: tuple[str, ...]) -> None:
    """Remove talks, named by id or path; quotes collected from them stay collected.

    \b
    Example:
        kb remove signal-and-noise/041.txt
    """
    from kb import listings, store

    db = common.opened(ctx)
    for ref, found in [(ref, listings.talk_id(db, ref)) for ref in talks]:
        store.remove(db, found)
        click.echo(f"removed {ref}", err=True)


class _Bar:
    """A progress bar on a terminal, and nothing elsewhere."""

    def __init__(self, *, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeRemainingColumn,
        )

        console = Console(stderr=True)
        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[path]}", markup=False),
            console=console,
            disable=quiet or not console.is_terminal,
            transient=True,
        )
        self._task = self._bar.add_task("reading", total=None, path="")

    def __enter__(self) -> _Bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, progress: Progress) -> None:
        self._bar.update(
            self._task, completed=progress.done, total=progress.total, path=progress.path
        )


def _tell(report: Report, *, quiet: bool) -> None:
    for line in report.failed:
        click.echo(f"kb: {line}", err=True)
    for path in report.vanished:
        click.echo(f"kb: {path}: its file is gone; --prune removes the talk", err=True)
    for line in report.alike:
        click.echo(f"kb: {line}", err=True)
    if quiet:
        return
    for line in (*report.merged, *report.feeds):
        click.echo(f"kb: {line}", err=True)
    parts = [
        f"{len(found)} {word}"
        for word, found in (
            ("added", report.added),
            ("changed", report.changed),
            ("unchanged", report.unchanged),
            ("removed", report.pruned),
            ("downloaded", report.fetched),
            ("failed", report.failed),
            ("skipped (no talk)", report.skipped),
        )
        if found
    ]
    click.echo(", ".join(parts) or "nothing to do", err=True)


COMMANDS = (ingest, remove)
