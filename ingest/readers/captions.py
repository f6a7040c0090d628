"""From timed captions to cues: what WebVTT, SubRip and their cousins have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest import textmap
from ingest.models import Cue
from ingest.readers import caption_labels, rolling
from ingest.readers.caption_labels import Label
from ingest.readers.carry import carry
from ingest.readers.inline import Voice, voices
from ingest.readers.lines import Troubles
from ingest.readers.trim import strip
from ingest.textmap import Text

_EVENT = re.compile(
    r"\[[^\[\]]{1,60}\]|\((?:[^\s()]+[ ]?){1,4}\)|\*[^*]{1,30}\*|[♪♫#\s]*[♪♫][♪♫\s]*"
)


@dataclass(frozen=True)
class Caption:
    """A timed stretch `[start, end)` of the source, as a caption file has it.

    Args:
        line: Where its words begin.
        fresh: Something before it (a note) ends what came before: no name is carried into it.
        voices: Its words, where the format's own markup was already taken off.
    """

    start: int
    end: int
    start_ms: int | None
    end_ms: int | None
    line: int
    fresh: bool = False
    voices: tuple[Voice, ...] | None = None


@dataclass(frozen=True)
class _Piece:
    """A part of a caption that is said by one voice."""

    caption: Caption
    text: Text
    speaker: str | None = None
    stop: bool = False


def cues_of(source: str, captions: Iterable[Caption], troubles: Troubles) -> tuple[Cue, ...]:
    """Return the captions' cues: markup taken off, voices named, rolling repeats left out."""
    timed = [_checked(caption, troubles) for caption in captions]
    _check_order(timed, troubles)
    read = [(caption, _read(source, caption)) for caption in timed]
    if any(voice.speaker for _, found in read for voice in found):
        pieces = [piece for caption, found in read for piece in _voiced(source, caption, found)]
    else:
        pieces = _unvoiced(
            [(c, textmap.join(source, (v.text for v in f), "", "markup")) for c, f in read]
        )
    stops = frozenset(i for i, piece in enumerate(pieces) if piece.stop)
    return carry([_cue(piece) for piece in pieces], stops)


def is_event(text: str) -> bool:
    """Return whether a caption is nothing but a sound.

    >>> is_event("[Music]"), is_event("(door slams)"), is_event("♪♪"), is_event("[So] I said")
    (True, True, True, False)
    """
    return len(text) <= 64 and _EVENT.fullmatch(text) is not None


def _read(source: str, caption: Caption) -> Sequence[Voice]:
    if caption.voices is not None:
        return caption.voices
    return voices(source, caption.start, caption.end)


def _cue(piece: _Piece) -> Cue:
    event = is_event(textmap.plain(piece.text))
    return Cue(
        text=piece.text,
        speaker=piece.speaker,
        start_ms=piece.caption.start_ms,
        end_ms=piece.caption.end_ms,
        kind="event" if event else "speech",
    )


def _checked(caption: Caption, troubles: Troubles) -> Caption:
    start, end = caption.start_ms, caption.end_ms
    if start is not None and start < 0:
        troubles.add("a time before zero, taken as zero", caption.line)
        caption = replace(caption, start_ms=0, end_ms=None if end is None else max(end, 0))
        start, end = caption.start_ms, caption.end_ms
    if start is not None and end is not None and end < start:
        troubles.add("a caption ends before it begins, its end is left out", caption.line)
        return replace(caption, end_ms=None)
    return caption


def _check_order(captions: Sequence[Caption], troubles: Troubles) -> None:
    last = 0
    for caption in captions:
        if caption.start_ms is None:
            continue
        if caption.start_ms < last:
            troubles.add("times run backwards", caption.line)
        last = caption.start_ms


def _voiced(source: str, caption: Caption, found: Sequence[Voice]) -> list[_Piece]:
    """Return the pieces of a caption in a file with voice tags."""
    out: list[_Piece] = []
    lead: Text = ()
    for voice in found:
        text = voice.text
        if lead:
            text = textmap.join(source, (lead, text), "", "markup")
            lead = ()
        if text and voice.speaker is None and not _words(text) and not out:
            lead = text  # a dash before the voice
            continue
        stop = voice.closed or voice.speaker == "" or (caption.fresh and not out)
        if text:
            out.append(_Piece(caption, text, voice.speaker or None, stop))
    return out


def _words(text: Text) -> bool:
    return any(c.isalnum() for c in textmap.plain(text))


def _unvoiced(read: list[tuple[Caption, Text]]) -> list[_Piece]:
    """Return the pieces of a file without voice tags, split where their words name a speaker."""
    spans = [_line_spans(text) for _, text in read]
    shown = [[_part(text, span) for span in at] for (_, text), at in zip(read, spans, strict=True)]
    skipped = rolling.repeated(shown)
    spans = [at[n:] for at, n in zip(spans, skipped, strict=True)]
    shown = [lines[n:] for lines, n in zip(shown, skipped, strict=True)]
    names = caption_labels.speakers(_openings(shown))
    out: list[_Piece] = []
    for (caption, text), at, lines in zip(read, spans, shown, strict=True):
        out.extend(_labelled(caption, text, list(zip(at, lines, strict=True)), names))
    return out


def _openings(shown: list[list[str]]) -> list[tuple[Label | None, str]]:
    out: list[tuple[Label | None, str]] = []
    before = ""
    for lines in shown:
        for index, line in enumerate(lines):
            label = caption_labels.label_of(line)
            if label is not None or index == 0:
                out.append((label, before))
            before = line
    return out


def _labelled(
    caption: Caption,
    text: Text,
    lines: list[tuple[tuple[int, int], str]],
    names: frozenset[str],
) -> list[_Piece]:
    if not lines:
        return []
    dashes = caption_labels.dialogue(line for _, line in lines)
    begins: list[tuple[int, str | None, bool]] = []
    for index, ((start, _), line) in enumerate(lines):
        label = caption_labels.label_of(line)
        if label is not None and _counts(label, line, names, dashes=dashes):
            begins.append((start + label.end, label.name or None, not label.name))
        elif index == 0:
            begins.append((start, None, caption.fresh))
    ends = [_line_end(lines, start) for start, _, _ in begins[1:]]
    out: list[_Piece] = []
    for (start, name, stop), end in zip(begins, [*ends, lines[-1][0][1]], strict=True):
        words = strip(textmap.cut(text, start, end))
        if words:
            out.append(_Piece(caption, words, name, stop))
    return out


def _counts(label: Label, line: str, names: frozenset[str], *, dashes: bool) -> bool:
    return label.name in names if label.name else dashes or line.startswith(">>")


def _line_end(lines: list[tuple[tuple[int, int], str]], start: int) -> int:
    """Return where the line before the one that holds `start` ends."""
    return max(end for (_, end), _ in lines if end < start)


def _line_spans(text: Text) -> list[tuple[int, int]]:
    """Return where the lines that hold something lie in the clean text."""
    out: list[tuple[int, int]] = []
    start = at = 0
    for segment in text:
        if segment.rule == "line":
            out.append((start, at))
            start = at + len(segment.text)
        at += len(segment.text)
    out.append((start, at))
    plain = textmap.plain(text)
    return [(s, e) for s, e in out if plain[s:e].strip()]


def _part(text: Text, span: tuple[int, int]) -> str:
    return textmap.plain(text)[span[0] : span[1]]
