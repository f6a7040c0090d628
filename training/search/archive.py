"""Small archives of the training passages, whose held-out queries the encoder has never seen."""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "training" / "encoder")]

from texts import clean  # noqa: E402

from kb import embeddings, store  # noqa: E402
from kb.embeddings import Packed  # noqa: E402

WRITTEN = ROOT / "training" / "encoder" / "queries.jsonl"
HELD_OUT = 0.08  # of the talks, chosen as training/encoder/data.py chooses them


class Asked(NamedTuple):
    """A query, and the passage that it was written for."""

    query: str
    talk: str
    passage: str


class Told(NamedTuple):
    """A talk's passages."""

    talk: str
    passages: tuple[str, ...]


def read(path: Path) -> list[dict]:
    """Return the objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def talks(rows: Sequence[dict]) -> list[Told]:
    """Return all passages by their talk."""
    found: dict[str, dict[str, None]] = {}
    for row in rows:
        own = found.setdefault(row["talk"], {})
        own.update(dict.fromkeys(clean(text) for text in [row["passage"], *row["others"]]))
    return [Told(talk, tuple(texts)) for talk, texts in sorted(found.items())]


def held_out(rows: Sequence[dict]) -> set[str]:
    """Return the talks that the encoder was not trained on."""
    names = sorted({row["talk"] for row in rows})
    random.Random(0).shuffle(names)
    return set(names[: round(HELD_OUT * len(names))])


def queries(rows: Sequence[dict], within: set[str]) -> list[Asked]:
    """Return the queries for passages of some talks: those of the file, and those written here."""
    found = [Asked(q, r["talk"], clean(r["passage"])) for r in rows for q in r["queries"]]
    texts = {
        hashlib.sha256(text.encode()).hexdigest(): (row["talk"], clean(text))
        for row in rows
        for text in row["others"]
    }
    found += [
        Asked(query, *texts[line["sha256"]])
        for line in read(WRITTEN)
        if line["sha256"] in texts
        for query in line["queries"]
    ]
    return [asked for asked in found if asked.talk in within]


def make(path: Path, told: Sequence[Told], vectors: Mapping[str, Packed], encoder) -> Database:
    """Write a knowledge base of these talks: as much of one as a search asks for."""
    db = store.open_database(path)
    store.claim_model(db, encoder.name, encoder.dimensions)
    number = 0
    talk_rows, passage_rows, vector_rows = [], [], []
    for talk_id, talk in enumerate(told, start=1):
        talk_rows.append(
            {"id": talk_id, "path": talk.talk, "title": talk.talk, "kind": "podcast", "show": None}
            | {"date": None, "language": None, "words": 0, "turns": 0, "passages": 0, "tags": "[]"}
        )
        for position, text in enumerate(talk.passages):
            number += 1
            digest = hashlib.sha256(text.encode()).hexdigest()
            passage_rows.append(
                {"id": number, "talk_id": talk_id, "position": position, "text": text}
                | {"words": len(re.findall(r"\w+", text)), "start_char": 0, "end_char": len(text)}
                | {"sha256": digest}
            )
            vector_rows.append((number, digest, vectors[text]))
    with db.atomic():
        db.table("talks").insert_all(talk_rows)
        db.table("passages").insert_all(passage_rows)
        embeddings.write(db, vector_rows)
    return db
