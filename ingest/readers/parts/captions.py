"""From timed captions to cues: what WebVTT, SubRip and their cousins have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest import textmap
from ingest.models import Cue
from ingest.readers.parts.caption_lines import shares
from ingest.readers.parts.carry import carry
from ingest.readers.parts.inline import Voice, voices
from ingest.readers.parts.lines import Troubles
from ingest.textmap import Text

_EVENT = re.compile(
    r"\[[^\[\]]{1,60}\]|\([^\s()]+(?: [^\s()]+){0,3}\)|\*[^*]{1,30}\*|[♪♫#\s]*[♪♫][♪♫\s]*"
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
        whole = [textmap.join(source, (v.text for v in found), "", "markup") for _, found in read]
        pieces = [
            _Piece(caption, share.text, share.speaker, share.changed or (caption.fresh and not n))
            for caption, parts in zip(timed, shares(whole), strict=True)
            for n, share in enumerate(parts)
        ]
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
