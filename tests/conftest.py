"""What every test may use: a quick encoder, small talks, and knowledge bases made of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import build, store

# Converted models stay out of the user's cache.
os.environ.setdefault("VERBATIM_CACHE", str(Path(__file__).parents[1] / "build" / "cache"))

SHARED = Path(__file__).parent.parent.parent / "shared" / "data"

PODCAST = """\
Nora Quill:
Welcome back to another episode of Paper Trails. I'm your host, Nora Quill, and our guest today is Tomas Reyes.
Tomas Reyes:
Thanks for having me.
Nora Quill:
How did you find out that two teams were
Tomas Reyes:
Mm-hmm.
Nora Quill:
building the same thing?
Tomas Reyes:
By accident, um, honestly. Two archives had both, had both paid for the same scanner. Nobody had asked anybody. The lesson is that every project should begin with a week of reading what others have written down. A catalogue that nobody reads is a warehouse, not an archive.
Nora Quill:
So what changed after that?
Tomas Reyes:
We made a shared list on one page. Before you start anything, you look at the list and you write your name next to it. Duplicate work almost disappeared within a year, and the page is still the most visited one we have.
"""

POST = """\
---
title: Three years of a shared catalogue
author: Ines Falk
date: 2023-05-02
url: https://example.org/catalogue
tags: [archives, sharing]
---

# Three years of a shared catalogue

When we opened the catalogue, nobody believed that volunteers would fill it. They did, because the form had four fields and no login.

## What we learned

People describe what they love. The best entries came from retired engineers who wrote down how a machine sounded, and no professional cataloguer would have thought of that field.

Share this post with a friend!
"""


class HashingEncoder:
    """Texts that share words get near vectors: deterministic, and made in no time."""

    name = "hashing-64"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> Vectors:
        out = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                digest = hashlib.sha256(word.strip(".,?!").encode()).digest()
                out[row, digest[0] % self.dimensions] += 1 if digest[1] % 2 else -1
            out[row] /= np.linalg.norm(out[row]) or 1.0
        return out


@pytest.fixture(scope="session")
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a podcast and a post."""
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "paper-trails-12.txt").write_text(PODCAST, "utf-8")
    (talks / "catalogue.md").write_text(POST, "utf-8")
    return talks


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An empty knowledge base."""
    found = store.open_database(tmp_path / "kb.db")
    yield found
    found.close()


@pytest.fixture
def ingest(db: Database, encoder: HashingEncoder) -> Callable[..., build.Report]:
    """Ingest paths into `db`, in this process."""

    def run(*paths: Path, **options: object) -> build.Report:
        return build.ingest(db, paths, encoder=lambda: encoder, workers=1, **options)  # type: ignore[arg-type]

    return run


@pytest.fixture
def filled(ingest: Callable[..., build.Report], folder: Path, db: Database) -> Database:
    """A knowledge base of the two talks in `folder`."""
    report = ingest(folder)
    assert report.failed == []
    return db


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real transcripts beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared/data is not there")
    return SHARED
