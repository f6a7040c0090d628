"""Pk and WindowDiff of chapters, beside TextTiling and a segmenter by sentence vectors.

Lower is better. Both are counted over turns and over words, with half of the mean length of the
meeting's own chapters as their window. `none` and `even` know nothing but the length. The rival by
vectors is TextTiling's rule over stock MiniLM, as Solbiati and others do it for meetings (2021,
arXiv:2106.12978): a boundary where the likeness of the blocks before and after is in a valley
deeper than the mean and one standard deviation. The rivals run with their authors' settings, and
again with as many chapters as Verbatim finds, since meetings are cut more coarsely than either was
made for; the same is then done with the encoder that ships. TextTiling is NLTK's:

    pip install nltk
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from ingest import chapters, embedding
from ingest.models import Turn
from ingest.pipeline import read_talk

_GOLD = "chapters.jsonl"
_BLOCK = 60  # words that get one vector
_SIDE = 4  # blocks compared on each side of a gap
_STOP = "a about after all also am an and any are as at be because been but by can could did do does don't for from get go going got had has have he her here him his how i i'm if in into is it it's its just know like me mean more my no not now of oh okay on one or our out really right she so some that that's the their them then there these they think this to uh um up us very was we we're well were what when where which who will with would yeah yes you your".split()

Segmenter = Callable[["Meeting"], list[int]]


@dataclass(frozen=True)
class Meeting:
    """A talk with the chapters that people gave it, as indexes of turns."""

    name: str
    turns: tuple[Turn, ...]
    gold: list[int]

    @property
    def sizes(self) -> list[int]:
        """Words of every turn."""
        return [len(turn.text.split()) for turn in self.turns]


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with chapters.jsonl")
    folder = place(parser.parse_args().data)
    if folder is None:
        print("skipped: neither the folder nor one beside it has a chapters.jsonl")
        return
    found = list(meetings(folder))
    print(f"{len(found)} meetings, {sum(len(m.gold) for m in found)} boundaries")
    print(f"{'':34}{'turns':^16}{'words':^16}")
    print(f"{'':34}{'Pk':>8}{'WD':>8}{'Pk':>8}{'WD':>8}{'chapters':>10}{'s a talk':>10}")
    for name, segmenter in segmenters():
        start = time.perf_counter()
        cuts = [segmenter(meeting) for meeting in found]
        took = (time.perf_counter() - start) / len(found)
        made = sum(len(cut) + 1 for cut in cuts) / len(found)
        row = "".join(f"{value:>8.3f}" for value in measured(found, cuts))
        print(f"{name:34}{row}{made:>10.1f}{took:>10.2f}")


def place(data: Path) -> Path | None:
    """Return the folder that holds the chapters: the one that is named, or one beside it."""
    return next((f for f in (data, *sorted(data.parent.iterdir())) if (f / _GOLD).is_file()), None)


def meetings(folder: Path) -> Iterator[Meeting]:
    """Yield the talks of a folder whose chapters are known."""
    for line in (folder / _GOLD).read_text("utf-8").splitlines():
        row = json.loads(line)
        file = folder / row["talk"]
        turns = tuple(t for t in read_talk(file.read_bytes(), file.name).turns if t.text.strip())
        starts = sorted({start for chapter in row["chapters"] for start, _ in chapter["spans"]})
        gold = {next((i for i, t in enumerate(turns) if t.end > s), 0) for s in starts}
        yield Meeting(row["talk"], turns, sorted(gold - {0}))


def measured(found: Sequence[Meeting], cuts: Sequence[Sequence[int]]) -> list[float]:
    """Return the means of Pk and WindowDiff, over turns and over words."""
    rows = []
    for meeting, cut in zip(found, cuts, strict=True):
        row: list[float] = []
        for sizes in ([1] * len(meeting.turns), meeting.sizes):
            row += errors(meeting.gold, cut, sizes)
        rows.append(row)
    return [float(value) for value in np.mean(rows, axis=0)]


def errors(gold: Sequence[int], cut: Sequence[int], sizes: Sequence[int]) -> tuple[float, float]:
    """Return Pk (Beeferman 1999) and WindowDiff (Pevzner and Hearst 2002) of a segmentation."""
    total = sum(sizes)
    first = np.concatenate([[0], np.cumsum(sizes)])
    window = max(1, round(total / (len(gold) + 1) / 2))
    counts = []
    for starts in (gold, cut):
        marks = np.zeros(total + 1, dtype=int)
        marks[[first[index] for index in starts]] = 1
        chapter = np.cumsum(marks)[:total]
        counts.append(chapter[window:] - chapter[:-window])
    ours, theirs = counts
    pk = float(np.mean((ours == 0) != (theirs == 0)))
    return pk, float(np.mean(ours != theirs))


def segmenters() -> Iterator[tuple[str, Segmenter]]:
    """Yield ours, what knows nothing, and every rival that is installed."""
    yield "Verbatim", verbatim
    yield "none", nothing
    yield "even", even
    by_vectors = Vectors(embedding.STOCK_MODEL)
    yield "MiniLM windows", by_vectors.threshold
    yield "MiniLM windows, as many as ours", by_vectors.as_many
    yield "our encoder, as many as ours", Vectors(embedding.DEFAULT_MODEL).as_many
    if find_spec("nltk"):
        by_words = Tiles()
        yield "TextTiling (NLTK)", by_words.threshold
        yield "TextTiling (NLTK), as many as ours", by_words.as_many
    else:
        print("TextTiling is not installed: pip install nltk")


def verbatim(meeting: Meeting) -> list[int]:
    """Return the boundaries as the pipeline finds them."""
    return chapters.boundaries(meeting.turns)


def nothing(meeting: Meeting) -> list[int]:  # noqa: ARG001
    """Return no boundary."""
    return []


def even(meeting: Meeting) -> list[int]:
    """Return boundaries at even distances."""
    before = np.cumsum(meeting.sizes)
    count = len(verbatim(meeting)) + 1
    targets = [before[-1] * n / count for n in range(1, count)]
    return sorted({int(np.searchsorted(before, target)) for target in targets} - {0})


class Tiles:
    """NLTK's TextTiling (Hearst 1997) with its defaults."""

    def __init__(self) -> None:
        self._known: dict[str, dict[int, float]] = {}

    def threshold(self, meeting: Meeting) -> list[int]:
        """Return the boundaries that it finds."""
        return sorted(self._depths(meeting))

    def as_many(self, meeting: Meeting) -> list[int]:
        """Return the deepest of its boundaries, as many as ours."""
        depths = self._depths(meeting)
        return sorted(sorted(depths, key=lambda i: -depths[i])[: len(verbatim(meeting))])

    def _depths(self, meeting: Meeting) -> dict[int, float]:
        """Return its boundaries, each moved to the nearest turn, with their depths."""
        from nltk.tokenize.texttiling import TextTilingTokenizer

        if meeting.name not in self._known:
            texts = [" ".join(turn.text.split()) for turn in meeting.turns]
            starts = np.cumsum([0, *(len(text) + 2 for text in texts[:-1])])
            tiler = TextTilingTokenizer(stopwords=_STOP, demo_mode=True)
            _, _, depths, flags = tiler.tokenize("\n\n".join(texts))
            length = int(starts[-1]) + len(texts[-1])
            found: dict[int, float] = {}
            for gap in np.flatnonzero(flags).tolist():
                place = (gap + 1) / (len(flags) + 1) * length
                found[int(np.argmin(np.abs(starts - place)))] = float(depths[gap])
            found.pop(0, None)
            self._known[meeting.name] = found
        return self._known[meeting.name]


class Vectors:
    """Valleys in the likeness of what is said before and after, by vectors of windows."""

    def __init__(self, model: str) -> None:
        self._encoder = embedding.load(model)
        self._known: dict[str, tuple[list[int], np.ndarray]] = {}

    def threshold(self, meeting: Meeting) -> list[int]:
        """Return the valleys deeper than the mean and one standard deviation."""
        places, depths = self._depths(meeting)
        cut = depths.mean() + depths.std()
        return [place for place, depth in zip(places, depths, strict=True) if depth > cut]

    def as_many(self, meeting: Meeting) -> list[int]:
        """Return the deepest valleys, as many as ours."""
        places, depths = self._depths(meeting)
        best = np.argsort(-depths)[: len(verbatim(meeting))]
        return sorted({places[int(index)] for index in best})

    def _depths(self, meeting: Meeting) -> tuple[list[int], np.ndarray]:
        """Return for every gap between blocks its turn and the depth of its valley."""
        starts, vectors = self._blocks(meeting)
        likeness = np.ones(len(starts))
        for gap in range(1, len(starts)):
            left = vectors[max(0, gap - _SIDE) : gap].mean(axis=0)
            right = vectors[gap : gap + _SIDE].mean(axis=0)
            likeness[gap] = left @ right / (np.linalg.norm(left) * np.linalg.norm(right))
        depths = np.zeros(len(starts))
        for gap in range(1, len(starts)):
            if likeness[gap] <= min(likeness[gap - 1], likeness[min(gap + 1, len(starts) - 1)]):
                depths[gap] = peak(likeness[:gap][::-1]) + peak(likeness[gap + 1 :])
                depths[gap] -= 2 * likeness[gap]
        return starts[1:], depths[1:]

    def _blocks(self, meeting: Meeting) -> tuple[list[int], np.ndarray]:
        if meeting.name not in self._known:
            starts, texts, held = [0], [], ""
            for index, turn in enumerate(meeting.turns):
                if len(held.split()) >= _BLOCK:
                    texts.append(held)
                    starts.append(index)
                    held = ""
                held += f" {turn.text}"
            self._known[meeting.name] = starts, self._encoder.encode([*texts, held])
        return self._known[meeting.name]


def peak(values: np.ndarray) -> float:
    """Return how high a row of numbers climbs before it falls."""
    best = -1.0
    for value in values.tolist():
        if value < best:
            break
        best = value
    return max(best, 0.0)


if __name__ == "__main__":
    main()
