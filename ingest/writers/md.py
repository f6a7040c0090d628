"""Markdown: front matter, a heading for each chapter, `**Name:** words` with times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Literal

import yaml

from ingest.models import Speaker, Talk
from ingest.readers.parts.paragraphs import looks_like_heading
from ingest.writers import faithful, voices
from ingest.writers.base import writer
from ingest.writers.paragraphs import Paragraph, of_talk
from ingest.writers.txt import misread, opening

Style = Literal["change", "always", "prose"]
_STYLES: tuple[Style, ...] = ("change", "always")
_SPECIAL = re.compile(r"([\\`*\[\]<>~]|(?<![^\W_])_|_(?![^\W_]))")
_TIME = re.compile(r"\[(?=\d{1,3}:\d{2})")
_AMPERSAND = re.compile(r"&(?=#?\w+;)")


@writer("md", about="Markdown with front matter, names, times and chapters", suffix=".md")
def write(talk: Talk) -> str:
    """Return the talk as Markdown."""
    found = of_talk(talk)
    names = {paragraph.label for paragraph in found}
    meant = faithful.said((p.label, p.text) for p in found)
    ways = [partial(_written, talk, found, style) for style in _STYLES]
    prose = partial(_written, talk, found, "prose")
    if not any(names):
        return prose()
    if _is_writing(talk, names):
        # One author for all of it, whom the front matter names: no name before paragraphs.
        ways.insert(0, prose)
        return faithful.first(ways, meant, "talk.md", named=False)
    # A single paragraph is no transcript to a reader, whatever stands before it.
    ways += [prose] if len(found) == 1 else []
    return faithful.first(ways, meant, "talk.md", named=len(found) > 1)


def _is_writing(talk: Talk, names: set[str | None]) -> bool:
    """Return whether a reader would give unnamed paragraphs to the one who is named."""
    about = talk.metadata
    alone = len(names) == 1 and len(talk.speakers) == 1
    author = alone and talk.speakers[0].role in ("author", "presenter", "unknown")
    timed = any(turn.anchors for turn in talk.turns)
    return author and about.kind in ("post", "article", "notes", "talk") and not timed


def _written(talk: Talk, found: list[Paragraph], style: Style) -> str:
    head = yaml.safe_dump(_front_matter(talk), sort_keys=False, allow_unicode=True, width=1000)
    blocks = [f"---\n{head}---"] if head != "{}\n" else []
    titles = [_escaped(chapter.title) for chapter in talk.chapters]
    given = -1
    for paragraph in found:
        last = given if paragraph.chapter is None else paragraph.chapter
        blocks += [f"## {title}" for title in titles[given + 1 : last + 1]]
        given = max(given, last)
        blocks.append(_block(paragraph, style, chapters=bool(titles)))
    blocks += [f"## {title}" for title in titles[given + 1 :]]
    return "\n\n".join(blocks) + "\n"


def _front_matter(talk: Talk) -> dict[str, object]:
    about = talk.metadata
    people: list[dict[str, object]] = [dict(_person(speaker)) for speaker in voices.people(talk)]
    pairs = {
        "title": about.title,
        "show": about.show,
        "kind": about.kind,
        "date": about.date,
        "url": about.url,
        "media_url": about.media_url,
        "language": about.language,
        "description": about.description,
        "tags": list(about.tags),
        "speakers": people,
    }
    return {key: value for key, value in pairs.items() if value}


def _person(speaker: Speaker) -> Iterator[tuple[str, object]]:
    yield "name", voices.name_of(speaker)
    if speaker.role != "unknown":
        yield "role", speaker.role
    if speaker.aliases:
        yield "aliases", list(speaker.aliases)


def _block(paragraph: Paragraph, style: Style, *, chapters: bool) -> str:
    words = _escaped(paragraph.text)
    if style == "prose":
        # Short and without a full stop, it was an item of a list; alone it would be a heading.
        item = paragraph.kept and not chapters and looks_like_heading(paragraph.text)
        return f"- {words}" if item else opening(words)
    again = misread(words)
    if paragraph.label is None:
        return opening(words)
    if paragraph.ms is not None:
        words = f"\\[{_clock(paragraph.ms)}\\] {words}"
    if style == "always" or paragraph.first or again:
        return f"**{_escaped(paragraph.label)}:** {words}"
    return words


def _escaped(text: str) -> str:
    text = _AMPERSAND.sub("&amp;", " ".join(text.split()))
    timed = [_SPECIAL.sub(r"\\\1", part) for part in _TIME.split(text)]
    return "&#91;".join(timed)


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
