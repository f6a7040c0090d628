"""A command starts at once: it imports what it needs, and nothing that only others need."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from kb import cli, store

HEAVY = {
    "torch",
    "transformers",
    "sentence_transformers",
    "spacy",
    "datasette",
    "trafilatura",
    "uvicorn",
}
# Not so heavy, but all the time that a search takes is such things.
NOT_FOR_A_SEARCH = {"ingest.models", "numpy.ma", "rapidfuzz"}
CALL = """
import sys
from kb.cli import main
try:
    main(sys.argv[2:])
except SystemExit as done:
    assert not done.code, done.code
print(sorted(set(sys.argv[1].split()) & set(sys.modules)), file=sys.stderr)
"""


def test_every_command_can_be_called() -> None:
    found = {}
    for module in pkgutil.iter_modules(cli.__path__):
        commands = getattr(importlib.import_module(f"kb.cli.{module.name}"), "COMMANDS", ())
        found |= {command.name: command for command in commands}
    context = click.Context(cli.main)
    assert cli.main.list_commands(context) == sorted(found)
    for name, command in found.items():
        assert cli.main.get_command(context, name) is command
    assert cli.main.get_command(context, "no-such-command") is None


def imported(*arguments: str, looked_for: set[str] = HEAVY) -> str:
    """Return which of some libraries a command imports."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", CALL, " ".join(looked_for), *arguments],
        check=True,
        env=env,
        capture_output=True,
        text=True,
    )
    return done.stderr.splitlines()[-1]


def test_help_imports_nothing_heavy() -> None:
    assert imported("--help") == "[]"


@pytest.mark.model
def test_a_search_imports_nothing_heavy(tmp_path: Path) -> None:
    pytest.importorskip("openvino")
    from ingest import embedding
    from kb import build

    talk = tmp_path / "talk.txt"
    talk.write_text("Ann:\nTwo archives had both paid for the same scanner.\n", "utf-8")
    path = tmp_path / "kb.db"
    db = store.open_database(path)
    build.ingest(db, [talk], encoder=embedding.load, workers=1)
    db.close()
    search = ("-d", str(path), "search", "who bought a scanner twice")
    assert imported(*search, looked_for=HEAVY | NOT_FOR_A_SEARCH) == "[]"
