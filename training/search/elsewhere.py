"""Scores, "nothing close" and respelling on an archive that nothing was fitted on.

    .venv/bin/python training/search/elsewhere.py KB.db QUERIES.jsonl [MORE.jsonl]

KB.db is an archive, QUERIES.jsonl asks for what is in it, and MORE.jsonl
(changelog-train/queries.jsonl) mostly for what is not.
"""

from __future__ import annotations

import json
import random
import string
import sys
from pathlib import Path

import numpy as np
from sqlite_utils import Database

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import embedding  # noqa: E402
from kb import evaluate, store, vectors  # noqa: E402
from kb.asking.ask import ask  # noqa: E402
from kb.asking.names import Known, Names  # noqa: E402
from kb.asking.understand import understand  # noqa: E402
from kb.filters import Filters  # noqa: E402

EDGES = (0.01, 0.05, 0.2, 0.5, 0.8)
SLIPS = 5  # a name


def scores(db: Database, queries: list[evaluate.Query]) -> None:
    """Print how often scores came true, and of how many questions "nothing close" was said."""
    index, encoder = vectors.load(db), embedding.load(store.model_of(db)[0])
    told: list[tuple[float, bool]] = []
    absent = present = among = found = 0
    for query in queries:
        here = ask(db, query.query, index=index, encoder=encoder)
        left = Filters(not_talk=(query.talk,))
        gone = ask(db, query.query, index=index, encoder=encoder, filters=left)
        right = evaluate.first_right(query, here.hits)
        told += zip([hit.score for hit in here.hits], right, strict=True)
        found += any(right)
        absent += gone.close is False
        present += here.close is False
        among += here.close is False and any(right)
    promised, came = (np.array(column, dtype=float) for column in zip(*told, strict=True))
    bins = np.digitize(promised, EDGES)
    for number in sorted(set(bins)):
        own = bins == number
        print(
            f"promised {promised[own].mean():.3f}: {came[own].mean():.3f} of {own.sum()} were right"
        )
    print(
        f"nothing close: {absent} of {len(queries)} without the talk, {present} with it, "
        f"{among} of the {found} whose answer is among ten"
    )


def slips(db: Database) -> None:
    """Print how many last names of speakers are found that have one letter wrong."""
    names, chance = Names(db, Known.nothing()), random.Random(5)
    tried = among = behind = 0
    for (name,) in db.execute("select name from speakers where named order by id").fetchall():
        last = name.split()[-1]
        if " " not in name or len(last) < 5 or not last.isalpha():
            continue
        for wrong in {slip(last, chance) for _ in range(SLIPS)} - {last}:
            tried += 1
            among += last in understand(db, f"{wrong} on open source", names=names).words
            said = understand(db, f"speaker:{wrong} open source", names=names)
            behind += name in said.filters.speaker
    print(f"of {tried} slips {among} were found among words, {behind} behind speaker:")


def slip(word: str, chance: random.Random) -> str:
    """Return a word with a letter left out, put in, changed, or swapped; not the first one."""
    at, letter = chance.randrange(1, len(word)), chance.choice(string.ascii_lowercase)
    kind = chance.choice("left put changed swapped".split())
    if kind == "swapped":
        at = min(at, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    rest = word[at:] if kind == "put" else word[at + 1 :]
    return word[:at] + ("" if kind == "left" else letter) + rest


def respelt(db: Database, queries: list[str]) -> None:
    """Print which questions were searched for otherwise than they were asked."""
    names = Names(db, Known.nothing())
    notes = [note for query in queries for note in understand(db, query, names=names).notes]
    print(
        f"{len(notes)} of {len(queries)} questions were respelt:", *sorted(set(notes)), sep="\n  "
    )


if __name__ == "__main__":
    archive = store.open_database(sys.argv[1], create=False)
    scores(archive, evaluate.read_queries(Path(sys.argv[2])))
    slips(archive)
    if sys.argv[3:]:
        lines = Path(sys.argv[3]).read_text("utf-8").splitlines()
        respelt(archive, [query for line in lines for query in json.loads(line)["queries"]])
