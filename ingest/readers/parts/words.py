"""From words with times, as recognisers give them, to cues of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ingest import textmap
from ingest.models import Cue
from ingest.readers.parts.trim import Cutter
from ingest.textmap import Segment, Text

_SENTENCE_END = (".", "?", "!", "…", '."', '?"', '!"', ".”", "?”", "!”", "。")
_PAUSE_MS = 1_500
_LONG = 60  # words after which unpunctuated speech is cut at the next pause
_PAUSE_IN_LONG_MS = 300


class Word(NamedTuple):
    """A word, where it stands in the source; `glue` is what is read between it and the one before."""

    text: Text
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str | None = None
    glue: str = " "


def cues_of_words(source: str, words: Iterable[Word]) -> Iterator[Cue]:
    """Yield a cue for each sentence, or stretch between pauses, of one speaker."""
    for run in runs(words):
        yield cue_of_words(source, run)


def cues_of_text(source: str, text: Text, words: Iterable[Word]) -> Iterator[Cue]:
    """Yield the cues of a text that the file also has word by word.

    Where both read the same, the cues are stretches of the text as it is written; else the
    words are joined.
    """
    grouped = list(runs(words))
    written = "".join([word.glue + textmap.plain(word.text) for run in grouped for word in run])
    start = len(grouped[0][0].glue) if grouped else 0
    if written[start:] != textmap.plain(text):
        yield from (cue_of_words(source, run) for run in grouped)
        return
    cutter = Cutter(text)
    end = -start
    for run in grouped:
        begin = end + len(run[0].glue)
        end += sum(len(word.glue) + len(textmap.plain(word.text)) for word in run)
        yield cue_of_words(source, run, cutter.part(begin, end))


def runs(words: Iterable[Word]) -> Iterator[list[Word]]:
    """Yield the words of each cue: a sentence, or a stretch between pauses, of one speaker."""
    run: list[Word] = []
    for word in words:
        if not word.text:
            continue
        if run and _ends(run, word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def cue_of_words(source: str, run: list[Word], text: Text | None = None) -> Cue:
    """Return the words as one cue of the first one's speaker; `text` is how they are written."""
    starts = [word.start_ms for word in run if word.start_ms is not None]
    ends = [word.end_ms for word in run if word.end_ms is not None]
    return Cue(
        text=joined(source, run) if text is None else text,
        speaker=run[0].speaker,
        start_ms=starts[0] if starts else None,
        end_ms=max(ends) if ends and (not starts or max(ends) >= starts[0]) else None,
    )


def joined(source: str, run: list[Word]) -> Text:
    """Return the words as one text; what lies between them in the source reads as their glue."""
    out: list[Segment] = []
    for word in run:
        if out:
            start, end = out[-1].end, word.text[0].start
            rule = None if source[start:end] == word.glue else "json"
            if start < end:
                out.append(Segment(word.glue, start, end, rule))
        out.extend(word.text)
    return tuple(out)


def _ends(run: list[Word], word: Word) -> bool:
    """Return whether a new cue begins with the word."""
    last = run[-1]
    if word.speaker != last.speaker:
        return True
    if not word.glue:
        return False
    if textmap.plain(last.text).endswith(_SENTENCE_END):
        return True
    pause = _pause(last, word)
    return pause > _PAUSE_MS or (len(run) > _LONG and pause > _PAUSE_IN_LONG_MS)


def _pause(last: Word, word: Word) -> int:
    if last.end_ms is None or word.start_ms is None:
        return 0
    return word.start_ms - last.end_ms
