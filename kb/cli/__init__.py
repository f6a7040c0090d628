"""The command `kb`: thin commands that parse, call and echo."""

from __future__ import annotations

import importlib
import sqlite3
import sys

import click

from ingest.errors import VerbatimError

# The commands of each module, imported when one of them is asked for: a search should not wait
# for what only `kb convert` needs.
_COMMANDS = {
    "make": ("ingest", "remove"),
    "look": ("search", "similar", "who", "serve"),
    "lists": ("talks", "quotes"),
    "talk": ("talk",),
    "summary": ("summary", "chapters"),
    "speakers": ("speakers",),
    "topics": ("topics", "topic"),
    "collect": ("collections", "export"),
    "searches": ("searches",),
    "measure": ("evaluate", "judgements"),
    "check": ("doctor",),
    "files": ("convert", "clean"),
}
_MODULES = {name: module for module, names in _COMMANDS.items() for name in names}


class _Group(click.Group):
    """A group whose errors are one line each, and whose exit code tells what they were."""

    def list_commands(self, _: click.Context) -> list[str]:
        return sorted(_MODULES)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in _MODULES:
            return None
        found = importlib.import_module(f"kb.cli.{_MODULES[name]}").COMMANDS
        return next((command for command in found if command.name == name), None)

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
