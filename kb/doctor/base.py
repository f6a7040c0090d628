"""What a check is, what it finds, and the lists that hold them.

How to add a check: write a function from a talk's facts (or the archive's) to notes, under
`@talk_check(...)` (or `@archive_check(...)`), in the module it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Literal, NamedTuple, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict

from ingest.registry import Registry
from kb.doctor.facts import ArchiveFacts, TalkFacts

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
Number: TypeAlias = int | float | str

F = TypeVar("F")


class Finding(BaseModel):
    """Something in a talk that its owner may want to mend.

    Args:
        talk: The talk's path.
        check: The name of the check that found it.
        message: What is wrong and what to do about it, one line.
        numbers: What the message is made of: counts, shares from 0 to 1, milliseconds.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    talk: str
    check: str
    severity: Severity
    message: str
    numbers: dict[str, Number] = {}


@dataclass(frozen=True)
class Note:
    """What a check says; where it gives no severity, its check's holds."""

    message: str
    numbers: Mapping[str, Number] = field(default_factory=dict)
    severity: Severity | None = None


class About(NamedTuple):
    """A note of a check over all talks, and the path of the talk that it is about."""

    talk: str
    note: Note


@dataclass(frozen=True)
class Check(Generic[F]):
    """A named check.

    Args:
        name: Short, lower case.
        severity: Of what it finds, where it does not say otherwise.
        about: What it finds, one line.
        find: From facts to notes.
    """

    name: str
    severity: Severity
    about: str
    find: F


TalkCheck: TypeAlias = Callable[[TalkFacts], Iterable[Note]]
ArchiveCheck: TypeAlias = Callable[[ArchiveFacts], Iterable[About]]

TALK_CHECKS: Registry[Check[TalkCheck]] = Registry("check", "verbatim.talk_checks")
ARCHIVE_CHECKS: Registry[Check[ArchiveCheck]] = Registry("check", "verbatim.archive_checks")


def talk_check(
    name: str, *, about: str, severity: Severity = "warning"
) -> Callable[[TalkCheck], TalkCheck]:
    """Register the decorated function as a check of one talk."""

    def register(find: TalkCheck) -> TalkCheck:
        TALK_CHECKS.add(name, Check(name, severity, about, find))
        return find

    return register


def archive_check(
    name: str, *, about: str, severity: Severity = "warning"
) -> Callable[[ArchiveCheck], ArchiveCheck]:
    """Register the decorated function as a check over all talks."""

    def register(find: ArchiveCheck) -> ArchiveCheck:
        ARCHIVE_CHECKS.add(name, Check(name, severity, about, find))
        return find

    return register


def many(count: int, what: str) -> str:
    """Return a count with its noun.

    >>> many(1, "place"), many(1200, "word")
    ('1 place', '1,200 words')
    """
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def percent(share: float) -> str:
    """Return a share for reading; what is there is never 0 %.

    >>> percent(0.256), percent(0.001)
    ('26 %', 'under 1 %')
    """
    return "under 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")
