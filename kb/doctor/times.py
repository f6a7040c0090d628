"""Checks of a talk's times: what they leave out, and where they cannot be true."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.timecode import clock
from kb.doctor import timeline
from kb.doctor.base import Note, many, percent, talk_check
from kb.doctor.facts import TalkFacts

_FASTEST = 360  # words a minute over forty words; auctioneers apart, nobody speaks faster
_MUCH_MISSING = 0.1
_LONG_GAP_MS = 300_000
_MUCH_OVERLAP = 0.25
_SOME_OVERLAP = 0.05
_FAR_BACK_MS = 10_000


@talk_check("gaps", about="over a minute passes without words", severity="info")
def gaps(talk: TalkFacts) -> Iterator[Note]:
    """Yield how much of the time has no words, and where that is worst."""
    found, lasts = talk.gaps, talk.duration_ms
    if not found:
        return
    longest = max(found, key=lambda s: s.silence_ms)
    covered = max(0.0, 1 - talk.silent_ms / lasts)
    much = longest.silence_ms >= _LONG_GAP_MS or 1 - covered > _MUCH_MISSING
    yield Note(
        f"words cover {percent(covered)} of {clock(lasts)}: {many(len(found), 'gap')}, the longest "
        f"{clock(longest.silence_ms)} from {clock(longest.start_ms)}; see whether speech is missing",
        {
            "covered": round(covered, 4),
            "gaps": len(found),
            "silent_ms": talk.silent_ms,
            "duration_ms": lasts,
            "longest_ms": longest.silence_ms,
            "start_ms": longest.start_ms,
        },
        severity="warning" if much else None,
    )


@talk_check("overlaps", about="turns go on after the next has begun")
def overlaps(talk: TalkFacts) -> Iterator[Note]:
    """Yield how much of the time two turns share: some is talk, much is a fault."""
    found = timeline.overlaps(talk.turns)
    ends = [turn.end_ms for turn in talk.turns if turn.end_ms is not None]
    shared = sum(s.end_ms - s.start_ms for s in found)
    share = shared / max(1, *ends) if ends else 0.0
    if share < _SOME_OVERLAP:
        return
    longest = max(found, key=lambda s: s.end_ms - s.start_ms)
    yield Note(
        f"turns overlap in {many(len(found), 'place')}, {percent(share)} of the time; the longest "
        f"from {clock(longest.start_ms)} to {clock(longest.end_ms)}: check the end times",
        {
            "overlaps": len(found),
            "overlap_ms": shared,
            "share": round(share, 4),
            "start_ms": longest.start_ms,
            "end_ms": longest.end_ms,
        },
        severity=None if share >= _MUCH_OVERLAP else "info",
    )


@talk_check("backwards", about="times run backwards")
def backwards(talk: TalkFacts) -> Iterator[Note]:
    """Yield where a time is earlier than the one before it in the file."""
    found = timeline.backwards(talk.pieces)
    if not found:
        return
    before, after = max(found, key=lambda jump: jump[0] - jump[1])
    yield Note(
        f"times run backwards in {many(len(found), 'place')}, furthest from {clock(before)} to "
        f"{clock(after)}; mend the times or split the file there",
        {"places": len(found), "from_ms": before, "to_ms": after},
        severity=None if before - after >= _FAR_BACK_MS else "info",
    )


@talk_check("rate", about="more words than can be spoken in the time")
def rate(talk: TalkFacts) -> Iterator[Note]:
    """Yield where words come faster than anybody speaks."""
    found = timeline.rushes(talk.stretches, _FASTEST)
    if not found:
        return
    worst = max(found, key=lambda s: s.rate)
    words = round(sum(s.words for s in found))
    yield Note(
        f"{many(words, 'word')} come at over {_FASTEST} a minute, at worst {worst.rate:,.0f} a minute "
        f"from {clock(worst.start_ms)}: the times are wrong there, or the words were made up",
        {
            "stretches": len(found),
            "words": words,
            "share": round(words / max(1, talk.words), 4),
            "rate": round(worst.rate),
            "start_ms": worst.start_ms,
        },
    )


@talk_check("no-times", about="speech without any times", severity="info")
def no_times(talk: TalkFacts) -> Iterator[Note]:
    """Yield that quotes from this talk cannot lead to the second."""
    if not talk.written and not talk.timed:
        yield Note(
            "no times, so quotes lead to the words but not to the second; a caption file has them"
        )
