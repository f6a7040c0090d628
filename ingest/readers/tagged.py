"""Speaker-tagged text: a name begins each turn, in any of the ways that people write it.

`Name:` on a line of its own, `Name: words`, `**Name:** words`, `Name (00:00:07):`,
`[00:01:02] Name: words`, `Name  0:15` (Otter), with or without front matter and headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import timecode
from ingest.models import Cue, CueKind, Document, Metadata, Person, Role
from ingest.readers.base import reader
from ingest.readers.parts import front_matter, labels, markup
from ingest.readers.parts.lines import Line, written_lines

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
# A time between words, as some transcripts keep it: \[04:05\] or [00:12:31].
_TIME_INSIDE = re.compile(r"\\?\[(\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)\\?\][ \t]*")
_ROLES: dict[str, Role] = {"host": "host", "guest": "guest", "interviewer": "interviewer"}
_QUESTION, _ANSWER = "Q", "A"


def sniff(head: str, name: str) -> float:
    """Return .9 for text whose lines are tagged with speakers."""
    if head.lstrip("\ufeff \t\r\n")[:1] in "{[<" and not labels.tag_of(
        head.lstrip().split("\n")[0]
    ):
        return 0.0
    if head.lstrip("\ufeff").startswith("WEBVTT") or "-->" in head:
        return 0.0
    metadata, body, _ = front_matter.split(head)
    return 0.9 if _speakers(head[body:], metadata) else 0.0


@reader(
    "tagged",
    about="Text or Markdown whose turns begin with the speaker's name",
    suffixes=(".txt", ".md"),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return one cue a tagged paragraph; a paragraph without a name goes on with its speaker's."""
    metadata, body, problems = front_matter.split(text)
    names = _speakers(text[body:], metadata)
    cues = tuple(_cues(text, body, names))
    metadata = _with_title(metadata, cues)
    return Document(metadata=_with_roles(metadata, text, body, names), cues=cues, problems=problems)


def _speakers(body: str, metadata: Metadata) -> frozenset[str]:
    known = frozenset(person.name for person in metadata.people)
    return labels.accepted(body.splitlines(), known=known)


def _cues(text: str, body: int, names: frozenset[str]) -> Iterator[Cue]:
    speaker: str | None = None
    time: int | None = None
    paragraph: tuple[int, int] | None = None
    for line in written_lines(text, body):
        heading = _HEADING.match(line.text)
        tag = None if heading else labels.tag_of(line.text)
        tag = tag if tag and tag.label in names else None
        alone = None if heading or tag else labels.time_alone(line.text)
        if paragraph and (heading or tag or alone or not line.text.strip()):
            yield from _paragraph(text, *paragraph, speaker, time)
            paragraph, time = None, None
        words_from = 0
        if heading:
            yield _heading(text, line, heading)
            continue
        if tag:
            speaker, time, words_from = tag.label, tag.ms, tag.rest
        elif alone:
            time, words_from = alone
        if line.text[words_from:].strip():
            paragraph = (paragraph[0] if paragraph else line.start + words_from, line.end)
    if paragraph:
        yield from _paragraph(text, *paragraph, speaker, time)


def _heading(text: str, line: Line, match: re.Match[str]) -> Cue:
    words = markup.strip(text, line.start + match.start("title"), line.start + match.end("title"))
    return Cue(text=words, kind="heading", level=len(match[1]), paragraph=True)


def _paragraph(
    text: str, start: int, end: int, speaker: str | None, ms: int | None
) -> Iterator[Cue]:
    """Yield a paragraph's words, in pieces where times stand between them."""
    paragraph = True
    position, time = start, ms
    for match in [*_TIME_INSIDE.finditer(text, start, end), None]:
        stop = match.start() if match else end
        words = markup.strip(text, position, stop) if text[position:stop].strip() else ()
        if words:
            kind: CueKind = "question" if speaker == _QUESTION else "speech"
            named = None if speaker in (_QUESTION, _ANSWER) else speaker
            yield Cue(text=words, speaker=named, start_ms=time, kind=kind, paragraph=paragraph)
            paragraph, time = False, None
        if match:
            position = match.end()
            time = timecode.parse(match[1]) if timecode.parse(match[1]) is not None else time


def _with_title(metadata: Metadata, cues: tuple[Cue, ...]) -> Metadata:
    if metadata.title is not None:
        return metadata
    for cue in cues[:3]:
        if cue.kind == "heading" and cue.level == 1:
            return metadata.model_copy(update={"title": "".join(s.text for s in cue.text)})
    return metadata


def _with_roles(metadata: Metadata, text: str, body: int, names: frozenset[str]) -> Metadata:
    """Add the roles that labels say: `Leo Dion (host):`."""
    said: dict[str, Role] = {}
    for line in written_lines(text, body):
        tag = labels.tag_of(line.text) if "(" in line.text[:100] else None
        role = _ROLES.get(tag.role.lower()) if tag and tag.role else None
        if tag and role and tag.label in names:
            said[tag.label] = role
    known = {person.name for person in metadata.people}
    added = tuple(Person(name=n, role=r) for n, r in said.items() if n not in known)
    return metadata.model_copy(update={"people": metadata.people + added})
