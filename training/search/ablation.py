"""Choose the numbers of kb/mixing.py again, and print what each step of the ranking gives.

    .venv/bin/python training/search/ablation.py KB.db QUERIES.jsonl

KB.db is an archive, QUERIES.jsonl asks for what is in it (docs/evaluate.md). Run it after a change
of the encoder, on an archive made anew. The numbers are chosen on every second query and reported
on the others; nothing is written. A minute for 10,000 passages and 100 queries.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from sqlite_utils import Database

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest import embedding  # noqa: E402
from kb import embeddings, evaluate, late, lexical, mixing, store, terms  # noqa: E402
from kb.evaluate import Query  # noqa: E402
from kb.evaluate.queries import overlaps  # noqa: E402
from kb.filters import Filters, passage_ids  # noqa: E402
from kb.mixing import CHOSEN, Weights  # noqa: E402

WORDS = (0.0, 0.2, 0.4, 0.6)
BEST_SENTENCE = (0.0, 0.25, 0.5)
TOKENS = (0.0, 1.0, 2.0, 3.0)
LOOKED_INTO = 30
DEPTH = 10
_WORD_CANDIDATES = 200


class Archive:
    """All vectors of a knowledge base in memory, and what its words say of each query."""

    def __init__(self, db: Database, queries: Sequence[Query]) -> None:
        name, dimensions = store.model_of(db)
        encoder = embedding.load(name)
        sql = "select id, talk_id, position, talks.path, start_char, end_char from passages"
        sql = sql.replace("id,", "passages.id,", 1) + " join talks on talks.id = talk_id order by 1"
        self.rows = db.execute(sql).fetchall()
        self.ids = [row[0] for row in self.rows]
        kept, found = embeddings.of_passages(db, self.ids, dimensions)
        self.vectors = found[np.argsort(kept)]
        self.sentences = embeddings.of_sentences(db, self.ids, dimensions)
        self.tokens = embeddings.of_tokens(db, self.ids)
        self.queries = queries
        self.kinds = [query.kind for query in queries]
        asked, everything, self.covered, self.counts, self.within = [], [], [], [], []
        for query in queries:
            words = lexical.keywords(query.query)
            known = terms.counts(db, words)
            telling = terms.without(query.query, terms.everywhere(db, known))
            known = terms.counts(db, lexical.keywords(telling))
            within = passage_ids(db, Filters(talk=(query.talk,))) if query.within else None
            found = lexical.ranked(db, telling, limit=_WORD_CANDIDATES, within=within)
            asked.append(telling)
            everything.append(known)
            self.covered.append(terms.covered(known, found))
            self.counts.append(len(known.of))
            self.within.append(None if within is None else set(within))
        made = embedding.read(encoder, asked, [()] * len(asked))
        self.asked = made.texts
        self.questions = [
            late.question(text, tokens, known)
            for text, tokens, known in zip(asked, made.tokens or [], everything, strict=False)
        ]
        titles = dict(db.execute("select id, title from talks").fetchall())
        place = {talk: number for number, talk in enumerate(titles)}
        of_titles = encoder.encode([str(title) for title in titles.values()])
        self.titles = of_titles[[place[row[1]] for row in self.rows]]
        at = {(row[1], row[2]): number for number, row in enumerate(self.rows)}
        self.around = [
            [at[near] for near in ((row[1], row[2] - 1), (row[1], row[2] + 1)) if near in at]
            for row in self.rows
        ]
        self.right = [
            {row[0] for row in self.rows if overlaps(query, row[3], row[4], row[5])}
            for query in queries
        ]

    def cosines(self) -> np.ndarray:
        """Return the cosine of every query and passage, shape (queries, passages)."""
        return self.asked @ self.vectors.T

    def best(self, number: int, passages: Sequence[int], run: int) -> dict[int, float]:
        """Return passages' nearest stretch of so many sentences, or of fewer, to a query."""
        out = {}
        for passage in passages:
            said = self.sentences[passage]
            near = [float((said @ self.asked[number]).max())]
            for length in range(2, min(run, len(said)) + 1):
                sums = np.array(
                    [said[i : i + length].sum(axis=0) for i in range(len(said) - length + 1)]
                )
                sums /= np.linalg.norm(sums, axis=1, keepdims=True)
                near.append(float((sums @ self.asked[number]).max()))
            out[passage] = max(near)
        return out

    def word_by_word(self, number: int, passages: Sequence[int]) -> dict[int, float]:
        """Return how near passages are to a query by their tokens; 0 where none are known."""
        asked = self.questions[number] if self.questions else None
        known = {p: self.tokens[p] for p in passages if p in self.tokens}
        found = late.nearness(asked, known) if asked else {}
        return dict.fromkeys(passages, min(found.values(), default=0.0)) | found


def places(
    archive: Archive,
    weights: Weights,
    *,
    meaning: np.ndarray | None = None,
    looked_into: int = LOOKED_INTO,
    run: int = 1,
) -> list[int | None]:
    """Return the place of each query's first right passage among ten, None where there is none.

    Args:
        archive: What is searched.
        weights: How the evidence is weighed.
        meaning: What counts as nearness of whole passages; their cosines by default.
        looked_into: How many passages are looked into.
        run: How many sentences may stand together as the best one.
    """
    cosines = archive.cosines()
    meaning = cosines if meaning is None else meaning
    out = []
    for number, within in enumerate(archive.within):
        near = dict(zip(archive.ids, meaning[number].tolist(), strict=True))
        if within is not None:
            near = {passage: near[passage] for passage in near.keys() & within}
        scores = mixing.mix(archive.covered[number], near, archive.counts[number], weights)
        top = sorted(scores, key=lambda p: (-scores[p], p))[:looked_into]
        whole = dict(zip(archive.ids, cosines[number].tolist(), strict=True))
        best = archive.best(number, top, run)
        words = archive.word_by_word(number, top)
        final = {
            p: mixing.looked_into(scores[p], whole[p], best[p], words[p], weights) for p in top
        }
        ranked = sorted(top, key=lambda p: (-final[p], p))[:DEPTH]
        right = (n for n, p in enumerate(ranked, start=1) if p in archive.right[number])
        out.append(next(right, None))
    return out


def fed_back(archive: Archive, weight: float) -> np.ndarray:
    """Return nearness to each query moved towards the mean of its three nearest passages."""
    cosines = archive.cosines()
    top = np.argsort(-cosines, axis=1)[:, :3]
    moved = archive.asked + weight * archive.vectors[top].mean(axis=1)
    return moved / np.linalg.norm(moved, axis=1, keepdims=True) @ archive.vectors.T


def steps(archive: Archive) -> dict[str, Callable[[], list[int | None]]]:
    """Return each step of the ranking, and what else was tried."""
    cosines = archive.cosines()
    titles = archive.asked @ archive.titles.T
    around = np.stack(
        [cosines[:, own or [n]].mean(axis=1) for n, own in enumerate(archive.around)], 1
    )

    def way(weights: Weights = CHOSEN, **more: object) -> Callable[[], list[int | None]]:
        return lambda: places(archive, weights, **more)  # type: ignore[arg-type]

    found = {
        "whole passages by meaning": way(CHOSEN._replace(words=0.0, best_sentence=0.0, tokens=0.0)),
        "and their best sentence": way(CHOSEN._replace(words=0.0, tokens=0.0)),
        "and word by word": way(CHOSEN._replace(words=0.0)),
        "whole passages and words": way(CHOSEN._replace(best_sentence=0.0, tokens=0.0)),
        "whole passages, words and best sentences": way(CHOSEN._replace(tokens=0.0)),
        "whole passages, words, and word by word": way(CHOSEN._replace(best_sentence=0.0)),
        "all, as shipped": way(),
        "twice as many looked into": way(looked_into=2 * LOOKED_INTO),
        "best two sentences together": way(run=2),
    }
    for weight in (0.1, 0.2):
        found[f"talk's title, {weight}"] = way(meaning=cosines + weight * titles)
        moved = (1 - weight) * cosines + weight * around
        found[f"passages around, {weight}"] = way(meaning=moved)
        found[f"feedback from the first three, {weight}"] = way(meaning=fed_back(archive, weight))
    return found


def figures(found: Sequence[int | None], kinds: Sequence[str]) -> str:
    """Return a row of Markdown: MRR@10 of all and hit@10, of each half, and of each kind."""
    values = np.array([1 / place if place else 0.0 for place in found])
    row = [values.mean(), (values > 0).mean(), values[::2].mean(), values[1::2].mean()]
    row += [values[[kind == own for own in kinds]].mean() for kind in sorted(set(kinds))]
    return " | ".join(f"{value:.3f}" for value in row)


def main() -> None:
    """Print the steps, and the numbers that are best on every second query."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("queries", type=Path)
    args = parser.parse_args()
    db = store.open_database(args.database, create=False)
    archive = Archive(db, evaluate.read_queries(args.queries))
    kinds = sorted(set(archive.kinds))
    print("| ranked by | all | first ten | even | odd |", *(f"{kind} |" for kind in kinds))
    print("|", "--- | " * (5 + len(kinds)), sep="")
    for name, found in steps(archive).items():
        print(f"| {name} | {figures(found(), archive.kinds)} |", flush=True)
    tried = {}
    for words, best, tokens in itertools.product(WORDS, BEST_SENTENCE, TOKENS):
        weights = CHOSEN._replace(words=words, best_sentence=best, tokens=tokens)
        tried[weights] = places(archive, weights)
        print(
            f"| words {words}, sentence {best}, tokens {tokens} | {figures(tried[weights], archive.kinds)} |",
            flush=True,
        )
    chosen = max(tried, key=lambda w: sum(1 / place for place in tried[w][::2] if place))
    print(f"\nchosen on the even half: {chosen}\nshipped: {CHOSEN}")


if __name__ == "__main__":
    main()
