"""Learns what turns sound like that begin something new, and writes the weights that ship.

    python training/chapters/train.py --data ../shared/data --out ingest/data/chapters

--data is the folder that holds qmsum-train.jsonl, changelog and tagged. Cross-validated by talk
first (AUC by source), then trained on everything. Nothing of qmsum-val is read.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[2]))

from ingest.chapters.cues import Weights, closing, opening
from ingest.errors import ReadError
from ingest.models import Turn
from ingest.pipeline import read_talk
from ingest.textmap import Segment

LEAST_TALKS = 15  # that a sign must occur in, ...
LEAST_EACH = 4  # ... so many of them in each of three sources
SMALLEST = 0.03  # a smaller weight is left out
STRENGTH = {"opening": 0.02, "closing": 1.0}  # inverse of the ridge
FOLDS = 5
LABEL = re.compile(r"^([^:\n]{1,80}):\s?(.*)$", re.S)
_BREAK_LINE = re.compile(r"^\*\*Break:?\*\*.*$", re.M)


@dataclass(frozen=True)
class Row:
    """A turn, or the place after one: its signs, and whether something begins there."""

    source: str
    talk: str
    signs: frozenset[str]
    begins: bool


@dataclass(frozen=True)
class Divided:
    """A talk of which it is known which turns begin something."""

    source: str
    name: str
    turns: tuple[Turn, ...]
    begins: frozenset[int]


def turn(speaker: int, text: str) -> Turn:
    return Turn(speaker=speaker, segments=(Segment(text, 0, len(text)),))


def parsed(passage: str) -> list[Turn]:
    """Turn a passage of the meetings ("Name: words", a line each) into turns."""
    names: dict[str, int] = {}
    out: list[tuple[int, str]] = []
    for block in passage.split("\n\n"):
        match = LABEL.match(block)
        if match:
            out.append((names.setdefault(match[1].strip(), len(names)), match[2].strip()))
        elif out:
            out[-1] = (out[-1][0], f"{out[-1][1]} {block}")
    return [turn(who, text) for who, text in out if re.search(r"\w", text)]


def source_of(talk: str) -> str:
    """Name the kind of meeting by the letters of its file."""
    if talk.startswith(("covid", "education")):
        return "committees"
    return "academic" if talk.startswith("B") else "product"


def from_meetings(file: Path) -> Iterator[tuple[str, Row]]:
    """Yield rows from passages that answer a query: each begins and ends something."""
    seen = set()
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        talk, source = row["talk"], source_of(row["talk"])
        for passage in row["passages"]:
            turns = parsed(passage)
            if len(turns) < 4 or len(passage.split()) < 100:
                continue
            for index in range(len(turns) - 2):
                key = ("opening", talk, turns[index].text[:60], index == 0)
                if key not in seen:
                    seen.add(key)
                    yield "opening", Row(source, talk, frozenset(opening(turns, index)), index == 0)
            for index in range(3, len(turns) + 1):
                last = index == len(turns)
                key = ("closing", talk, turns[index - 1].text[-60:], last)
                if key not in seen:
                    seen.add(key)
                    yield "closing", Row(source, talk, frozenset(closing(turns, index)), last)


def from_talk(talk: Divided) -> Iterator[tuple[str, Row]]:
    """Yield rows from a whole talk of which it is known where something begins."""
    turns = talk.turns
    for index in range(1, len(turns)):
        begins = index in talk.begins
        yield "opening", Row(talk.source, talk.name, frozenset(opening(turns, index)), begins)
        if index >= 3:
            yield "closing", Row(talk.source, talk.name, frozenset(closing(turns, index)), begins)


def parted(whole: Turn, breaks: Sequence[int]) -> Iterator[Turn]:
    """Yield a turn in its parts before and after a break, over which its speaker went on."""
    for _, part in groupby(whole.segments, key=lambda s: bisect_right(breaks, s.start)):
        segments = tuple(part)
        while segments and not segments[-1].text.strip():
            segments = segments[:-1]
        if segments:
            yield Turn(speaker=whole.speaker, segments=segments)


def with_breaks(folder: Path) -> Iterator[Divided]:
    """Yield podcasts whose editors marked where a break stands."""
    for file in sorted(folder.rglob("*.md")):
        if not _BREAK_LINE.search(file.read_text("utf-8")):
            continue
        talk = read_talk(file.read_bytes(), file.name)
        breaks = [match.start() for match in _BREAK_LINE.finditer(talk.source.text)]
        turns = list(chain.from_iterable(parted(t, breaks) for t in talk.turns))
        begins = {next((i for i, t in enumerate(turns) if t.start > at), 0) for at in breaks} - {0}
        if begins:
            yield Divided("podcasts", file.name, tuple(turns), frozenset(begins))


def with_headings(folder: Path) -> Iterator[Divided]:
    """Yield transcripts that have headings."""
    for file in sorted(folder.glob("*.md")):
        try:
            talk = read_talk(file.read_bytes(), file.name)
        except ReadError:
            continue
        turns = [t for t in talk.turns if t.text.strip()]
        starts = [chapter.start for chapter in talk.chapters]
        begins = {next((i for i, t in enumerate(turns) if t.end > at), 0) for at in starts} - {0}
        words = sum(len(t.text.split()) for t in turns)
        if words >= 2000 and len(begins) >= 2 and len(turns) >= 4 * len(begins):
            yield Divided("headings", file.name, tuple(turns), frozenset(begins))


def signs_of(rows: Sequence[Row], least: int) -> dict[str, int]:
    """Number the signs that are common to talks of three sources or more."""
    talks: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        for sign in row.signs:
            talks[sign].add((row.source, row.talk))
    kept = []
    for sign, where in sorted(talks.items()):
        sources = Counter(source for source, _ in where)
        if len(where) >= least and sum(count >= LEAST_EACH for count in sources.values()) >= 3:
            kept.append(sign)
    return {sign: number for number, sign in enumerate(kept)}


def matrix(rows: Sequence[Row], signs: dict[str, int]) -> csr_matrix:
    places = [(i, signs[s]) for i, row in enumerate(rows) for s in sorted(row.signs) if s in signs]
    across = np.array(places).T
    return csr_matrix((np.ones(len(places)), across), shape=(len(rows), len(signs)))


def fit(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=1000)


def validate(rows: Sequence[Row], signs: dict[str, int], strength: float) -> dict[str, float]:
    """Return the AUC by source, no talk judged by weights that saw it."""
    talks = sorted({row.talk for row in rows})
    order = np.random.default_rng(0).permutation(len(talks))
    fold = {talks[t]: n % FOLDS for n, t in enumerate(order)}
    folds = np.array([fold[row.talk] for row in rows])
    x, y = matrix(rows, signs), np.array([row.begins for row in rows])
    scores = np.zeros(len(rows))
    for number in range(FOLDS):
        held = folds == number
        scores[held] = fit(strength).fit(x[~held], y[~held]).decision_function(x[held])
    sources = np.array([row.source for row in rows])
    return {
        s: float(roc_auc_score(y[sources == s], scores[sources == s])) for s in sorted(set(sources))
    }


def rows_of(data: Path) -> dict[str, list[Row]]:
    """Read everything that is learnt from: rows for what begins, and for what ends."""
    rows: dict[str, list[Row]] = {"opening": [], "closing": []}
    talks = chain(with_breaks(data / "changelog"), with_headings(data / "tagged"))
    whole = chain.from_iterable(from_talk(talk) for talk in talks)
    for which, row in chain(from_meetings(data / "qmsum-train.jsonl"), whole):
        rows[which].append(row)
    return rows


def learned(rows: dict[str, list[Row]]) -> Weights:
    """Return the weights that rows teach."""
    weights: dict[str, dict[str, float]] = {}
    shift = 4.0
    for which, of in rows.items():
        signs = signs_of(of, LEAST_TALKS if which == "opening" else 1)
        x, y = matrix(of, signs), np.array([row.begins for row in of])
        model = fit(STRENGTH[which]).fit(x, y)
        weights[which] = {
            s: round(float(model.coef_[0][n]), 3)
            for s, n in signs.items()
            if abs(model.coef_[0][n]) >= SMALLEST
        }
        mean = float(np.mean(x @ model.coef_[0]))
        shift += float(model.intercept_[0]) if which == "opening" else -0.6 * mean
    return Weights(**weights, shift=round(shift, 3))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    rows = rows_of(args.data)
    for which, of in rows.items():
        signs = signs_of(of, LEAST_TALKS if which == "opening" else 1)
        counts = Counter((row.source, row.begins) for row in of)
        begun = {s: n for (s, b), n in sorted(counts.items()) if b}
        print(which, f"{len(of)} rows, {len(signs)} signs", begun)
        print("  AUC", {s: round(v, 3) for s, v in validate(of, signs, STRENGTH[which]).items()})
    weights = learned(rows)
    print(f"{len(weights.opening)} and {len(weights.closing)} weights kept")
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "cues.json").write_text(
        json.dumps(weights._asdict(), indent=0, sort_keys=True, ensure_ascii=False) + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
