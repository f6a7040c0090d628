"""Which files changed, what their talks are called, and what is remembered of the rest."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from sqlite_utils import Database

from ingest import pipeline
from ingest.errors import NotTextError, ReadError, UnknownFormatError, VerbatimError
from ingest.models import Metadata
from ingest.pipeline import Settings
from kb import archives, files, filing
from kb.files import TalkFile
from kb.filing import Skipped
from kb.intake import Intake
from kb.pairing.talks import Made, Outcome, Refused
from kb.pairing.units import Unit
from kb.report import Report
from kb.store import Known

# The kinds of files that are the talk itself: where one is, the talk is.
_TEXTS = frozenset({"transcript", "alternative", "translation"})
# Endings of data as much as of talk: what no reader knows is passed over without complaint.
_DATA = frozenset(".json .jsonl .xml .xsl .tsv .aud .rss .atom .rdf .opml".split())
_LEFT = {
    "media": "there is no transcript beside it",
    "chapters": "it is a list of chapters, and there is no transcript beside it",
}
_NOT_READ = ("media", "cover")
_UNREADABLE = "unreadable"  # stands for the hash of what cannot be read, and is no hash


class Job(NamedTuple):
    """A unit to read.

    Args:
        label: What to call it as long as its talks have no names.
        fingerprint: What else than its files decides what becomes of it.
        owners: The talks that its texts were before.
        adopts: The talk of a file that has another name now.
        asked: The paths of its files that the user named one by one; None where its folder was.
    """

    unit: Unit
    label: str
    fingerprint: str
    owners: tuple[Known, ...] = ()
    adopts: Known | None = None
    asked: frozenset[str] | None = None


class Ledger:
    """What was known before a run, and what the run adds to it."""

    def __init__(
        self,
        before: Mapping[str, Known],
        skipped: Mapping[tuple[str, str], Skipped],
        settings: Settings,
    ) -> None:
        self.before = before
        self._skipped = skipped
        self._settings = settings
        self._given: set[str] = set()
        self._refused: dict[tuple[str, str], Skipped] = {}
        self._read: set[tuple[str, str]] = set()
        self._owners: dict[str, list[Known]] = defaultdict(list)
        self._by_hash: dict[str, Known] = {}
        for known in before.values():
            for file in known.files:
                if file.kind in _TEXTS:
                    self._owners[file.path].append(known)
                    self._by_hash.setdefault(str(file.sha256), known)

    def jobs(self, taken: Intake, report: Report) -> Iterator[Job]:
        """Yield the units that are new or changed; note the others."""
        seen: dict[str, str] = {}
        for unit in taken.units:
            owners = self._owners_of(unit)
            label = owners[0].path if owners else self._free_name(unit.texts[0])
            fingerprint = _fingerprint(self._settings, unit)
            job = Job(unit, label, fingerprint, owners, asked=taken.asked_of(unit))
            state = _state(unit)
            if self._is_unchanged(job, state):
                report.unchanged.extend(owner.path for owner in owners)
                self._say_again(job, report)
                continue
            sha256 = str(state[unit.texts[0].path])
            twin = seen.get(sha256) or self._twin(sha256, owners)
            for file in unit.texts:
                if state[file.path] != _UNREADABLE:
                    seen.setdefault(str(state[file.path]), _labelled(job, file))
            if len(unit.texts) == 1 and isinstance(twin, str):
                message = f"is the same file as {twin}; kept once, remove one of the two"
                self.refuse(Refused(unit.texts[0], sha256, ReadError(message)), job, report)
            else:
                yield job._replace(adopts=twin if isinstance(twin, Known) else None)

    def names(self, job: Job, outcome: Outcome) -> list[str | None]:
        """Return what each talk of an outcome is called; None where it is not to be kept.

        A talk keeps its name, and so its ids, as long as one of its texts is there: a better
        transcript, or another name for its file, changes nothing about it.

        Args:
            job: What was read; where only some of its files were asked for, new talks of others
                are not kept.
            outcome: What became of it.
        """
        out: list[str | None] = []
        for made in outcome.made:
            name = self._kept_name(job, made)
            if name is None and (job.asked is None or job.asked & {f.path for f in made.files}):
                name = self._free_name(made.file)
            if name is not None:
                self._given.add(name)
            out.append(name)
        self._read |= {
            (str(made.file.root), file.path) for made in outcome.made for file in made.files
        }
        return out

    def absorbed(
        self, job: Job, outcome: Outcome, names: Sequence[str | None]
    ) -> Iterator[tuple[Known, str]]:
        """Yield the talks that were one for themselves and are part of another now, with its name."""
        refused = {each.file.path for each in outcome.refused}
        for owner in job.owners:
            texts = {file.path for file in owner.files if file.kind in _TEXTS}
            if owner.path in names or texts & refused:
                continue
            for made, name in zip(outcome.made, names, strict=True):
                if name is not None and texts & {f.path for f in made.files if f.kind in _TEXTS}:
                    yield owner, name
                    break

    def refuse(self, refused: Refused, job: Job | None, report: Report) -> None:
        """Note a file that could not be read: as no talk, or as a failure in one line."""
        file, error = refused.file, refused.error
        reason, line = _reason(error)
        no_talk = isinstance(error, UnknownFormatError | NotTextError) and not file.asked
        failed = not (no_talk and file.file.suffix.lower() in _DATA)
        place = (str(file.root), file.path)
        self._refused[place] = Skipped(*place, refused.sha256, failed, reason, line)
        _say(self._refused[place], _labelled(job, file) if job else file.path, file, report)

    def write_skipped(self, db: Database, taken: Intake, seen_at: str) -> None:
        """Write down what no talk was made of, and forget what was read or is gone."""
        folders = {str(folder) for folder in taken.folders}
        for file, part in taken.left:
            if part in _LEFT:
                place = (str(file.root), file.path)
                self._refused[place] = Skipped(*place, None, failed=False, reason=_LEFT[part])
        fresh = [each for place, each in self._refused.items() if self._skipped.get(place) != each]
        gone = [
            place
            for place in self._skipped
            if (place in self._read and place not in self._refused)
            or (place[0] in folders and place not in taken.there)
        ]
        if fresh or gone:
            with db.atomic():
                filing.write_skipped(db, fresh, gone, seen_at)

    def gone(self, known: Known, taken: Intake) -> bool:
        """Return whether no file of a talk is in the folders that the user named any more."""
        return Path(known.root) in taken.folders and not any(
            (known.root, file.path) in taken.there for file in known.files if file.kind in _TEXTS
        )

    def _owners_of(self, unit: Unit) -> tuple[Known, ...]:
        found = {known.path: known for file in unit.texts for known in self._owners_of_file(file)}
        return tuple(found.values())

    def _owners_of_file(self, file: TalkFile) -> list[Known]:
        # A folder that was moved is the same folder: its file is no longer at the old place.
        return [
            known
            for known in self._owners[file.path]
            if Path(known.root) == file.root or not archives.exists(Path(known.root) / file.path)
        ]

    def _is_unchanged(self, job: Job, state: Mapping[str, str | None]) -> bool:
        if not job.owners or any(each.settings != job.fingerprint for each in job.owners):
            return False
        skipped = {each.path: each.sha256 for each in self._skipped_of(job)}
        known = {file.path: file.sha256 for owner in job.owners for file in owner.files}
        return state == skipped | known

    def _skipped_of(self, job: Job) -> list[Skipped]:
        places = ((str(file.root), file.path) for file in job.unit.files)
        return [self._skipped[place] for place in places if place in self._skipped]

    def _say_again(self, job: Job, report: Report) -> None:
        """Note what is still wrong beside a talk that has not changed."""
        for each in self._skipped_of(job):
            file = next(file for file in job.unit.files if file.path == each.path)
            _say(each, _labelled(job, file), file, report)

    def _twin(self, sha256: str, owners: Sequence[Known]) -> Known | str | None:
        """Return the talk of the same bytes under another name: by its path if the file is there."""
        known = self._by_hash.get(sha256)
        if known is None or known in owners:
            return None
        for file in known.files:
            if file.sha256 == sha256 and archives.exists(Path(known.root) / file.path):
                return known.path if known.path.endswith(file.path) else file.path
        return known

    def _kept_name(self, job: Job, made: Made) -> str | None:
        texts = {file.path for file in made.files if file.kind in _TEXTS}
        owners = [
            owner
            for owner in job.owners
            if texts & {file.path for file in owner.files if file.kind in _TEXTS}
        ]
        # The talk that this very file was comes first, then that of the best of the others.
        order = {file.path: place for place, file in enumerate(made.files)}
        owners.sort(key=lambda owner: min(order.get(f.path, len(order)) for f in owner.files))
        if job.adopts is not None:
            owners.append(job.adopts)
        return next((owner.path for owner in owners if owner.path not in self._given), None)

    def _free_name(self, file: TalkFile) -> str:
        """Return a name for a new talk: its path, with its folder's name where that is taken."""
        for name in files.names(file):
            known = self.before.get(name)
            if name not in self._given and (known is None or not _is_there(known)):
                return name
        return f"{file.root}/{file.path}"


def _state(unit: Unit) -> dict[str, str | None]:
    """Return a hash for each file that decides what becomes of a unit; None for what is not read."""
    state: dict[str, str | None] = {
        companion.file.path: None for companion in unit.beside if companion.part in _NOT_READ
    }
    for file in unit.files:
        if file.path not in state:
            try:
                state[file.path] = hashlib.sha256(file.read()).hexdigest()
            except OSError:
                state[file.path] = _UNREADABLE
    if unit.feed is not None:
        state[unit.feed.path] = None
    return state


def _fingerprint(settings: Settings, unit: Unit) -> str:
    """Return what else than the files' bytes decides what becomes of a unit."""
    said: dict[str, object] = settings.model_dump() | {"version": pipeline.VERSION}
    if unit.says != Metadata():
        said["feed"] = hashlib.sha256(unit.says.model_dump_json().encode()).hexdigest()
    if len(unit.texts) > 1:
        said["together"] = sorted(file.path for file in unit.texts)
    return json.dumps(said, sort_keys=True)


def _is_there(known: Known) -> bool:
    return any(
        archives.exists(Path(known.root) / file.path) for file in known.files if file.kind in _TEXTS
    )


def _labelled(job: Job, file: TalkFile) -> str:
    """Return what to call a file in a message: as its talk is called, where that is by a folder."""
    first = job.unit.texts[0].path
    return job.label.removesuffix(first) + file.path if job.label.endswith(first) else file.path


def _reason(error: Exception) -> tuple[str, int | None]:
    if isinstance(error, ReadError):
        return error.reason, error.line
    if isinstance(error, OSError):
        return f"cannot be read ({error.strerror})", None
    if isinstance(error, VerbatimError):
        return str(error), None
    return f"could not be analysed ({type(error).__name__}: {error}); please report this", None


def _say(skipped: Skipped, label: str, file: TalkFile, report: Report) -> None:
    if not skipped.failed:
        report.skipped.append(file.file)
        return
    where = label if skipped.line is None else f"{label}:{skipped.line}"
    report.failed.append(f"{where}: {skipped.reason}")
