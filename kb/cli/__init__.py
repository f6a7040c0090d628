"""The command `kb`: thin commands that parse, call and echo."""

from __future__ import annotations

import sqlite3
import sys

import click

from ingest.errors import VerbatimError
from kb.cli import check, collect, files, lists, look, make, measure


class _Group(click.Group):
    """A group whose errors are one line each, and whose exit code tells what they were."""

    def main(self, *args: object, **kwargs: object) -> object:  # type: ignore[override]
        try:
            return super().main(*args, **kwargs)  # type: ignore[call-overload]
        except VerbatimError as error:
            click.echo(f"kb: {error}", err=True)
            sys.exit(2)
        except sqlite3.Error as error:
            click.echo(f"kb: the database could not be used ({error})", err=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="verbatim-kb", prog_name="kb")
@click.option(
    "-d",
    "--database",
    default="kb.db",
    envvar="KB_DATABASE",
    show_default=True,
    show_envvar=True,
    type=click.Path(dir_okay=False),
    help="The knowledge base: one SQLite file.",
)
@click.pass_context
def main(ctx: click.Context, database: str) -> None:
    """Keep what people said in one SQLite file: find it, read it, quote it with proof.

    \b
    Example:
        kb ingest transcripts/
        kb search "how teams avoid duplicate work"
        kb serve
    """
    ctx.obj = database


for command in (
    *make.COMMANDS,
    *look.COMMANDS,
    *lists.COMMANDS,
    *collect.COMMANDS,
    *measure.COMMANDS,
    *check.COMMANDS,
    *files.COMMANDS,
):
    main.add_command(command)
