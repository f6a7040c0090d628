"""The parts of the docs that are made from the code; `make docs` has cog write them into the pages.

Each function returns Markdown. What is not there yet gives nothing, so that pages never fail on it.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import yaml
from sqlite_utils import Database

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
_WIDTH = 88


def formats() -> str:
    """Return the table of formats."""
    from ingest.readers import READERS

    rows = sorted((r.name, r.about, " ".join(r.suffixes)) for r in READERS)
    return _table(
        ("`--format`", "what it reads", "usual endings"), ((f"`{a}`", b, c) for a, b, c in rows)
    )


def conformance() -> str:
    """Return what becomes of each transcript that the readers were tried on."""
    found = json.loads((ROOT / "tests" / "data" / "conformance.json").read_text("utf-8"))
    count = sum(row.get("count", 1) for row in found)
    refused = sum(row.get("count", 1) for row in found if "refused" in row)
    head = ("files", "read as", "turns", "speakers", "times")
    return f"{count} files, {refused} of them refused:\n\n" + _table(
        head, (_conformance_row(row) for row in found)
    )


def _conformance_row(row: dict[str, Any]) -> tuple[str, ...]:
    files = f"{row['files']} ({row['count']})" if "count" in row else row["files"]
    if "refused" in row:
        return files, f"refused: {row['refused']}", "", "", ""
    times = f"in {row['timed']}" if "timed" in row else row["times"] or "none"
    return files, f"`{row['reader']}`", f"{row['turns']:,}", str(row["speakers"]), times


def webvtt() -> str:
    """Return the cases of WebVTT's own tests in which a transcript is read otherwise than by a browser."""
    suite = import_module("tests.readers.webvtt_suite")
    files = [(f"{name}.vtt", why) for name, why in suite.DIFFERENT.items()]
    kept = [(f"{name}.vtt", why) for name, (_, why) in suite.KEPT_AFTER.items()]
    cues = [
        (f"{name}.vtt, caption {n + 1}", why)
        for (name, n), (_, why) in suite.DIFFERENT_CUES.items()
    ]
    return _table(("case", "what is done instead, and why"), [*files, *kept, *cues])


def steps() -> str:
    """Return the table of cleaning steps, in their order."""
    from ingest.cleaning import STEPS

    return _table(
        ("step", "level", "what it does"), ((f"`{s.name}`", s.level, s.about) for s in STEPS)
    )


def checks() -> str:
    """Return the table of what `kb doctor` looks for."""
    from kb.doctor import ARCHIVE_CHECKS, TALK_CHECKS

    found = sorted((*TALK_CHECKS, *ARCHIVE_CHECKS), key=lambda check: check.name)
    return _table(
        ("check", "mostly a", "what it finds"),
        ((f"`{c.name}`", "note" if c.severity == "info" else c.severity, c.about) for c in found),
    )


def exports() -> str:
    """Return the table of export formats."""
    if find_spec("kb.exports") is None or not hasattr(import_module("kb.exports"), "EXPORTS"):
        return ""
    found = import_module("kb.exports").EXPORTS
    rows = sorted((f"`{e.name}`", e.suffix, e.about) for e in found)
    return _table(("`--format`", "ending", "what it writes"), rows)


def schema() -> str:
    """Return every table and view with its columns, in the words of metadata.yml."""
    from kb.schema import migrate

    about = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["kb"]["tables"]
    db = Database(memory=True)
    migrate(db)
    try:
        return "\n".join(_relation(db, name, about[name]) for name in about)
    finally:
        db.close()


def commands() -> str:
    """Return the help of every command, and of every command below it."""
    if find_spec("kb.cli") is None or not hasattr(import_module("kb.cli"), "main"):
        return ""
    main = import_module("kb.cli").main
    return "\n".join(
        f"## {path}\n\n```\n{_help(command, path)}\n```\n" for path, command in walk(main, "kb")
    )


def walk(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Yield a command and all below it, each with the words that call it."""
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in sorted(command.list_commands(context)):
            if found := command.get_command(context, name):
                yield from walk(found, f"{path} {name}")


def _help(command: click.Command, path: str) -> str:
    # As on a terminal of this width; the ways to ask for help are inherited from the root.
    root = import_module("kb.cli").main
    context = click.Context(
        command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH, color=False
    )
    context.help_option_names = root.context_settings.get("help_option_names", ["--help"])
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())


def _relation(db: Database, name: str, about: dict[str, Any]) -> str:
    points_to = {
        key.column: f"{key.other_table}.{key.other_column}"
        for key in (db.table(name).foreign_keys if name in db.table_names() else ())
    }
    rows = [
        (
            f"`{c.name}`",
            c.type.lower() or "any",
            about["columns"][c.name],
            points_to.get(c.name, ""),
        )
        for c in db[name].columns
    ]
    kind = "" if name in db.table_names() else " (view)"
    return f"## {name}{kind}\n\n{about['description']}\n\n" + _table(
        ("column", "type", "what it holds", "points to"), rows
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *rows]]
    return inspect.cleandoc("\n".join(lines)) + "\n"
