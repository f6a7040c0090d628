"""A page whose paragraphs begin with names is a transcript: its cues get their speakers."""

from __future__ import annotations

from collections.abc import Sequence

from ingest import textmap
from ingest.models import Cue
from ingest.readers.parts import labels
from ingest.readers.parts.trim import strip


def labelled(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Return the cues without their labels, each with its speaker and time; a name holds until the next.

    Where the paragraphs are not labelled, the cues are returned as they are.
    """
    words = [textmap.plain(cue.text) for cue in cues]
    spoken = [said for said, cue in zip(words, cues, strict=True) if cue.kind == "speech"]
    names = labels.accepted(spoken)
    if not names:
        return tuple(cues)
    out: list[Cue] = []
    speaker: str | None = None
    time: int | None = None
    for cue, said in zip(cues, words, strict=True):
        tag = labels.tag_of(said) if cue.kind == "speech" else None
        if tag is not None and tag.label in names:
            speaker, time = tag.label, tag.ms
            cut = tag.rest
        else:
            time, cut = labels.time_alone(said) or (time, 0)
        rest = strip(textmap.cut(cue.text, cut, len(said)))
        if rest:
            named = speaker if cue.kind == "speech" else None
            out.append(cue.model_copy(update={"text": rest, "speaker": named, "start_ms": time}))
            time = None
    return tuple(out)
