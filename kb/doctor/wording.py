"""Checks of a talk's words: what was not said, said twice over, or garbled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ftfy.badness import BADNESS_RE

from ingest.models import Mark
from ingest.sentences import words
from ingest.timecode import clock
from kb.doctor.base import Note, Number, many, percent, talk_check
from kb.doctor.facts import TalkFacts, TurnFacts

_SHORT = 50  # words
_ENOUGH = 100  # words before repetition is no chance
_MANY_LOOPED = 20  # words
_REPEATED = 0.15  # of a talk's five-word runs; talk that is told once stays under a twentieth


@talk_check("loops", about="a recogniser said the same again and again")
def loops(talk: TalkFacts) -> Iterator[Note]:
    """Yield the repetitions that cleaning marked; what was said instead is lost."""
    found = [(t, m) for t in talk.turns for m in t.marks if m[2:] == ("invention", "loop")]
    if found:
        note = _marked(
            talk, found, "loop", "if nobody said so, what was said is lost: transcribe again"
        )
        # Three times the same short sentence may be a joke.
        yield note if int(note.numbers["words"]) >= _MANY_LOOPED else replace(note, severity="info")


@talk_check("inventions", about="words that a recogniser made up over silence", severity="info")
def inventions(talk: TalkFacts) -> Iterator[Note]:
    """Yield the inventions, loops apart, that cleaning marked."""
    found = [
        (t, m) for t in talk.turns for m in t.marks if m.kind == "invention" and m.rule != "loop"
    ]
    if found:
        yield _marked(
            talk, found, "invention", "left out of search and quotes; see whether that is right"
        )


def _marked(talk: TalkFacts, found: list[tuple[TurnFacts, Mark]], what: str, advice: str) -> Note:
    turn, mark = found[0]
    count = sum(words(t.text[m.start : m.end]) for t, m in found)
    when = f" at {clock(turn.anchors[0].ms)}" if turn.anchors else ""
    text = " ".join(turn.text[mark.start : mark.end].split())
    shown = text if len(text) <= 40 else text[:40].rsplit(" ", 1)[0] + " …"
    return Note(
        f"{many(len(found), what)}, {many(count, 'word')}, the first{when}: “{shown}”; {advice}",
        {
            f"{what}s": len(found),
            "words": count,
            "share": round(count / max(1, talk.words), 4),
            "start_char": turn.start_char,
        },
    )


@talk_check("unreadable", about="characters that could not be decoded")
def unreadable(talk: TalkFacts) -> Iterator[Note]:
    """Yield how many characters of the source are lost."""
    if talk.unreadable:
        yield Note(
            f"{many(talk.unreadable, 'character')} could not be decoded; save the file as UTF-8 from "
            "the program that made it",
            {"characters": talk.unreadable},
        )


@talk_check("garbled", about="letters that were decoded wrongly before the file was saved")
def garbled(talk: TalkFacts) -> Iterator[Note]:
    """Yield what is left of a wrong decoding in the words."""
    found = [
        match[0]
        for turn in talk.turns
        if not turn.text.isascii()  # a wrong decoding leaves none of it
        for match in BADNESS_RE.finditer(turn.text)
    ]
    if len(found) > 1:
        yield Note(
            f"{many(len(found), 'place')} with letters such as “{found[0].strip()}”, which come of a wrong "
            "decoding; export the file again as UTF-8",
            {"places": len(found)},
        )


@talk_check("repaired", about="a file in another encoding than UTF-8", severity="info")
def repaired(talk: TalkFacts) -> Iterator[Note]:
    """Yield how decoding mended the file."""
    said = [repair for repair in talk.repairs if "could not be decoded" not in repair]
    if said:
        yield Note(f"{'; '.join(said)}; if accents look odd, save the file as UTF-8")


@talk_check("problems", about="something in the file was not as it should be")
def problems(talk: TalkFacts) -> Iterator[Note]:
    """Yield what reading noted, but for what other checks find."""
    found = [p for p in talk.problems if not p.message.startswith("times run backwards")]
    if found:
        said = [p.message + (f" (line {p.line})" if p.line else "") for p in found[:3]]
        more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
        lines = [p.line for p in found if p.line]
        numbers: dict[str, Number] = {"line": lines[0]} if lines else {}
        yield Note(f"{'; '.join(said)}{more}", {"problems": len(found), **numbers})


@talk_check("repeated", about="much of the text is there twice")
def repeated(talk: TalkFacts) -> Iterator[Note]:
    """Yield how much of the text comes again: rolling captions, or a file pasted twice."""
    share = 1 - talk.sketch.distinct / max(1, talk.sketch.runs)
    if talk.words >= _ENOUGH and share >= _REPEATED:
        yield Note(
            f"{percent(share)} of its words come again elsewhere in it; captions were joined without "
            "dropping repeats, or the file holds the talk twice",
            {"share": round(share, 4)},
        )


@talk_check("short", about=f"talks of under {_SHORT} words")
def short(talk: TalkFacts) -> Iterator[Note]:
    """Yield that there is hardly anything, or nothing that search could find."""
    if talk.passages == 0:
        yield Note(
            "nothing that search can find: all its words are marked as no talk; remove it, or "
            "ingest it with `--clean off`",
            {"words": talk.words},
            severity="error",
        )
    elif talk.words < _SHORT:
        yield Note(
            f"only {many(talk.words, 'word')}; see whether the file is complete, or no talk",
            {"words": talk.words},
            severity="info" if talk.written else None,
        )
