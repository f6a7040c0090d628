"""Checks of what was left out: files that no talk was made of, and decisions that do not hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.doctor.base import About, Note, Number, archive_check
from kb.doctor.facts import ArchiveFacts, UnreadFacts

_TRIED = re.compile(r" \(tried [^)]*\)")  # the names of all formats tell nobody anything here


@archive_check("unread", about="files that look like talks and cannot be read")
def unread(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the files that were refused, each with the reason."""
    for file in archive.unread:
        if file.failed:
            yield _about(file, "mend or remove it, and ingest again")


@archive_check("no-talk", about="files that no reader takes for a talk", severity="info")
def no_talk(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the files that were passed over, each with the reason."""
    for file in archive.unread:
        if not file.failed:
            yield _about(file, "if it is a talk, name its format with `kb ingest --format`")


def _about(file: UnreadFacts, otherwise: str) -> About:
    """Return a note on a file; a reason that says what to do is enough."""
    reason = _TRIED.sub("", file.reason)
    advice = "" if ";" in reason else f"; {otherwise}"
    line = f" (line {file.line})" if file.line else ""
    numbers: dict[str, Number] = {"line": file.line} if file.line else {}
    return About(file.path, Note(f"{reason}{line}{advice}", numbers))


@archive_check("moved-voice", about="voices that were named, in files that have been made anew")
def moved_voice(archive: ArchiveFacts) -> Iterator[About]:
    """Yield the decisions that rest because another voice now says what they were made by."""
    for each in archive.resting:
        yield About(
            each.talk,
            Note(
                f"{each.name} was {each.person}, but another voice now says what that one said; look "
                f"with `kb speakers voices {each.talk}`, and name them anew",
                {"label": each.name},
            ),
        )
