"""Speaker-tagged text: a name begins each turn, in any of the ways that people write it.

`Name:` on a line of its own, `Name: words`, `**Name:** words`, `Name (00:00:07):`,
`[00:01:02] Name: words`, `Name  0:15` (Otter), with or without front matter and headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest import textmap, timecode
from ingest.models import Cue, CueKind, Document, Metadata, Person, Role
from ingest.readers.base import reader
from ingest.readers.parts import front_matter, labels, markup, trim
from ingest.readers.parts.lines import Line, written_lines
from ingest.readers.parts.trappings import Trapping, trapping

_HEADING = re.compile(r"[ \t]{0,3}(#{1,6})[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
# A time between words, as some transcripts keep it: \[04:05\] or [00:12:31].
_TIME_INSIDE = re.compile(r"\\?\[(\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)\\?\][ \t]*")
_ROLES: dict[str, Role] = {"host": "host", "guest": "guest", "interviewer": "interviewer"}
_QUESTION, _ANSWER = "Q", "A"
_HEAD_CUES = 3


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
    walk = _Walk(text, names)
    cues = tuple(walk.cues(body))
    metadata = front_matter.overlay(_said(cues, walk.trappings), metadata)
    return Document(metadata=_with_roles(metadata, text, body, names), cues=cues, problems=problems)


def _speakers(body: str, metadata: Metadata) -> frozenset[str]:
    known = frozenset(person.name for person in metadata.people)
    return labels.accepted(body.splitlines(), known=known)


class _Walk:
    """Goes through a text line by line, and knows whose paragraph it is in."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self._text = text
        self._names = names
        self._speaker: str | None = None
        self._time: int | None = None
        self._paragraph: tuple[int, int] | None = None
        self.trappings: list[Trapping] = []

    def cues(self, start: int) -> Iterator[Cue]:
        """Yield the cues of the text from a character on."""
        for line in written_lines(self._text, start):
            yield from self._close() if line.blank else self._take(line)
        yield from self._close()

    def _take(self, line: Line) -> Iterator[Cue]:
        """Yield the cues that end with a line, or are one."""
        if self._paragraph is None and self._listed(line):
            self.trappings.append(Trapping())
            return
        heading = _HEADING.match(line.text)
        title = heading["title"] if heading else line.text
        # A heading stays one, whatever it says of a transcript: something ends there.
        said = trapping(title, begun=heading is not None or self._speaker is not None)
        alone = labels.time_alone(title)
        if said:
            yield from self._close()
            self.trappings.append(said)
        elif heading and not (alone and alone[1] == len(title)):
            yield from self._close()
            yield _heading(self._text, line, heading)
        else:
            yield from self._words(line, alone, timed_heading=heading is not None)

    def _listed(self, line: Line) -> bool:
        """Return whether a program's line announced this one: its list of words or names."""
        opened = self.trappings and self.trappings[-1].opens
        return bool(opened) and not labels.tag_of(line.text)

    def _close(self) -> Iterator[Cue]:
        """Yield the cues of the paragraph that ends here."""
        if self._paragraph is not None:
            yield from _paragraph(self._text, *self._paragraph, self._speaker, self._time)
            self._paragraph, self._time = None, None

    def _words(
        self, line: Line, alone: tuple[int, int] | None, *, timed_heading: bool
    ) -> Iterator[Cue]:
        tag = None if timed_heading else labels.tag_of(line.text)
        words_from = 0
        if tag and tag.label in self._names:
            yield from self._close()
            self._speaker, words_from = tag.label, tag.rest
            self._time = self._time if tag.ms is None else tag.ms
        elif alone:
            yield from self._close()
            self._time = alone[0]
            words_from = len(line.text) if timed_heading else alone[1]
        if line.text[words_from:].strip():
            first = self._paragraph[0] if self._paragraph else line.start + words_from
            self._paragraph = (first, line.end)


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
        words = trim.strip(markup.strip(text, position, stop))
        if words:
            kind: CueKind = "question" if speaker == _QUESTION else "speech"
            named = None if speaker in (_QUESTION, _ANSWER) else speaker
            yield Cue(text=words, speaker=named, start_ms=time, kind=kind, paragraph=paragraph)
            paragraph, time = False, None
        if match:
            position = match.end()
            time = timecode.parse(match[1]) if timecode.parse(match[1]) is not None else time


def _said(cues: tuple[Cue, ...], trappings: list[Trapping]) -> Metadata:
    """Return the title and the date that the text begins with."""
    titles = [t.title for t in trappings]
    for cue in cues[:_HEAD_CUES]:
        if cue.kind == "heading":
            words = textmap.plain(cue.text)
            said = trapping(words, begun=False)
            titles.append(said.title if said else words if cue.level == 1 else None)
    return Metadata(
        title=next((title for title in titles if title), None),
        date=next((t.date for t in trappings if t.date), None),
    )


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
