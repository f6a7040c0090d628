"""Nothing that users can name is missing from the docs, and no link in them leads nowhere."""

from __future__ import annotations

import re
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import click
import pytest
import yaml

from ingest.cleaning import STEPS
from ingest.readers import READERS

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md"), ROOT / "transcripts" / "README.md"])
TABLES = yaml.safe_load((ROOT / "metadata.yml").read_text("utf-8"))["databases"]["kb"]["tables"]
LINK = re.compile(r"!?\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)")


def generator() -> ModuleType:
    spec = spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", READERS.names())
def test_every_reader_is_in_the_docs(name: str) -> None:
    assert f"`{name}`" in (DOCS / "formats.md").read_text("utf-8")


@pytest.mark.parametrize("name", [step.name for step in STEPS])
def test_every_cleaning_step_is_in_the_docs(name: str) -> None:
    assert f"`{name}`" in (DOCS / "cleaning.md").read_text("utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_and_column_is_in_the_docs(name: str) -> None:
    text = (DOCS / "schema.md").read_text("utf-8")
    section = re.search(
        rf"^## {name}(?: \(view\))?$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert section is not None
    assert [c for c in TABLES[name]["columns"] if f"`{c}`" not in section[1]] == []


def test_every_command_has_help_and_is_in_the_docs() -> None:
    cli = pytest.importorskip("kb.cli", reason="there is no command line yet")
    if not hasattr(cli, "main"):
        pytest.skip("there is no command line yet")
    text = (DOCS / "cli.md").read_text("utf-8")
    for path, command in generator().walk(cli.main, "kb"):
        assert command.help, path
        assert f"## {path}\n" in text
        unexplained = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
        assert unexplained == [], path


def test_every_export_is_in_the_docs() -> None:
    pages = "".join(page.read_text("utf-8") for page in DOCS.glob("*.md"))
    missing = [
        line
        for line in generator().exports().splitlines()
        if line.startswith("| `") and line not in pages
    ]
    assert [line for line in missing if "--format" not in line] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_link_leads_nowhere(page: Path) -> None:
    links = LINK.findall(page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
