"""Titles: a chapter that was found is named by the topics that are most its own."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ingest.models import Chapter, Passage, Topic

_LEAST = 2  # mentions in a chapter
_SECOND = 0.5  # a second topic must matter at least so much beside the first


def titled(
    chapters: Sequence[Chapter],
    passages: Sequence[Passage],
    topics: Sequence[Topic],
) -> tuple[Chapter, ...]:
    """Return chapters that were found, each with a title of its own.

    Args:
        chapters: The talk's chapters.
        passages: Its passages.
        topics: Its topics; more than are shown make better titles.
    """
    place = [passage.chapter for passage in passages]
    used: set[str] = set()
    out = []
    for index, chapter in enumerate(chapters):
        names = _names(index, place, topics, used)
        used.update(names)
        title = _capital(" and ".join(names)) if names else f"Part {index + 1}"
        out.append(chapter.model_copy(update={"title": title}))
    return tuple(out)


def _names(
    chapter: int, place: Sequence[int | None], topics: Iterable[Topic], used: set[str]
) -> list[str]:
    """Return the one or two topics that say what a chapter is about and no other is."""
    worth: dict[str, float] = {}
    for topic in topics:
        here = sum(place[mention.passage] == chapter for mention in topic.mentions)
        if here >= _LEAST and topic.name not in used:
            share = here / len(topic.mentions)
            worth[topic.name] = share * math.sqrt(here) * topic.score
    ranked = sorted(worth, key=lambda name: (-worth[name], name))
    if not ranked:
        return []
    first, *others = ranked
    words = set(first.lower().split())
    for other in others:
        if worth[other] < _SECOND * worth[first]:
            break
        if words.isdisjoint(other.lower().split()):
            return [first, other]
    return [first]


def _capital(title: str) -> str:
    """Return a title with a capital, unless its first word has one inside ("iOS")."""
    first = title.split(maxsplit=1)[0]
    return title if any(c.isupper() for c in first) else title[:1].upper() + title[1:]
