"""Chapters: a file's headings, or, for a long talk without any, stretches of one theme.

The boundaries come from lexical cohesion as in TextTiling (Hearst 1997, Computational
Linguistics 23(1)): the words on both sides of each gap between turns are compared, and the
deepest valleys are taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

from ingest.models import Chapter, Passage, Topic, Turn
from ingest.sentences import words

_LONG_TALK = 2500  # words; a shorter talk is one chapter
_AIM = 1200  # words a chapter
_WINDOW = 350  # words compared on each side of a gap
_CONTENT = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this with have just like what they from about your there were would when them which been some because "
    "really think know going want people very into more time then things thing also kind mean could their where "
    "will well make right yeah other these those than even over much here being doing something actually gonna "
    "dont thats youre were didnt always little still through back look good need only every after before work".split()
)


def with_chapters(
    turns: Sequence[Turn], headings: Sequence[Chapter]
) -> tuple[tuple[Chapter, ...], tuple[Turn, ...]]:
    """Return a talk's chapters, and its turns with the chapter each is in.

    Headings are kept as they are. Chapters that are found are untitled until `titled`.
    """
    if headings or sum(words(turn.text) for turn in turns) < _LONG_TALK:
        return tuple(headings), tuple(turns)
    first_turns = [0, *boundaries(turns)]
    made = tuple(
        Chapter(title="", start=turns[i].start, start_ms=turns[i].start_ms, origin="computed")
        for i in first_turns
    )
    placed = []
    chapter = 0
    for index, turn in enumerate(turns):
        if chapter + 1 < len(first_turns) and index >= first_turns[chapter + 1]:
            chapter += 1
        placed.append(turn.model_copy(update={"chapter": chapter}))
    return made, tuple(placed)


def boundaries(turns: Sequence[Turn]) -> list[int]:
    """Return the indexes of the turns that begin a new theme."""
    bags = [_content(turn.text) for turn in turns]
    sizes = [words(turn.text) for turn in turns]
    depths = {
        gap: _depth(bags, sizes, gap)
        for gap in range(1, len(turns))
        if sizes[gap] or sizes[gap - 1]
    }
    most = max(1, sum(sizes) // _AIM - 1)
    chosen: list[int] = []
    before = _running(sizes)
    for gap in sorted(depths, key=lambda g: -depths[g]):
        ends = [0, len(turns), *chosen]
        if all(abs(before[gap] - before[other]) >= _AIM // 2 for other in ends):
            chosen.append(gap)
        if len(chosen) == most:
            break
    return sorted(chosen)


def titled(
    chapters: Sequence[Chapter],
    passages: Sequence[Passage],
    topics: Sequence[Topic],
) -> tuple[Chapter, ...]:
    """Return chapters that were found, each named by the topics most its own."""
    out = []
    used: set[str] = set()
    for index, chapter in enumerate(chapters):
        here = {i for i, passage in enumerate(passages) if passage.chapter == index}
        shares = {
            topic.name: sum(m.passage in here for m in topic.mentions) ** 2 / len(topic.mentions)
            for topic in topics
            if topic.name not in used
        }
        best = sorted((n for n, share in shares.items() if share > 0), key=lambda n: -shares[n])[:2]
        used.update(best)
        title = ", ".join(best) if best else f"Part {index + 1}"
        out.append(chapter.model_copy(update={"title": title[:1].upper() + title[1:]}))
    return tuple(out)


def _content(text: str) -> Counter[str]:
    return Counter(w for w in _CONTENT.findall(text.lower()) if w not in _COMMON)


def _running(sizes: Sequence[int]) -> list[int]:
    out = [0]
    for size in sizes:
        out.append(out[-1] + size)
    return out


def _depth(bags: Sequence[Counter[str]], sizes: Sequence[int], gap: int) -> float:
    """Return how different the talk is on the two sides of a gap, 0 to 1."""
    left = _gathered(bags, sizes, range(gap - 1, -1, -1))
    right = _gathered(bags, sizes, range(gap, len(bags)))
    shared = sum(n * right[w] for w, n in left.items())
    norm = math.sqrt(sum(n * n for n in left.values()) * sum(n * n for n in right.values()))
    return 1 - shared / norm if norm else 0.0


def _gathered(bags: Sequence[Counter[str]], sizes: Sequence[int], order: range) -> Counter[str]:
    out: Counter[str] = Counter()
    count = 0
    for index in order:
        out.update(bags[index])
        count += sizes[index]
        if count >= _WINDOW:
            break
    return out
