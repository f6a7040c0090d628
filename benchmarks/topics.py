"""Curated tags that are found among a talk's first topics, beside YAKE, KeyBERT and TextRank.

A tag counts where it occurs in the talk's text, whatever its spelling, hyphens and plural; the
same comparison decides for everybody whether a topic is the tag. All read the same text: the
talk's title and passages. TextRank ranks the very candidates that Verbatim ranks. The rivals:

    pip install yake keybert
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from ingest import nlp, passages, topics
from ingest.errors import ReadError
from ingest.models import Talk
from ingest.pipeline import Settings, read_talk
from ingest.topics.keys import canonical
from ingest.topics.phrases import phrases

FIRST = 10  # topics of a talk that count
_LONGEST = 4  # words a tag
_WINDOW = 4  # words that TextRank calls neighbours
_DAMPING = 0.85

Method = Callable[["Item"], list[str]]


@dataclass(frozen=True)
class Item:
    """A talk to find topics in."""

    talk: Talk
    docs: list[Doc]

    @property
    def title(self) -> str:
        """What the talk is called."""
        return self.talk.metadata.title or ""

    @property
    def text(self) -> str:
        """What the rivals read."""
        return "\n".join([f"{self.title}.", *(doc.text for doc in self.docs)])

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The keys of its tags that occur in its passages."""
        tags = {canonical(tag) for tag in self.talk.metadata.tags}
        said = set().union(*(grams(doc.text) for doc in self.docs))
        return frozenset(tags & said)


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder of talks with `tags`")
    parser.add_argument("--show", type=int, default=0, help="print the topics of so many talks")
    args = parser.parse_args()
    folder = next((f for f in (args.data, args.data.parent / "tagged") if any(read(f))), None)
    if folder is None:
        print("skipped: no talk there, or in `tagged` beside it, has tags")
        return
    items = list(read(folder))
    sought = sum(len(item.wanted) for item in items)
    print(f"{len(items)} talks, {sought} curated tags that occur in their text")
    print(f"{'':24}{'exactly':>10}{'within a topic':>17}{'s a talk':>10}")
    for name, method in methods():
        start = time.perf_counter()
        found = [method(item) for item in items]
        took = (time.perf_counter() - start) / max(1, len(items))
        exact, within = score(items, found)
        print(f"{name:24}{exact:>10.3f}{within:>17.3f}{took:>10.2f}")
    for item in items[: args.show]:
        print(f"{item.talk.source.path}: {', '.join(verbatim(item))}")


def read(folder: Path) -> Iterator[Item]:
    """Yield the talks of a folder that have tags, tagged by the language pipeline."""
    for file in sorted(folder.rglob("*.md")):
        try:
            talk = read_talk(file.read_bytes(), file.name)
        except ReadError:
            talk = read_talk(file.read_bytes(), file.name, Settings(format="prose"))
        if talk.metadata.tags:
            cut = passages.passages(talk.turns, [turn.speaker for turn in talk.turns])
            yield Item(talk, list(nlp.parse(passage.text for passage in cut)))


def grams(text: str) -> set[str]:
    """Return the keys of all runs of up to four words."""
    words = [word.strip(".,;:!?\"'“”‘’()[]<>*_`") for word in text.replace("/", " ").split()]
    return {
        canonical(" ".join(words[first : first + size]))
        for size in range(1, _LONGEST + 1)
        for first in range(len(words) - size + 1)
    }


def score(items: Sequence[Item], found: Sequence[Sequence[str]]) -> tuple[float, float]:
    """Return the share of tags that are a topic, and the share that are one or part of one."""
    exact = within = sought = 0
    for item, names in zip(items, found, strict=True):
        tags = item.wanted
        keys = {canonical(name) for name in names[:FIRST]}
        parts = set().union(*(grams(name.replace("-", " ")) for name in names[:FIRST]), keys)
        sought += len(tags)
        exact += len(tags & keys)
        within += len(tags & parts)
    return exact / max(1, sought), within / max(1, sought)


def methods() -> Iterator[tuple[str, Method]]:
    """Yield ours and every rival that is installed."""
    yield "Verbatim", verbatim
    yield "TextRank", textrank
    yield "TextRank, mean", partial(textrank, mean=True)
    if find_spec("yake"):
        yield from yakes()
    else:
        print("YAKE is not installed: pip install yake")
    if find_spec("keybert"):
        yield from keyberts()
    else:
        print("KeyBERT is not installed: pip install keybert")


def verbatim(item: Item) -> list[str]:
    """Return the topics as the pipeline finds them."""
    people = [n for s in item.talk.speakers if s.named for n in (s.name, *s.aliases)]
    found = topics.topics(
        item.docs,
        leave_out=people,
        show=item.talk.metadata.show or "",
        title=item.title,
        headings=[chapter.title for chapter in item.talk.chapters],
    )
    return [topic.name for topic in found]


def textrank(item: Item, *, mean: bool = False) -> list[str]:
    """Return noun phrases by their words' rank in a graph of neighbours (Mihalcea and Tarau 2004).

    Args:
        item: The talk.
        mean: Whether a phrase is worth its words' mean instead of their sum.
    """
    edges: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    found: dict[str, list[str]] = {}
    for doc in item.docs:
        words = [t.lower_ for t in doc if t.pos_ in ("NOUN", "PROPN", "ADJ")]
        for index, word in enumerate(words):
            for other in words[index + 1 : index + _WINDOW]:
                if other != word:
                    edges[word][other] += 1
                    edges[other][word] += 1
        for phrase in phrases(doc):
            name = doc.text[phrase.start : phrase.end]
            span = doc.char_span(phrase.start, phrase.end)
            found.setdefault(canonical(name), [name, *(t.lower_ for t in span or ())])
    ranks = ranked(edges)
    best: dict[str, tuple[float, str]] = {}
    for key, (name, *words) in found.items():
        worth = sum(ranks.get(word, 0.0) for word in words)
        best[key] = (worth / len(words) if words and mean else worth, name)
    return [name for _, name in sorted(best.values(), reverse=True)][:FIRST]


def ranked(edges: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return the PageRank of every word of a graph."""
    names = list(edges)
    index = {name: position for position, name in enumerate(names)}
    rows = [index[b] for a in names for b in edges[a]]
    columns = [index[a] for a in names for _ in edges[a]]
    weights = np.array([n / sum(edges[a].values()) for a in names for n in edges[a].values()])
    rank = np.full(len(names), 1 / max(1, len(names)))
    for _ in range(40):
        spread = np.bincount(rows, weights * rank[columns], minlength=len(names))
        rank = (1 - _DAMPING) / max(1, len(names)) + _DAMPING * spread
    return dict(zip(names, rank.tolist(), strict=True))


def yakes() -> Iterator[tuple[str, Method]]:
    """Yield YAKE with its defaults and with shorter phrases."""
    import yake

    for size in (3, 2, 1):
        extractor = yake.KeywordExtractor(n=size, top=FIRST)

        def run(item: Item, extractor: yake.KeywordExtractor = extractor) -> list[str]:
            return [name for name, _ in extractor.extract_keywords(item.text)]

        yield f"YAKE, up to {size} words", run


def keyberts() -> Iterator[tuple[str, Method]]:
    """Yield KeyBERT over MiniLM: over words, its default, and over the pipeline's candidates."""
    from keybert import KeyBERT
    from keybert.backend import BaseEmbedder

    from ingest import embedding

    encoder = embedding.load()

    known: dict[str, np.ndarray] = {}

    class Backend(BaseEmbedder):
        """MiniLM by the quickest way there is on this machine, and each word only once."""

        def embed(self, documents: Sequence[str], verbose: bool = False) -> np.ndarray:  # noqa: ARG002, FBT001, FBT002
            texts = [str(document) for document in documents]
            new = sorted({text for text in texts if text not in known})
            known.update(zip(new, encoder.encode(new), strict=True) if new else ())
            return np.stack([known[text] for text in texts])

    model = KeyBERT(Backend())

    def words(item: Item) -> list[str]:
        return [name for name, _ in model.extract_keywords(item.text, top_n=FIRST)]

    def ours(item: Item) -> list[str]:
        said = Counter(d.text[p.start : p.end].lower() for d in item.docs for p in phrases(d))
        names = sorted(name for name, count in said.items() if count > 1)
        found = model.extract_keywords(
            item.text, candidates=names, keyphrase_ngram_range=(1, _LONGEST), top_n=FIRST
        )
        return [name for name, _ in found]

    yield "KeyBERT, words", words
    yield "KeyBERT, our candidates", ours


if __name__ == "__main__":
    main()
