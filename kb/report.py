"""What a run of ingestion did, for people to read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kb.intake import Intake
from kb.rows import TalkRows

_FEW = 3  # titles that stand for all of them


@dataclass
class Report:
    """What a run did, path by path.

    Args:
        failed: One line each, path first.
        skipped: Files that are no talk and belong to none.
        vanished: Talks whose files are gone.
        merged: Talks that became one with another, one line each.
        alike: Pairs of talks that say the same, one line each.
        feeds: What is to be said about feeds, one line each.
        fetched: Files that were downloaded.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    alike: list[str] = field(default_factory=list)
    feeds: list[str] = field(default_factory=list)
    fetched: list[Path] = field(default_factory=list)
    passages: int = 0
    words: int = 0

    def tell_intake(self, taken: Intake) -> None:
        """Add what was found before anything was read."""
        self.skipped.extend(companion.file.file for companion in taken.left)
        self.feeds.extend(_about_feeds(taken))
        if taken.fetched is not None:
            self.fetched.extend(taken.fetched.files)
            self.failed.extend(taken.fetched.failed)

    def count(self, talk: TalkRows, name: str, *, new: bool) -> None:
        """Add a talk that was stored."""
        (self.added if new else self.changed).append(name)
        self.passages += len(talk.passages)
        self.words += int(str(talk.talk["words"]))


def _about_feeds(taken: Intake) -> Iterator[str]:
    without = Counter(each.file.path for each, _ in taken.without)
    named = Counter(each.file.path for each, item in taken.without if item.transcripts)
    for each in taken.feeds:
        path = each.file.path
        if without[path]:
            line = (
                f"{path}: {without[path]} of {len(each.feed.items)} items have no transcript here"
            )
            offer = f"; --fetch downloads the {named[path]} that it names" if named[path] else ""
            yield line + (offer if taken.fetched is None else "")
    if taken.fetched is not None and taken.fetched.left:
        yield f"{taken.fetched.left} more files are to be downloaded; run the same command to go on"
    absent = Counter(file.path for file, _ in taken.absent)
    for path, count in absent.items():
        titles = [each.title or each.url for file, each in taken.absent if file.path == path]
        more = ", …" if count > _FEW else ""
        yield f"{path}: {count} of its feeds are not here: {', '.join(titles[:_FEW])}{more}"
