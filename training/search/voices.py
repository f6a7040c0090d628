"""Choose how much a passage leans when a speaker whom the question names is heard in it.

    .venv/bin/python training/search/voices.py ../shared/data [--report KB.db QUERIES.jsonl ...]

DATA is a folder with qmsum-train.jsonl and changelog-train/queries.jsonl. Of each meeting, and of
each podcast, its passages are laid end to end, those that overlap as one, in files that are
ingested as any others. A meeting's queries are asked within it, a podcast's of all podcasts. For
each pair of weights is printed the mean reciprocal rank of the first right hit among ten, over the
queries that name a speaker of what was found, and what the rule chooses. With --report nothing is
chosen: archives that exist are asked with the weights that ship, and without any. Ten minutes on
two cores.

The rule: of all pairs that come within a hundredth of the best, in the mean of both sources, each
divided by its best, the one that leans least; each series of meetings counts once.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import embedding  # noqa: E402
from kb import build, evaluate, search, store, vectors, voices  # noqa: E402
from kb.evaluate import Query, first_right  # noqa: E402
from kb.filters import Filters  # noqa: E402
from kb.voices import Weights  # noqa: E402

TURN = (0.0, 0.03, 0.06, 0.1, 0.15, 0.2)
MAIN = (0.0, 0.03, 0.06, 0.1, 0.15, 0.2)
CLOSE = 0.01
LOOKED_INTO = 30
DEPTH = 10
_LONG = 40  # characters of a turn that two passages share only where they overlap
_BETWEEN = "\n\n"


class Candidate(NamedTuple):
    """A passage that was found, what it weighs without any lean, and whether it is right."""

    weight: float
    passage: int
    right: bool
    voice: voices.Voice | None


class Talk(NamedTuple):
    """A talk made of passages, and the queries for them."""

    name: str
    text: str
    queries: tuple[Query, ...]


def series_of(talk: str) -> str:
    """Name the meetings that the same people sit in: each series counts once."""
    return re.match(r"[A-Z]{2}\d+|[A-Za-z]+", talk)[0]


def meetings(file: Path) -> Iterator[Talk]:
    """Yield meetings, whose queries are for one or more passages each."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for row in read(file):
        rows[row["talk"]].append(row)
    for talk, own in sorted(rows.items()):
        asked = [(row["query"], row["passages"]) for row in own]
        yield laid(talk, asked, [p for row in own for p in row["passages"]], within=True)


def podcasts(file: Path) -> Iterator[Talk]:
    """Yield podcasts, whose queries are for one passage each."""
    rows: dict[str, list[dict]] = defaultdict(list)
    for row in read(file):
        rows[row["talk"].replace("/", "-")].append(row)
    for talk, own in sorted(rows.items()):
        passages = [labelled(p) for row in own for p in (row["passage"], *row["others"])]
        asked = [(q, [labelled(row["passage"])]) for row in own for q in row["queries"]]
        yield laid(talk, asked, passages, within=False)


def labelled(passage: str) -> str:
    """Return a passage that begins in the middle of a turn with a label that names nobody."""
    return passage if passage.startswith("**") else f"**Unknown:** {passage}"


def read(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def laid(
    talk: str, asked: Sequence[tuple[str, list[str]]], passages: Sequence[str], *, within: bool
) -> Talk:
    """Return a talk that has every passage once, and where in it the answers are."""
    pieces: list[list[str]] = []
    for passage in dict.fromkeys(passages):
        pieces = merged(pieces, passage.split(_BETWEEN))
    text = _BETWEEN.join(_BETWEEN.join(turns) for turns in pieces)
    queries = []
    for query, answers in asked:
        spans = tuple((text.index(answer), text.index(answer) + len(answer)) for answer in answers)
        queries.append(Query(query=query, talk=talk, spans=spans, within=within))
    return Talk(talk, text, tuple(queries))


def merged(laid: Sequence[list[str]], passage: list[str]) -> list[list[str]]:
    """Return pieces of a meeting with one more, which is made one with those that it overlaps."""
    apart = []
    for piece in laid:
        together = joined(piece, passage)
        if together is None:
            apart.append(piece)
        else:
            passage = together
    return [*apart, passage]


def joined(piece: list[str], other: list[str]) -> list[str] | None:
    """Return two runs of a meeting's turns as one, None where they do not overlap."""
    at = {turn: place for place, turn in enumerate(piece) if len(turn) > _LONG}
    for place, turn in enumerate(other):
        if turn not in at:
            continue
        offset = at[turn] - place
        first, last = max(0, offset), min(len(piece), offset + len(other))
        if piece[first:last] == other[first - offset : last - offset]:
            before = other[: max(0, -offset)]
            return [*before, *piece, *other[last - offset :]]
    return None


def candidates(db, queries: Sequence[Query]) -> list[list[Candidate]]:
    """Return what is found for each query, with what it weighs but for the lean."""
    encoder, index = embedding.load(store.model_of(db)[0]), vectors.load(db)
    shipped, voices.CHOSEN = voices.CHOSEN, Weights(0.0, 0.0)
    out = []
    for query in queries:
        within = Filters(talk=(query.talk,)) if query.within else None
        hits = search.search(
            db, query.query, index=index, encoder=encoder, filters=within, limit=LOOKED_INTO
        )
        right = first_right(query, hits)
        heard = voices.spoken(db, query.query, [hit.passage_id for hit in hits])
        out.append(
            [
                Candidate(h.weight, h.passage_id, r, heard.get(h.passage_id))
                for h, r in zip(hits, right, strict=True)
            ]
        )
    voices.CHOSEN = shipped
    return out


def place(found: Sequence[Candidate], weights: Weights) -> int | None:
    """Return the place of the first right hit among ten."""

    def key(c: Candidate) -> tuple[float, int]:
        lean = 0.0 if c.voice is None else weights.turn + weights.main * c.voice.main
        return -(c.weight + lean), c.passage

    order = sorted(found, key=key)[:DEPTH]
    return next((at for at, c in enumerate(order, 1) if c.right), None)


def figures(found: Sequence[Sequence[Candidate]], weights: Weights) -> tuple[float, float, float]:
    """Return the mean reciprocal rank, and how often a right one is among five and among ten."""
    places = [place(own, weights) for own in found]
    five = np.mean([at is not None and at <= 5 for at in places])
    return (
        float(np.mean([1 / at if at else 0.0 for at in places])),
        float(five),
        float(np.mean([at is not None for at in places])),
    )


def naming(talks: Sequence[Talk]) -> tuple[list[Query], list[list[Candidate]]]:
    """Return the queries that name a speaker of what is found for them, and what is found."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "talks"
        root.mkdir()
        for talk in talks:
            (root / talk.name).write_text(talk.text, "utf-8")
        db = store.open_database(Path(folder) / "kb.db")
        report = build.ingest(
            db, [root], encoder=lambda: embedding.load(embedding.DEFAULT_MODEL), workers=2
        )
        assert not report.failed, report.failed
        passages = db.execute("select count(*) from passages").fetchone()[0]
        every = {n: {name} for n, name in db.execute("select id, name from speakers")}
        asked = [query for talk in talks for query in talk.queries]
        likely = [
            query for query in asked if voices.named(query.query, every, one_talk=query.within)
        ]
        found = candidates(db, likely)
        db.close()
    kept = [n for n, own in enumerate(found) if any(c.voice for c in own)]
    print(
        f"{len(talks)} talks, {passages:,} passages, {len(asked)} queries, {len(kept)} of which name a speaker",
        flush=True,
    )
    return [likely[n] for n in kept], [found[n] for n in kept]


def choose(data: Path) -> None:
    """Print the table, and what the rule chooses."""
    met, of_meetings = naming(list(meetings(data / "qmsum-train.jsonl")))
    _, of_podcasts = naming(list(podcasts(data / "changelog-train" / "queries.jsonl")))
    series = np.array([series_of(query.talk) for query in met])
    print(
        "\n| a turn | main speaker, more | meetings: MRR@10 | hit@5 | hit@10 | mean of series | podcasts: MRR@10 | hit@5 | hit@10 |"
    )
    print("|" + " --- |" * 9)
    tried = {}
    for weights in (Weights(turn, main) for turn in TURN for main in MAIN):
        each = np.array([1 / at if (at := place(own, weights)) else 0.0 for own in of_meetings])
        mean = float(np.mean([each[series == one].mean() for one in sorted(set(series))]))
        row = (*figures(of_meetings, weights), mean, *figures(of_podcasts, weights))
        tried[weights] = np.array([mean, row[4]])
        print(
            f"| {weights.turn} | {weights.main} |", *(f"{value:.3f} |" for value in row), flush=True
        )
    best = np.max(list(tried.values()), axis=0)
    relative = {weights: float(np.mean(values / best)) for weights, values in tried.items()}
    highest = max(relative.values())
    chosen = min(
        (w for w in tried if relative[w] >= highest - CLOSE),
        key=lambda w: (w.turn + w.main, -relative[w]),
    )
    print(f"\nbest: {max(relative, key=relative.get)}\nchosen: {chosen}\nshipped: {voices.CHOSEN}")


def compare(database: Path, file: Path) -> None:
    """Print what the shipped weights give on an archive."""
    db = store.open_database(database, create=False)
    found = candidates(db, evaluate.read_queries(file))
    naming = [own for own in found if any(c.voice for c in own)]
    for title, some in (
        (f"all {len(found)}", found),
        (f"{len(naming)} that name a speaker", naming),
    ):
        for name, weights in (("without", Weights(0.0, 0.0)), ("with", voices.CHOSEN)):
            if some:
                mrr, five, ten = figures(some, weights)
                print(
                    f"| {file.parent.name}, {title} | {name} | {mrr:.3f} | {five:.3f} | {ten:.3f} |"
                )
    moved = [(place(own, Weights(0.0, 0.0)), place(own, voices.CHOSEN)) for own in naming]
    worse = sum((b or DEPTH + 1) > (a or DEPTH + 1) for a, b in moved)
    better = sum((b or DEPTH + 1) < (a or DEPTH + 1) for a, b in moved)
    print(f"{better} queries better, {worse} worse")
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument(
        "--report", type=Path, nargs=2, action="append", default=[], metavar=("KB.db", "QUERIES")
    )
    args = parser.parse_args()
    for database, queries in args.report:
        compare(database, queries)
    if not args.report:
        choose(args.data)


if __name__ == "__main__":
    main()
