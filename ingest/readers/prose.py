"""Writing without speaker tags: posts, articles, notes, and interviews in Markdown.

Nobody is made a speaker here unless the file says so: questions in bold (or as headings) belong
to an unnamed interviewer, answers to the guest that the metadata names, a post to the author in
its byline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ingest import textmap
from ingest.models import Cue, Document, Kind, MarkKind, Metadata, Person
from ingest.readers.base import reader
from ingest.readers.parts import front_matter, markup, paragraphs
from ingest.readers.parts.paragraphs import Block

_BYLINE = re.compile(
    r"(?:by|written by|posted by|author:)\s+(?P<name>[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3})"
    r"(?=\s*(?:,|\||–|—|-|\band\b|on\b|$))",
    re.IGNORECASE,
)
_SYNDICATED = re.compile(
    r"Post Syndicated from (?P<show>.{2,80}?) original (?P<url>https?://\S+)", re.IGNORECASE
)
_PERSON = re.compile(r"[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){1,3}")
# Q: and A:, as after a lecture, where the lecture itself has no labels.
_ASKED = re.compile(
    r"(?:\*\*|__)?(?:(?P<q>Q|Audience(?:[ ]member|[ ]question)?)|A)(?:[ ]?\d{1,2})?"
    r"(?:\*\*|__)?[ ]?:(?:\*\*|__)?[ \t]+(?=\S)"
)
_HEAD_BLOCKS = 8
_NOTE_SHARE = 0.5


def sniff(head: str, name: str) -> float:
    """Return .2 for anything that reads like writing, so that every other reader goes first."""
    body = head[front_matter.split(head)[1] :].strip()
    if not body:
        return 0.2 if head.strip() else 0.0
    if body[0] in "{[" and not re.match(r"\[[^\]\n]*\][(\[]|\[\d|\[\w+ ?\w*\]", body):
        return 0.0
    if body[0] == "<" and re.match(r"<(?:!doctype|html|\?xml|[a-z]+:(?!//))", body, re.IGNORECASE):
        return 0.0
    if body.startswith("WEBVTT") or re.search(r"^\S{1,20}:\d\d.*-->", body[:2000], re.MULTILINE):
        return 0.0
    letters = sum(1 for c in body if c.isalpha() or c.isspace())
    return 0.2 if letters * 10 >= len(body) * 7 and len(body.split()) >= 5 else 0.0


@reader(
    "prose",
    about="Posts, articles, notes, and interviews with questions in bold or as headings",
    suffixes=(".md", ".txt"),
    sniff=sniff,
)
def read(text: str) -> Document:
    """Return one cue a paragraph, heading, list item or question."""
    metadata, body, problems = front_matter.split(text)
    found = paragraphs.blocks(text, body)
    asked = _questions(text, found)
    labelled = {} if asked else _labelled(text, found)
    metadata = _described(text, found, metadata, interview=bool(asked))
    guest = _answerer(metadata) if asked or labelled else None
    cues = tuple(_cues(text, found, asked, labelled, guest))
    return Document(metadata=metadata, cues=cues, problems=problems)


def _questions(text: str, found: list[Block]) -> frozenset[Block]:
    """Return the blocks that are an interviewer's questions; few of them are none at all."""
    paragraphs = [b for b in found if b.kind in ("paragraph", "item", "bold")]
    bold = [b for b in found if b.kind == "bold"]
    bold_asks = [b for b in bold if _asks(text, b)]
    if len(bold_asks) >= 2 and len(bold_asks) * 2 >= len(bold):
        return frozenset(bold)
    asking = [b for b in found if b.kind == "heading" and _asks(text, b)]
    headings = [b for b in found if b.kind == "heading"]
    if len(asking) >= 2 and len(asking) * 3 >= len(headings) * 2 and paragraphs:
        return frozenset(asking)
    return frozenset()


def _labelled(text: str, found: list[Block]) -> dict[Block, re.Match[str]]:
    """Return the blocks that begin with "Q:" or "A:"; none unless two of them ask."""
    marks = {
        block: match
        for block in found
        if block.kind in ("paragraph", "item", "bold")
        and (match := _ASKED.match(text, block.start, block.end)) is not None
    }
    asking = sum(1 for b, match in marks.items() if match["q"] and "?" in text[b.start : b.end])
    return marks if asking >= 2 else {}


def _asks(text: str, block: Block) -> bool:
    return text[block.start : block.end].rstrip("*_ \t\r\n").endswith("?")


def _described(text: str, found: list[Block], metadata: Metadata, *, interview: bool) -> Metadata:
    """Return the metadata with what the text itself says: title, author, publication, kind."""
    said: dict[str, object] = {}
    for index, block in enumerate(found[:_HEAD_BLOCKS]):
        body = text[block.start : block.end].strip()
        syndicated = _SYNDICATED.search(body)
        if syndicated:
            said |= {"show": syndicated["show"], "url": syndicated["url"]}
            if index:
                said.setdefault("title", _line(text, found[index - 1]))
        byline = _BYLINE.match(body) if len(body.split()) <= 25 else None
        if byline and byline["name"].istitle():
            said.setdefault("people", (Person(name=byline["name"], role="author"),))
            if index == 1:
                said.setdefault("title", _line(text, found[0]))
        if block.kind == "heading" and block.level == 1:
            said.setdefault("title", _line(text, block))
    merged = front_matter.overlay(Metadata.model_validate(said), metadata)
    if merged.kind is None:
        kind = _kind(text, found, merged, interview=interview, syndicated="show" in said)
        merged = merged.model_copy(update={"kind": kind})
    return merged


def _kind(
    text: str, found: list[Block], metadata: Metadata, *, interview: bool, syndicated: bool
) -> Kind:
    if interview:
        return "interview"
    if syndicated or any(person.role == "author" for person in metadata.people):
        return "post"
    if metadata.people:
        return "talk"
    words = {block: len(text[block.start : block.end].split()) for block in found}
    scattered = sum(
        n for block, n in words.items() if block.kind in ("item", "heading", "bold") or n < 8
    )
    total = sum(words.values()) or 1
    return "notes" if scattered >= _NOTE_SHARE * total else "article"


def _answerer(metadata: Metadata) -> str | None:
    """Return whose answers they are, as far as the file says."""
    for role in ("guest", "unknown"):
        names = [person.name for person in metadata.people if person.role == role]
        if len(names) == 1:
            return names[0]
    title = metadata.title or ""
    return title if _PERSON.fullmatch(title) and title.istitle() else None


def _cues(
    text: str,
    found: list[Block],
    asked: frozenset[Block],
    labelled: Mapping[Block, re.Match[str]],
    guest: str | None,
) -> Iterator[Cue]:
    answering = False
    for index, block in enumerate(found):
        label = labelled.get(block)
        words = markup.strip(text, label.end() if label else block.start, block.end)
        if not textmap.plain(words).strip():
            continue
        if block in asked or (label and label["q"]):
            answering = True
            yield Cue(text=words, kind="question", paragraph=True)
        elif block.kind == "heading":
            yield Cue(text=words, kind="heading", level=block.level, paragraph=True)
        else:
            # Large print between questions is the editor's, not the guest's.
            speaker = guest if answering and not block.level else None
            mark = _mark(text, found, index)
            yield Cue(text=words, speaker=speaker, paragraph=True, mark=mark)


def _mark(text: str, found: list[Block], index: int) -> MarkKind | None:
    """Return what a block is, where it is no prose: code, a rule, a picture's caption."""
    block = found[index]
    if block.kind in ("code", "rule"):
        return "boilerplate"
    body = text[block.start : block.end].strip()
    if block.kind != "paragraph" or len(body.split()) > 25 or body[-1] in '.!?…:"”':
        return None
    if paragraphs.CAPTION.fullmatch(body):
        return "caption"
    # What stands short and alone between paragraphs belongs to a picture that is not there;
    # before the first real paragraph it may be a title.
    begun = any(b.kind == "paragraph" and b.end - b.start > 120 for b in found[:index])
    after = found[index + 1].kind if index + 1 < len(found) else "heading"
    alone = begun and found[index - 1].kind == "paragraph" and after in ("heading", "paragraph")
    return "caption" if alone and len(body.split()) <= 8 and body[-1] != "," else None


def _line(text: str, block: Block) -> str:
    return textmap.plain(markup.strip(text, block.start, block.end))
