"""Markup inside a paragraph of Markdown or plain text, taken off with a record of what stood there."""

from __future__ import annotations

import html
import re

from ingest.textmap import Segment, Text

_MARKUP = re.compile(
    r"""
    (?P<image>!\[[^\]\n]{0,1000}\]\([^()\s]{0,2000}(?:\s+"[^"\n]{0,500}")?\))
  | (?P<note>\[\^[^\]\s]{1,40}\]:?)
  | (?P<target>\]\((?:[^()\s]|\([^()\s]{0,500}\)){0,2000}(?:\s+"[^"\n]{0,500}")?\)|\]\[[^\]\n]{0,200}\])
  | (?P<auto><(?:https?://|mailto:)[^>\s]{1,2000}>)
  | (?P<comment><!--.{0,5000}?-->)
  | (?P<tag></?[A-Za-z][^<>]{0,2000}>)
  | (?P<entity>&(?:\#\d{1,7}|\#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31}\d{0,2});)
  | (?P<escape>\\[\[\]\\`*_{}()\#+.!~|<>-])
  | (?P<strong>\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)|~~)
  | (?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*])|(?<!\w)_(?=[^\s_])|(?<=[^\s_])_(?!\w))
  | (?P<code>`+)
  | (?P<space>[ \t\u00a0\u2000-\u200a\u202f\u3000]*(?:\r\n?|\n)\s*|[ \t]{2,}|[\t\u00a0\u2000-\u200a\u202f\u3000][ \t\u00a0]*)
  | (?P<nothing>[\u00ad\u200b\u200c\u200d\u2060\ufeff])
    """,
    re.VERBOSE | re.DOTALL,
)
_OPEN = re.compile(r"(?<![!\\])\[(?=[^\]\n]{1,1000}\](?:\(|\[))")


def strip(source: str, start: int, end: int) -> Text:
    """Return the words of `source[start:end]`, a paragraph of Markdown or plain text.

    Links keep their text, pictures go, entities and escapes are decoded, runs of white space
    (line breaks too) become one space. Each change is a segment whose rule says what it was.
    """
    changes = [(m.start(), m.end(), *_reading(m)) for m in _MARKUP.finditer(source, start, end)]
    openings = [(m.start(), m.end(), "", "markup") for m in _OPEN.finditer(source, start, end)]
    return _single_spaces(_tiled(source, start, end, sorted(changes + openings)))


def _reading(match: re.Match[str]) -> tuple[str, str]:
    """Return what a piece of markup reads as, and the rule's name."""
    kind = match.lastgroup or ""
    found = match[0]
    readings = {
        "entity": (html.unescape(found).replace("\u00a0", " "), "entity"),
        "escape": (found[1:], "escape"),
        "auto": (found[1:-1], "markup"),
        "space": (" ", "space"),
        "nothing": ("", "space"),
    }
    return readings.get(kind, ("", "markup"))


def _tiled(source: str, start: int, end: int, changes: list[tuple[int, int, str, str]]) -> Text:
    out: list[Segment] = []
    position = start
    for change_start, change_end, text, rule in changes:
        if change_start < position:
            continue
        if position < change_start:
            out.append(Segment(source[position:change_start], position, change_start))
        out.append(Segment(text, change_start, change_end, rule))
        position = change_end
    if position < end:
        out.append(Segment(source[position:end], position, end))
    return tuple(out)


def _single_spaces(text: Text) -> Text:
    """Leave out a space where a change has made two of them, and spaces at the edges."""
    out: list[Segment] = []
    blank = True
    for segment in text:
        words = segment.text.lstrip(" ") if blank else segment.text
        start = segment.start
        if segment.rule is None and len(words) < len(segment.text):
            start += len(segment.text) - len(words)
            out.append(Segment("", segment.start, start, "space"))
        if start < segment.end:
            out.append(Segment(words, start, segment.end, segment.rule))
        blank = words[-1] == " " if words else blank
    while out and not out[-1].text.strip():
        out.pop()
    return tuple(out)
