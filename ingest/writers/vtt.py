"""WebVTT: a voice on every caption; what is known about the talk in a note at the head."""

from __future__ import annotations

from ingest.models import Talk
from ingest.timecode import stamp
from ingest.writers import voices
from ingest.writers.base import writer
from ingest.writers.captions import Caption, captions

_WIDTH = 84  # two lines of 42 characters


@writer("vtt", about="WebVTT captions with voices", suffix=".vtt")
def write(talk: Talk) -> str:
    """Return the talk as WebVTT.

    Raises:
        NoTimesError: The talk has no times.
    """
    found = captions(talk, _WIDTH)
    language = talk.metadata.language
    blocks = [f"WEBVTT\nLanguage: {_line(language.replace('_', '-'))}" if language else "WEBVTT"]
    about = [f"{word}: {value}" for word, value in voices.described(talk)]
    if about:
        blocks.append("\n".join(["NOTE", *map(_line, about)]))
    chapter: int | None = None
    before: str | None = None
    for caption in found:
        now = talk.turns[caption.turn].chapter
        if now is not None and now != chapter:
            chapter = now
            blocks.append(f"NOTE Chapter: {_line(talk.chapters[now].title)}")
        elif caption.label is None and before is not None and not caption.event:
            blocks.append("NOTE The next speaker is not named")  # so no reader carries the name on
        blocks.append(_caption(caption))
        before = before if caption.event else caption.label  # as readers carry names
    return "\n\n".join(blocks) + "\n"


def _caption(caption: Caption) -> str:
    times = f"{stamp(caption.start_ms)} --> {stamp(caption.end_ms)}"
    voice = f"<v {_escaped(caption.label)}>" if caption.label is not None else ""
    return f"{times}\n{voice}{_escaped(caption.text)}"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("{\\", "&#123;\\")


def _line(text: str) -> str:
    return " ".join(text.split()).replace("-->", "→")
