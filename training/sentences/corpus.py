"""What people said, with the stops that others set."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path


from ingest.errors import VerbatimError
from ingest.pipeline import Settings, read_talk

_LABEL = re.compile(r"^\W*[^:\n]{1,40}:\**\s*")
_MARKUP = re.compile(r"\\\[[^\]]*\]|[*_]{1,2}")


def said(data: Path) -> Iterator[str]:
    """Yield the clean text of every turn to learn from: of podcasts and of meetings."""
    yield from _podcasts(data / "changelog-train" / "queries.jsonl")
    for file in sorted((data / "tagged").iterdir()):
        try:
            talk = read_talk(file.read_bytes(), file.name, Settings())
        except VerbatimError:
            continue
        yield from (turn.text for turn in talk.turns if not turn.marks)
    seen: set[str] = set()
    for line in (data / "qmsum-train.jsonl").read_text("utf-8").splitlines():
        for passage in json.loads(line)["passages"]:
            for turn in passage.split("\n\n"):
                if turn not in seen:
                    seen.add(turn)
                    yield _LABEL.sub("", turn)


def _podcasts(file: Path) -> Iterator[str]:
    seen: set[str] = set()
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        for passage in (row["passage"], *row["others"]):
            for turn in passage.split("\n"):
                words = _MARKUP.sub(" ", _LABEL.sub("", turn)).strip()
                if words and words not in seen:
                    seen.add(words)
                    yield words
