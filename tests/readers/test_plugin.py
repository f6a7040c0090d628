"""A package of somebody else's brings a reader: built, installed, and used by `kb ingest`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = """\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"

[project]
name = "lantern-reader"
version = "1.0"

[project.entry-points."verbatim.readers"]
lantern = "lantern_reader:read"

[tool.setuptools]
py-modules = ["lantern_reader"]
"""
READER = '''\
"""Lantern's logs: a lamp, who speaks, a lamp, what is said; a made-up format."""

from ingest.models import Cue, Document
from ingest.readers import reader
from ingest.readers.parts.lines import lines
from ingest.readers.parts.trim import verbatim


def sniff(head, name):
    return 0.99 if head.startswith("LANTERN 1") else 0.0


@reader("lantern", about="Lantern's logs", suffixes=(".lantern",), sniff=sniff)
def read(text):
    cues = []
    for line in lines(text):
        _, lamp, rest = line.text.partition("@")
        name, lamp, words = rest.partition("@")
        if lamp:
            said = verbatim(text, line.end - len(words), line.end)
            cues.append(Cue(text=said, speaker=name.strip()))
    return Document(cues=tuple(cues))
'''
LOG = """\
LANTERN 1
@Ida Bell@ The light went out at four, and nobody saw it go.
@Nils Oar@ I saw it. I was on the water with the nets, and then there was no harbour.
@Ida Bell@ What did you do?
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the package was installed into."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("site")
    (source / "pyproject.toml").write_text(PROJECT)
    (source / "lantern_reader.py").write_text(READER)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    alone = ["--no-index", "--no-deps", "--no-build-isolation", "--target", str(target)]
    subprocess.run([*pip, *alone, str(source)], check=True)
    return target


def kb(site: Path, folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[2])
    environ = os.environ | {"PYTHONPATH": os.pathsep.join([str(site), root])}
    command = [sys.executable, "-m", "kb", "-d", "kb.db", *args]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, text=True, check=False
    )


def test_its_format_is_ingested_like_any_other(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "night.txt").write_text(LOG)
    done = kb(installed, tmp_path, "ingest", "night.txt")
    assert (done.returncode, done.stderr) == (0, "1 added\n")
    found = json.loads(kb(installed, tmp_path, "search", "no harbour", "--json").stdout)
    assert found[0]["speaker"] == "Nils Oar"
    assert "lantern" in kb(installed, tmp_path, "ingest", "x", "--format", "none").stderr


def test_without_the_package_nobody_knows_the_format(tmp_path: Path) -> None:
    (tmp_path / "night.lantern").write_text(LOG)
    done = kb(tmp_path, tmp_path, "ingest", "night.lantern", "--format", "lantern")
    assert done.returncode != 0
    assert "lantern" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_package_that_is_broken_is_named(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "night.txt").write_text(LOG)
    (tmp_path / "lantern_reader.py").write_text("import a_module_that_is_not_there\n")
    info = next(installed.glob("*.dist-info"))
    (tmp_path / info.name).symlink_to(info, target_is_directory=True)
    done = kb(tmp_path, tmp_path, "ingest", "night.txt")
    assert done.returncode == 1
    assert "the plugin 'lantern' (lantern_reader:read) cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr
