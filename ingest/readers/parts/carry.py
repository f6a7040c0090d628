"""Names that are given only when they change, carried on to the cues that follow."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.models import Cue

# Silence after which nobody can be sure that the same person goes on.
GAP_MS = 30_000
_EVERY = 3


def carry(cues: Sequence[Cue], stops: frozenset[int] = frozenset()) -> tuple[Cue, ...]:
    """Return the cues, with the speaker of the one before where a cue names none.

    Nothing is carried over a silence longer than `GAP_MS`, nor in a file that names the
    speaker again and again although it does not change: there a missing name is unknown.

    Args:
        cues: In order.
        stops: Indexes of cues that nothing is carried into (after a note, or a marked change).
    """
    if _named_always(cues):
        return tuple(cues)
    out: list[Cue] = []
    speaker: str | None = None
    end: int | None = None
    for index, cue in enumerate(cues):
        if index in stops or _far(end, cue.start_ms):
            speaker = None
        if cue.kind == "speech":
            speaker = cue.speaker or speaker
            named = (
                cue if cue.speaker or not speaker else cue.model_copy(update={"speaker": speaker})
            )
            out.append(named)
        else:
            out.append(cue)
        end = cue.end_ms if cue.end_ms is not None else cue.start_ms
    return tuple(out)


def _far(end: int | None, start: int | None) -> bool:
    return end is not None and start is not None and start - end > GAP_MS


def _named_always(cues: Sequence[Cue]) -> bool:
    again = sum(1 for a, b in pairwise(cues) if a.speaker and a.speaker == b.speaker)
    bare = sum(1 for cue in cues if not cue.speaker and cue.kind == "speech")
    return again >= _EVERY and again > bare
