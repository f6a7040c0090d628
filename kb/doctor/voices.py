"""Checks of who speaks."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.speakers import INTERVIEWER
from kb.doctor.base import Note, many, percent, talk_check
from kb.doctor.facts import TalkFacts

_LONGEST_TURN = 2_000  # words, a quarter of an hour
_SOME = 0.05
_MUCH = 0.2
_ENOUGH = 200  # words before anything is expected of a talk's speakers
_SEVERAL = frozenset({"interview", "meeting", "conversation"})


@talk_check("unnamed", about="words of speakers whom only a label names")
def unnamed(talk: TalkFacts) -> Iterator[Note]:
    """Yield which labels name nobody, and how much they say."""
    labels = {s.id: s.name for s in talk.speakers if not s.named and s.name != INTERVIEWER}
    words = sum(turn.words for turn in talk.turns if turn.speaker_id in labels)
    if not labels or not words:
        return
    share = words / max(1, talk.words)
    names = ", ".join(list(labels.values())[:3]) + (", …" if len(labels) > 3 else "")
    yield Note(
        f"no name for {many(len(labels), 'speaker')} ({names}), {percent(share)} of the words; see who "
        f"they may be with `kb speakers suggest {talk.path}`, and name them",
        {"speakers": len(labels), "words": words, "share": round(share, 4)},
        severity=None if share >= _SOME else "info",
    )


@talk_check("unattributed", about="words of nobody in particular")
def unattributed(talk: TalkFacts) -> Iterator[Note]:
    """Yield how much of the speech nobody is named for, not even by a label."""
    words = sum(turn.words for turn in talk.turns if turn.speaker_id is None and not turn.marks)
    share = words / max(1, talk.words)
    if talk.written or (share < _SOME and words < _ENOUGH):
        return
    serious = share >= _MUCH and (talk.speakers or talk.kind in _SEVERAL or talk.kind == "podcast")
    yield Note(
        f"{percent(share)} of the words have no speaker; a transcript with speakers is needed to "
        "search by person or to quote by name",
        {"words": words, "share": round(share, 4)},
        severity=None if serious else "info",
    )


@talk_check("one-voice", about="a conversation in which one speaker is heard")
def one_voice(talk: TalkFacts) -> Iterator[Note]:
    """Yield that all turns of what should be a conversation are one speaker's."""
    voices = {turn.speaker_id for turn in talk.turns}
    if len(voices) > 1 or None in voices or talk.words < _ENOUGH:
        return
    if talk.kind not in _SEVERAL and talk.kind != "podcast":
        return
    yield Note(
        f"is a {talk.kind}, yet all {many(talk.words, 'word')} are {talk.speakers[0].name}'s; see "
        "whether speakers were lost, or say `kind: talk` in a sidecar",
        {"words": talk.words},
        # A podcast by one person is nothing odd.
        severity="info" if talk.kind == "podcast" else None,
    )


@talk_check("long-turn", about=f"turns of over {_LONGEST_TURN:,} words")
def long_turn(talk: TalkFacts) -> Iterator[Note]:
    """Yield turns so long that a change of speaker was probably missed."""
    found = [turn.words for turn in talk.turns if turn.words > _LONGEST_TURN]
    if talk.written or not found:
        return
    alone = len(talk.turns) <= 2 or talk.kind == "talk"
    yield Note(
        f"{many(len(found), 'turn')} of over {_LONGEST_TURN:,} words, the longest {max(found):,}; see "
        "whether somebody else speaks in between",
        {"turns": len(found), "longest": max(found)},
        severity="info" if alone else None,
    )
