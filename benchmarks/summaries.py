"""How much of what editors say of a talk five of its sentences say, beside four rivals' five.

What editors say: the curated tags of `tagged` that occur in the talk, the titles that people gave
to the stretches of a meeting (`qmsum-val`), and the sentences that a show's editors cut out
(`highlights`). The figure is the share of their words (ROUGE-1 recall over content words; for tags,
the share of the tags) that a summary has, cut to its first 100 words, so that nobody wins by long
sentences. The second table does the same for one sentence a stretch and the stretch's own title.

A talk's title is hidden from everybody: it is an editor's, too. The rivals choose among all that
is said in five words or more; Verbatim leaves out what does not stand alone, which costs it some,
so that each is also shown choosing among the sentences that do.
Its few weights were set by hand with an eye on about half of these talks; they are not held out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import embedding, summaries
from ingest.embedding import Encoder
from ingest.errors import ReadError
from ingest.models import Analysis, Chapter
from ingest.pipeline import Settings, analyse
from ingest.summaries.candidates import candidates
from ingest.topics import canonical
from ingest.topics.keys import word_key

_FIVE = 5
_WORDS = 100
_DRAWS = 20
_DAMPING = 0.85
_NO_TITLE = b"title: untitled\n"
_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")
_STOP = frozenset(
    "the and but for you that this with are was were have has had not they them their there here what when where which who "
    "how why can could will would should may might must from into out about over than then our your his her its been being "
    "did does doing just very really also more most some any all one two get got like know think going gonna thing lot".split()
)

Method = Callable[["Item"], list[str]]


@dataclass(frozen=True)
class Item:
    """A talk, its passages' vectors, and what editors say of it."""

    analysis: Analysis
    vectors: NDArray[np.float32]
    wanted: frozenset[str]
    tags: bool
    stretches: tuple[tuple[int, int, str], ...] = ()

    @cached_property
    def sentences(self) -> list[str]:
        """What the rivals choose from: all that is said in five words or more."""
        return sentences(self.analysis)

    @property
    def has(self) -> Callable[[str], set[str]]:
        """What finds a text's words, or its runs of words where tags are looked for."""
        return grams if self.tags else keys


def alone(item: Item) -> Item:
    """Return the talk for a rival that may choose only sentences that stand alone."""
    standing = {(c.turn, c.end) for c in candidates(item.analysis) if c.fits and c.stands}
    said = tuple(s for s in item.analysis.sayings if (s.turn, s.end) in standing)
    return replace(item, analysis=item.analysis.model_copy(update={"sayings": said}))


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder beside the gold ones")
    parser.add_argument("--every", type=int, default=1, help="take every so-manieth talk")
    args = parser.parse_args()
    root = next((f for f in (args.data, args.data.parent) if (f / "tagged").is_dir()), None)
    if root is None:
        print("skipped: the folder `tagged` is not there nor beside it")
        return
    encoder = embedding.load()
    sets = {name: list(read(root, encoder, args)) for name, read in _SETS.items()}
    sets = {name: found for name, found in sets.items() if found}
    print(f"{'five sentences':24}" + "".join(f"{f'{n} ({len(i)})':>20}" for n, i in sets.items()))
    for name, method in _METHODS.items():
        figures = [
            f"{np.mean([share(item, method(item)) for item in found]):>20.3f}"
            for found in sets.values()
        ]
        print(f"{name:24}" + "".join(figures))
    draws = [
        np.mean([[share(i, chance(i, s)) for s in range(_DRAWS)] for i in f]) for f in sets.values()
    ]
    print(f"{'chance':24}" + "".join(f"{draw:>20.3f}" for draw in draws))
    stretches = [s for item in sets.get("qmsum-val", []) for s in stretched(item)]
    if stretches:
        _print_stretches(stretches)
    _print_cost([item for found in sets.values() for item in found])


def _print_stretches(found: Sequence[Item]) -> None:
    print(f"\n{'one sentence a stretch':24}{f'its title ({len(found)})':>20}")
    for name, method in {**_METHODS, "Verbatim": titled}.items():
        shares = [share(item, method(item)[:1]) for item in found]
        print(f"{name:24}{np.mean(shares):>20.3f}")


def _print_cost(found: Sequence[Item]) -> None:
    start = time.perf_counter()
    for item in found:
        summaries.summarised(item.analysis, item.vectors)
    took = (time.perf_counter() - start) / max(1, len(found))
    print(f"\nVerbatim takes {1000 * took:.0f} ms a talk, once its passages are embedded")


# ------------------------------------------------------------------------------------- the talks
def tagged(root: Path, encoder: Encoder, args: argparse.Namespace) -> Iterator[Item]:
    """Yield the talks that have tags which occur in them."""
    for analysis in talks(root / "tagged", "*.md", args):
        tags = {canonical(tag) for tag in analysis.metadata.tags}
        said = set().union(*(grams(passage.text) for passage in analysis.passages))
        if tags & said:
            yield item(analysis, encoder, frozenset(tags & said), tags=True)


def meetings(root: Path, encoder: Encoder, args: argparse.Namespace) -> Iterator[Item]:
    """Yield the meetings whose stretches people gave titles to."""
    gold = {row["talk"]: row["chapters"] for row in rows(root / "qmsum-val" / "chapters.jsonl")}
    for analysis in talks(root / "qmsum-val", "*.txt", args):
        if analysis.source.path in gold:
            titles = [(s, e, c["title"]) for c in gold[analysis.source.path] for s, e in c["spans"]]
            wanted = frozenset().union(*(keys(title) for _, _, title in titles))
            yield item(analysis, encoder, wanted, stretches=tuple(titles))


def highlights(root: Path, encoder: Encoder, args: argparse.Namespace) -> Iterator[Item]:
    """Yield the talks that editors cut sentences out of."""
    gold = {row["talk"]: row["highlights"] for row in rows(root / "highlights" / "gold.jsonl")}
    for analysis in talks(root / "highlights", "*.md", args):
        chosen = gold.get(Path(analysis.source.path).stem, [])
        if chosen:
            wanted = frozenset().union(*(keys(choice["text"]) for choice in chosen))
            yield item(analysis, encoder, wanted)


def rows(file: Path) -> list[dict[str, list[dict[str, str]]]]:
    """Return the lines of a JSON-lines file, none where it is not there."""
    return [json.loads(line) for line in file.open(encoding="utf-8")] if file.exists() else []


def talks(folder: Path, pattern: str, args: argparse.Namespace) -> Iterator[Analysis]:
    """Yield a folder's talks, without their titles."""
    for number, file in enumerate(sorted(folder.glob(pattern))):
        if number % args.every:
            continue
        try:
            yield analyse(file.read_bytes(), file.name, sidecar=_NO_TITLE)
        except ReadError:
            yield analyse(file.read_bytes(), file.name, Settings(format="prose"), sidecar=_NO_TITLE)


def item(
    analysis: Analysis,
    encoder: Encoder,
    wanted: frozenset[str],
    *,
    tags: bool = False,
    stretches: tuple[tuple[int, int, str], ...] = (),
) -> Item:
    """Return a talk with its passages' vectors."""
    vectors = encoder.encode([passage.text for passage in analysis.passages])
    return Item(analysis, np.asarray(vectors), wanted, tags, stretches)


def stretched(whole: Item) -> Iterator[Item]:
    """Yield a meeting's stretches of some length, each as if it were the only chapter."""
    analysis = whole.analysis
    for start, end, title in whole.stretches:
        inside = [start <= turn.start < end for turn in analysis.turns]
        turns = tuple(
            turn.model_copy(update={"chapter": int(here)})
            for turn, here in zip(analysis.turns, inside, strict=True)
        )
        said = tuple(saying for saying in analysis.sayings if inside[saying.turn])
        both = (Chapter(title="else", start=0), Chapter(title="here", start=start))
        changed = analysis.model_copy(update={"turns": turns, "chapters": both, "sayings": said})
        if keys(title) and len(said) > 2 * _FIVE:
            yield Item(changed, whole.vectors, frozenset(keys(title)), tags=False)


def sentences(analysis: Analysis) -> list[str]:
    """Return what is said, sentence by sentence."""
    return [analysis.turns[s.turn].text[s.start : s.end] for s in analysis.sayings]


# ----------------------------------------------------------------------------------- the methods
def verbatim(item: Item) -> list[str]:
    """Return the summary as the pipeline makes it."""
    found = summaries.summarised(item.analysis, item.vectors).summary
    return [point.quote.text for point in found if point.chapter is None]


def titled(item: Item) -> list[str]:
    """Return the sentence for a stretch as the pipeline chooses it."""
    found = summaries.summarised(item.analysis, item.vectors).summary
    return [point.quote.text for point in found if point.chapter == 1]


def lead(item: Item) -> list[str]:
    """Return the first five sentences."""
    return item.sentences[:_FIVE]


def longest(item: Item) -> list[str]:
    """Return the longest sentences."""
    return sorted(item.sentences, key=len, reverse=True)[:_FIVE]


def textrank(item: Item) -> list[str]:
    """Return sentences by their rank in a graph of shared words (Mihalcea and Tarau 2004)."""
    bags = [keys(sentence) for sentence in item.sentences]
    if not bags:
        return []
    columns = {word: n for n, word in enumerate(sorted(set().union(*bags)))}
    held = np.zeros((len(bags), len(columns)), dtype=np.float32)
    for row, bag in enumerate(bags):
        held[row, [columns[word] for word in bag]] = 1
    sizes = np.log([max(2, len(sentence.split())) for sentence in item.sentences])
    edges = held @ held.T / (sizes[:, None] + sizes[None, :])
    np.fill_diagonal(edges, 0)
    edges /= np.maximum(edges.sum(axis=1, keepdims=True), 1e-9)
    rank = np.full(len(bags), 1 / len(bags))
    for _ in range(40):
        rank = (1 - _DAMPING) / len(bags) + _DAMPING * (rank @ edges)
    return [item.sentences[at] for at in np.argsort(-rank, kind="stable")[:_FIVE]]


def chance(item: Item, seed: int) -> list[str]:
    """Return any five sentences."""
    return random.Random(seed).sample(item.sentences, min(_FIVE, len(item.sentences)))  # noqa: S311


# ------------------------------------------------------------------------------------ the figure
def share(item: Item, chosen: Sequence[str]) -> float:
    """Return the share of what editors say that is in a summary's first hundred words."""
    left, found = _WORDS, set[str]()
    for sentence in chosen:
        words = sentence.split()[:left]
        left -= len(words)
        found |= item.has(" ".join(words))
    return len(item.wanted & found) / len(item.wanted)


def keys(text: str) -> set[str]:
    """Return the keys of a text's content words."""
    return {word_key(word) for word in _WORD.findall(text) if word.lower() not in _STOP}


def grams(text: str) -> set[str]:
    """Return the keys of all runs of up to four words."""
    words = [word.strip(".,;:!?\"'“”‘’()[]<>*_`") for word in text.replace("/", " ").split()]
    return {
        canonical(" ".join(words[first : first + size]))
        for size in range(1, 5)
        for first in range(len(words) - size + 1)
    }


_SETS = {"tagged": tagged, "qmsum-val": meetings, "highlights": highlights}
_METHODS: dict[str, Method] = {
    "Verbatim": verbatim,
    "first sentences": lead,
    "longest": longest,
    "TextRank": textrank,
    "first, standing alone": lambda item: lead(alone(item)),
    "TextRank, standing alone": lambda item: textrank(alone(item)),
}


if __name__ == "__main__":
    main()
