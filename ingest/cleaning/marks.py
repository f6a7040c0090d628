"""What is in a turn but is no talk: recognisers' inventions, and what publishers add to posts.

Marked text is kept and shown; it is left out of passages, topics and quotes.
"""

from __future__ import annotations

import re

from ingest.models import Mark
from ingest.sentences import sentences, words

# What recognisers hear in silence. A whole turn that is only this, amid others, was not said.
_INVENTIONS = re.compile(
    r"(?:thanks?(?: you)?(?: so much| very much)? for (?:watching|listening|viewing)(?: (?:this|the) video)?"
    r"|please (?:like and )?subscribe(?: to (?:my|our|the) channel)?"
    r"|(?:don't forget to )?(?:like and subscribe|like,? share,? and subscribe)"
    r"|sub(?:titles|titled|titling) by .{2,60}|transcri(?:bed|ption) by .{2,60}|captions? by .{2,60}"
    r"|see you (?:in the next (?:video|one)|next time)|amara\.org.{0,40}"
    r"|www\.[a-z0-9.-]{3,40}|music|silence)[.!]*",
    re.IGNORECASE,
)
_LOOP = 3  # the same sentence this often in a row is a recogniser's loop

_PUBLISHERS = re.compile(
    r"""(?:
      tag\ archives:.* | post\ syndicated\ from\ .* | part\ of\ (?:our|a|the)\ series\ .*
    | .{2,300}\bwas\ originally\ published\ (?:in|on|at)\b.*
    | (?:by|written\ by|posted\ by|author:)\ \S+(?:\ \S+){1,14}
    | (?:share\ (?:this|on)|follow\ us|subscribe\ (?:to|now)|sign\ up\ (?:for|to)|click\ here|read\ more
        |related\ (?:posts|articles)|leave\ a\ (?:reply|comment)|filed\ under|tags:|categories:
        |all\ rights\ reserved|copyright\ ©?|©|posted\ (?:in|on)\b|comments?\ (?:are\ closed|off))\b.*
    | .*\b(?:check\ out\ our\ (?:\w+\ ){0,3}(?:site|page|jobs|careers|blog)|explore\ (?:job\ )?opportunities\ with
        |find\ more\ stories\ like\ this)\b.*
    | transcribed\ by\ https?://\S+ | https?://\S+
    )""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?!\n)[^\n]+)*")
_LONGEST_NOTICE = 60  # words


def inventions(text: str, *, alone: bool) -> list[Mark]:
    """Return what a recogniser made up.

    Args:
        text: A turn's clean text.
        alone: Whether others speak before and after it, well before the talk's end.
    """
    if alone and words(text) <= 10 and _INVENTIONS.fullmatch(text.strip()):
        return [Mark(0, len(text), "invention", "thanks")]
    return _loops(text)


def boilerplate(text: str) -> list[Mark]:
    """Return the paragraphs of a post that its publisher added: notices, bylines, share lines."""
    return [
        Mark(m.start(), m.end(), "boilerplate", "notice")
        for m in _PARAGRAPH.finditer(text)
        if words(m[0]) <= _LONGEST_NOTICE and _PUBLISHERS.fullmatch(m[0].strip())
    ]


def _loops(text: str) -> list[Mark]:
    """Return the repetitions, after the first, of a sentence that comes many times in a row."""
    spans = sentences(text)
    out: list[Mark] = []
    first = 0
    for index in range(1, len(spans) + 1):
        same = index < len(spans) and _said(text, spans[index]) == _said(text, spans[first])
        if same:
            continue
        if index - first >= _LOOP and words(_said(text, spans[first])) >= 2:
            out.append(Mark(spans[first + 1][0], spans[index - 1][1], "invention", "loop"))
        first = index
    return out


def _said(text: str, span: tuple[int, int]) -> str:
    return text[span[0] : span[1]].lower().strip(" .!?…,")
