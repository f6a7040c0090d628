"""The health of an archive: small checks over each talk and across all of them. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from kb import listings
from kb.doctor import (
    across,
    left,
    load,
    records,
    times,
    voices,
    wording,
)  # they register their checks
from kb.doctor.base import (
    ARCHIVE_CHECKS,
    SEVERITIES,
    TALK_CHECKS,
    Check,
    Finding,
    Note,
    Severity,
)
from kb.doctor.facts import ArchiveFacts, SketchedTalk, TalkFacts

__all__ = [
    "ARCHIVE_CHECKS",
    "SEVERITIES",
    "TALK_CHECKS",
    "Finding",
    "Report",
    "Severity",
    "examine",
]

_MODULES = (times, voices, wording, records, across, left)


@dataclass(frozen=True)
class Report:
    """What was examined and what was found, the worst first, then by talk.

    Args:
        timed_ms: How long the talks are that have times.
        silent_ms: How much of that has no words.
    """

    findings: tuple[Finding, ...]
    talks: int
    words: int
    timed_ms: int = 0
    silent_ms: int = 0

    def count(self, severity: Severity) -> int:
        """Return how many findings are this severe."""
        return sum(1 for finding in self.findings if finding.severity == severity)

    @property
    def covered(self) -> float | None:
        """How much of the time has words, 0 to 1; None where no talk has times."""
        return max(0.0, 1 - self.silent_ms / self.timed_ms) if self.timed_ms else None

    @property
    def healthy(self) -> bool:
        """Whether nothing needs mending; notes do not count."""
        return all(finding.severity == "info" for finding in self.findings)


def examine(db: Database, talk: str | None = None) -> Report:
    """Return the health of all talks, or of one.

    Args:
        db: The knowledge base.
        talk: A talk's id or path; it is compared with all others even so.

    Raises:
        NotFoundError: There is no such talk.
    """
    chosen = listings.talk_id(db, talk) if talk is not None else None
    compared: list[SketchedTalk] = []
    found: list[Finding] = []
    words = timed = silent = 0
    for facts in load.talks(db, chosen):
        found.extend(_of_talk(facts))
        compared.append(SketchedTalk(facts.path, facts.sketch))
        words += facts.words
        timed += facts.duration_ms
        silent += facts.silent_ms
    examined = [each.path for each in compared]
    if chosen is not None:
        compared.extend(load.others(db, chosen))
    archive = ArchiveFacts(
        talks=tuple(compared),
        collected=tuple(load.collected(db)),
        unread=tuple(load.unread(db)),
        resting=tuple(load.resting(db)),
    )
    across_all = _of_archive(archive)
    found.extend(f for f in across_all if chosen is None or f.talk in examined)
    found.sort(key=lambda f: (SEVERITIES.index(f.severity), f.talk, f.check))
    return Report(tuple(found), len(examined), words, timed, silent)


def _of_talk(facts: TalkFacts) -> Iterator[Finding]:
    for check in TALK_CHECKS:
        for note in check.find(facts):
            yield _finding(facts.path, check, note)


def _of_archive(facts: ArchiveFacts) -> Iterator[Finding]:
    for check in ARCHIVE_CHECKS:
        for about in check.find(facts):
            yield _finding(about.talk, check, about.note)


def _finding(talk: str, check: Check[Any], note: Note) -> Finding:
    return Finding(
        talk=talk,
        check=check.name,
        severity=note.severity or check.severity,
        message=note.message,
        numbers=dict(note.numbers),
    )
