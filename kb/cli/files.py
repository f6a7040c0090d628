"""Commands for files on their own, without a knowledge base: convert, clean."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.cleaning import LEVELS, Level
from kb.cli import common

if TYPE_CHECKING:
    from ingest.changes import Change
    from ingest.models import Talk

_file = click.Path(exists=True, dir_okay=False, path_type=Path)
_format_option = click.option(
    "--format",
    "format_",
    metavar="READER",
    help="Read by this reader instead of by content.",
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=_file)
@click.option(
    "--to",
    "to",
    required=True,
    metavar="FORMAT",
    help="podcast-json, vtt, srt, md or txt.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="A file, or a folder for several. [default: standard output]",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="light",
    show_default=True,
    help="How much to clean.",
)
@_format_option
@click.pass_context
def convert(
    ctx: click.Context,
    files: tuple[Path, ...],
    to: str,
    output: Path | None,
    level: Level,
    format_: str | None,
) -> None:
    """Write transcripts of any format in another one, cleaned.

    Captions need times: a talk whose file has none becomes md, txt or podcast-json.

    \b
    Example:
        kb convert interview.vtt --to md
        kb convert talks/*.json --to vtt -o captions/
    """
    from ingest import readers, writers
    from ingest.errors import VerbatimError

    writer = writers.WRITERS.get(to)
    if format_ is not None:
        readers.READERS.get(format_)
    targets = _targets(files, output, writer.suffix)
    failed = 0
    for file, target in zip(files, targets, strict=True):
        try:
            text = writer.write(_talk(file, level, format_))
        except VerbatimError as error:
            click.echo(f"kb: {_said(error, file)}", err=True)
            failed += 1
            continue
        _put(text, target)
    ctx.exit(1 if failed else 0)


@click.command()
@click.argument("file", type=_file)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="light",
    show_default=True,
    help="How much to clean.",
)
@click.option("--diff", is_flag=True, help="Show every edit before and after, and their rates.")
@click.option("--json", "as_json", is_flag=True, help="Print the edits as a JSON array.")
@_format_option
@click.pass_context
def clean(
    ctx: click.Context, file: Path, level: Level, diff: bool, as_json: bool, format_: str | None
) -> None:
    """Print a transcript's clean text, or what cleaning changes in it.

    What is marked (a recogniser's inventions, a publisher's notices) is listed too, and kept.

    \b
    Example:
        kb clean interview.vtt --level full --diff
    """
    from ingest import changes, writers
    from ingest.errors import ReadError

    try:
        talk = _talk(file, level, format_)
        if not diff and not as_json:
            click.echo(writers.write(talk, "txt"), nl=False)
            return
        plain = _talk(file, "off", format_)
    except ReadError as error:
        click.echo(f"kb: {_said(error, file)}", err=True)
        ctx.exit(1)
    found = changes.changes(talk, plain, level)
    if as_json:
        common.show_json(_row(change) for change in found)
        return
    for change in found:
        click.echo(_shown(change, file.name))
    for rule, count, rate in changes.counts(found, plain):
        click.echo(f"{rule:<20} {count:>6} {rate:>8.1f} per 1,000 words")
    if not found:
        click.echo("nothing to clean", err=True)


def _talk(file: Path, level: Level, format_: str | None) -> Talk:
    """Return the talk in a file, with the sidecar beside it."""
    from ingest.pipeline import Settings, read_talk
    from ingest.writers.settle import settled
    from kb.files import TalkFile

    beside = TalkFile(file, file.parent, file.name, asked=True).sidecar()
    talk = read_talk(
        file.read_bytes(),
        file.name,
        Settings(level=level, format=format_),
        sidecar=beside.read_bytes() if beside else None,
    )
    return settled(talk, level)


def _targets(files: Sequence[Path], output: Path | None, suffix: str) -> list[Path | None]:
    """Return where each file's text goes, None for standard output; nothing is overwritten twice.

    Raises:
        UsageError: Several files would become one, or one would replace itself.
    """
    if output is None or (len(files) == 1 and not output.is_dir()):
        if len(files) > 1:
            message = "several files need a folder to go to: name it with -o"
            raise click.UsageError(message)
        targets = [output]
    else:
        if output.exists() and not output.is_dir():
            message = f"{output} is a file; several files need a folder to go to"
            raise click.UsageError(message)
        targets = [output / (file.stem + suffix) for file in files]
        doubled = next((t for t in targets if targets.count(t) > 1), None)
        if doubled is not None:
            message = f"two of these files would become {doubled}"
            raise click.UsageError(message)
    sources = {file.resolve() for file in files}
    lost = next((t for t in targets if t is not None and t.resolve() in sources), None)
    if lost is not None:
        message = f"{lost} is one of the files to read; write to another place with -o"
        raise click.UsageError(message)
    return targets


def _put(text: str, target: Path | None) -> None:
    if target is None:
        click.echo(text, nl=False)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    # newline="": the format has its own line ends.
    with target.open("w", encoding="utf-8", newline="") as out:
        out.write(text)


def _said(error: Exception, file: Path) -> str:
    """Return an error in one line, with the file it is about."""
    from ingest.errors import ReadError

    return str(error.at(str(file))) if isinstance(error, ReadError) else f"{file}: {error}"


def _row(change: Change) -> dict[str, object]:
    return {
        "line": change.line,
        "start_char": change.start,
        "end_char": change.end,
        "rule": change.rule,
        "before": change.before,
        "after": change.after,
    }


def _shown(change: Change, name: str) -> str:
    """Return a change in its context, as two lines; a mark as one."""
    head = click.style(f"{name}:{change.line}", fg="cyan") + f"  {change.rule}"
    left, right = (" ".join(part.split("\n")) for part in (change.left, change.right))
    if change.is_mark:
        kept = click.style(" ".join(change.before.split()), fg="yellow")
        return f"{head}\n  = {left}{kept}{right}"
    before = click.style(_line(change.before), fg="red", strikethrough=True)
    after = click.style(_line(change.after), fg="green")
    return f"{head}\n  - {left}{before}{right}\n  + {left}{after}{right}"


def _line(text: str) -> str:
    """Return a text on one line, its outer spaces as they are."""
    return text.replace("\r", "").replace("\n", "⏎")


COMMANDS = (convert, clean)
