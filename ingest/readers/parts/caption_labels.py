"""Who a caption's own words say is speaking: `Name: text`, `[SPEAKER_00]: text`, `>> text`, `- text`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

_LABEL = re.compile(
    r"""(?P<mark>(?:>>+|[-–—])[ \t]*)?
    (?:
      \[(?P<bracket>SPEAKER_\d{1,4}|[^\[\]:]{1,60}(?=\]:))\]:?
    | (?P<name>[^\W_][\w.'’&/\- ]{0,58}?[ ]?(?:\([\w .,'/-]{1,30}\))?)[ ]?:
    )(?=\s|$)[ \t]*""",
    re.VERBOSE,
)
_ABOVE = re.compile(r"[^\W\d_a-z][\w.'’&-]*(?: (?:[^\W_a-z][\w.'’&-]*|\([\w ]{1,20}\)))*")
_CHANGE = re.compile(r">>+[ \t]*|[-–—][ \t]+(?=\S)")
_WORDS_OF_TEXT = re.compile(
    r"(?:note|warning|question|answer|example|and|but|so|because|first|second|third|next|then|"
    r"step|chapter|part|episode|https?|ftp|update|tip|remember|here|today|conclusion|break|number|rule|"
    r"lesson|title|subtitles?|translation|transcript|also|finally|result|problem|solution|"
    r"important|source|website|email|phone|i|it|it's|he|she|they|we|you|the|a|an|that's|which|"
    r"what|why|how|when|where|who|like|well|ok|okay|yes|no|one|two|three|four|five)\b",
    re.IGNORECASE,
)
_PARTICLES = frozenset("de del der den van von la le di da du dos bin al el of and the y".split())
_SENTENCE_END = (".", "?", "!", "…", '"', "”", ")", "]", "♪", "--", "—")
_MAX_WORDS = 4
_HALF = 0.5
_REPEATED = 2


class Label(NamedTuple):
    """What a line begins with; `end` is where its words begin.

    An empty name stands for somebody else whom the file does not name, None for whoever spoke.
    """

    name: str | None
    end: int
    sure: bool = False


def label_of(line: str) -> Label | None:
    """Return what a line of a caption begins with, if it may be a label.

    >>> label_of("[SPEAKER_00]: Hello"), label_of(">> Hi."), label_of("https://x.org")
    (Label(name='SPEAKER_00', end=14, sure=True), Label(name='', end=3, sure=False), None)
    """
    match = _LABEL.match(line[:120])
    if match is None:
        change = _CHANGE.match(line)
        return Label("", change.end()) if change else None
    if match["bracket"] is not None:
        return Label(match["bracket"].strip(), match.end(), sure=True)
    name = match["name"].strip()
    words = [w for w in name.split() if w.lower() not in _PARTICLES]
    if not 0 < len(words) <= _MAX_WORDS or _WORDS_OF_TEXT.match(name):
        return None
    return Label(name, match.end())


def speakers(openings: Sequence[tuple[Label | None, str]]) -> frozenset[str]:
    """Return the labels that name speakers in this file.

    A file that labels half of its captions names everybody. Else names are given when they
    change: then the file begins with one, or has several that come again, and a name that is
    met once must look like one and stand where the caption before it ended a sentence.

    Args:
        openings: For each line that may be labelled: its label, and the words before it.
    """
    found = [(o.name, before) for o, before in openings if o is not None and o.name]
    sure = {o.name for o, _ in openings if o is not None and o.name and o.sure}
    counts = Counter(name for name, _ in found)
    shaped = {name for name in counts if _shaped(name)}
    if len(found) >= _HALF * len(openings):
        return frozenset(sure | shaped | {n for n, c in counts.items() if c >= _REPEATED})
    after_sentence = Counter(name for name, before in found if _ends(before))
    again = {n for n, c in after_sentence.items() if c >= _REPEATED and n in shaped}
    opens = bool(openings) and openings[0][0] is not None and openings[0][0].name in shaped
    if not opens and len(again) < _REPEATED and not sure:
        return frozenset()
    return frozenset(sure | {name for name in shaped if after_sentence[name]})


def names_above(captions: Sequence[Sequence[str]]) -> bool:
    """Return whether the first line of every caption is the name of who speaks below it.

    >>> names_above([["Ann Lee", "So it is."], ["Ben Oak", "Is it?"], ["Ann Lee", "It is."]])
    True
    """
    several = [lines for lines in captions if len(lines) > 1]
    if len(several) < _HALF * len(captions) or len(several) < _REPEATED:
        return False
    names = Counter(lines[0].strip() for lines in several)
    known = sum(n for name, n in names.items() if n >= _REPEATED)
    named = all(
        _ABOVE.fullmatch(name) and name[-1] != "." and len(name.split()) <= _MAX_WORDS
        for name in names
    )
    return named and known >= _HALF * len(several)


def _shaped(name: str) -> bool:
    words = [w for w in name.partition("(")[0].split() if w.lower() not in _PARTICLES]
    return bool(words) and all(w[0].isupper() or w[0].isdigit() for w in words)


def _ends(before: str) -> bool:
    return not before or before.rstrip().endswith(_SENTENCE_END)


def dialogue(lines: Iterable[str]) -> bool:
    """Return whether at least two lines begin with a dash, as captions write two voices."""
    return sum(1 for line in lines if line[:1] in "-–—" and line[1:2] != "-" and line[:1]) > 1
