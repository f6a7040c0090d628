"""From files to a knowledge base: find, read, embed, store; nothing twice, and one bad file stops no other."""

from __future__ import annotations

import datetime
import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from sqlite_utils import Database

from ingest import pipeline, quotes
from ingest.embedding import Encoder
from ingest.errors import NotTextError, ReadError, UnknownFormatError
from ingest.models import Analysis
from ingest.pipeline import Settings
from kb import files, rows, store
from kb.files import TalkFile

_POOL_FROM = 6  # fewer files than this are read sooner than a pool of processes has started
_AHEAD = 4  # analyses that may wait for the writer, a worker

EncoderFactory: TypeAlias = Callable[[], Encoder]


@dataclass
class Report:
    """What a run did, path by path."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)  # one line each, path first
    skipped: list[Path] = field(default_factory=list)
    vanished: list[str] = field(default_factory=list)
    pruned: list[str] = field(default_factory=list)
    passages: int = 0
    words: int = 0


class Progress(NamedTuple):
    """How far a run is."""

    done: int
    total: int
    path: str


@dataclass(frozen=True)
class _Job:
    file: TalkFile
    name: str
    sha256: str
    settings: Settings
    fingerprint: str
    replaces: bool


def ingest(
    db: Database,
    paths: Sequence[Path],
    *,
    encoder: EncoderFactory,
    model: str | None = None,
    settings: Settings | None = None,
    prune: bool = False,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Report:
    """Bring the knowledge base in step with files and folders.

    Args:
        db: The knowledge base.
        paths: Files and folders.
        encoder: Makes the encoder, called only if there is something to embed.
        model: The encoder's name; where it is not the database's, everything is embedded anew.
        settings: How to read.
        prune: Remove talks whose files are gone from the folders named.
        workers: Processes that read; by default one a core.
        progress: Called after each file.

    Raises:
        NotFoundError: A path does not exist.
    """
    settings = settings or Settings()
    stored = store.model_of(db)
    if model is not None and stored is not None and stored[0] != model:
        store.drop_vectors(db)
    report = Report()
    before = store.known(db)
    found, report.skipped = files.find(paths, {known.root for known in before.values()})
    jobs = list(_jobs(found, before, settings, report))
    lazy = _Lazy(db, encoder)
    for number, (job, outcome) in enumerate(_analyses(jobs, workers), start=1):
        _settle(db, job, outcome, lazy, report)
        if progress is not None:
            progress(Progress(number, len(jobs), job.name))
    if jobs:
        store.finish(db)
    _fill_vectors(db, lazy)
    _gone(db, paths, found, report, prune=prune)
    return report


class _Lazy:
    """The encoder, made when first needed and claimed for the database."""

    def __init__(self, db: Database, make: EncoderFactory) -> None:
        self._db, self._make = db, make
        self._encoder: Encoder | None = None

    def __call__(self) -> Encoder:
        if self._encoder is None:
            self._encoder = self._make()
            store.claim_model(self._db, self._encoder.name, self._encoder.dimensions)
        return self._encoder


def _jobs(
    found: Iterable[TalkFile], before: Mapping[str, store.Known], settings: Settings, report: Report
) -> Iterator[_Job]:
    """Yield the files that are new or changed; note the others."""
    by_hash = {known.sha256: path for path, known in before.items()}
    roots = {path: known.root for path, known in before.items()}
    for file in found:
        name = files.named(file, roots)
        roots[name] = str(file.root)
        try:
            data = file.file.read_bytes()
            beside = file.sidecar()
            sidecar = beside.read_bytes() if beside else b""
        except OSError as error:
            report.failed.append(f"{name}: cannot be read ({error.strerror})")
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        fingerprint = _fingerprint(settings, sidecar)
        known = before.get(name)
        twin = by_hash.setdefault(sha256, name)
        if twin != name:
            report.failed.append(
                f"{name}: is the same file as {twin}; kept once, remove one of the two"
            )
        elif known and known.sha256 == sha256 and known.settings == fingerprint:
            report.unchanged.append(name)
        else:
            yield _Job(file, name, sha256, settings, fingerprint, replaces=known is not None)


def _fingerprint(settings: Settings, sidecar: bytes) -> str:
    """Return what else than the file's bytes decides the analysis."""
    said = settings.model_dump() | {"version": pipeline.VERSION}
    if sidecar:
        said["sidecar"] = hashlib.sha256(sidecar).hexdigest()
    return json.dumps(said, sort_keys=True)


def _analyse(job: _Job) -> Analysis | Exception:
    """Return the analysis of a file, or what went wrong; runs in a worker."""
    try:
        beside = job.file.sidecar()
        return pipeline.analyse(
            job.file.file.read_bytes(),
            job.name,
            job.settings,
            sidecar=beside.read_bytes() if beside else None,
        )
    except Exception as error:  # noqa: BLE001 - one bad file must never stop the others
        return error


def _analyses(
    jobs: Sequence[_Job], workers: int | None
) -> Iterator[tuple[_Job, Analysis | Exception]]:
    """Yield each job with its outcome, in order; many files are read by a pool of processes."""
    count = workers or _cores()
    if count < 2 or len(jobs) < _POOL_FROM:
        for job in jobs:
            yield job, _analyse(job)
        return
    # Spawned, not forked: a fork of a process with threads of its own may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        waiting: list[tuple[_Job, Future[Analysis | Exception]]] = []
        try:
            for job in jobs:
                waiting.append((job, pool.submit(_analyse, job)))
                if len(waiting) >= count * _AHEAD:
                    done, future = waiting.pop(0)
                    yield done, future.result()
            for done, future in waiting:
                yield done, future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _cores() -> int:
    """Return how many cores this process may use; two where the system does not say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return 2


def _settle(
    db: Database, job: _Job, outcome: Analysis | Exception, lazy: _Lazy, report: Report
) -> None:
    """Store an analysis, or note what went wrong."""
    if isinstance(outcome, Exception):
        _note_failure(job, outcome, report)
        return
    texts = {rows.text_hash(passage.text): passage.text for passage in outcome.passages}
    vectors = store.vectors_by_hash(db, texts)
    fresh = [h for h in texts if h not in vectors]
    if fresh:
        vectors |= zip(fresh, store.pack(lazy().encode([texts[h] for h in fresh])), strict=True)
    outcome = _with_places(outcome, vectors, store.model_of(db))
    made = rows.talk_rows(
        outcome,
        job.name,
        root=str(job.file.root),
        settings=job.fingerprint,
        ingested_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
    )
    store.save(db, made, vectors)
    (report.changed if job.replaces else report.added).append(job.name)
    report.passages += len(made.passages)
    report.words += int(str(made.talk["words"]))


def _with_places(
    analysis: Analysis, vectors: Mapping[str, bytes], model: tuple[str, int] | None
) -> Analysis:
    """Return the analysis with its quotes chosen by what its passages' vectors say, too."""
    if model is None or not analysis.passages:
        return analysis
    packed = [vectors[rows.text_hash(passage.text)] for passage in analysis.passages]
    return quotes.placed(analysis, store.unpack(packed, model[1]), model[0])


def _note_failure(job: _Job, error: Exception, report: Report) -> None:
    plainly_data = isinstance(error, (UnknownFormatError, NotTextError)) and not job.file.asked
    if plainly_data and job.file.file.suffix.lower() in (".json", ".xml", ".xsl", ".tsv"):
        report.skipped.append(job.file.file)
    elif isinstance(error, ReadError):
        report.failed.append(str(error.at(job.name)))
    elif isinstance(error, OSError):
        report.failed.append(f"{job.name}: cannot be read ({error.strerror})")
    else:
        report.failed.append(
            f"{job.name}: could not be analysed ({type(error).__name__}: {error}); please report this"
        )


def _fill_vectors(db: Database, lazy: _Lazy) -> None:
    """Embed what has no vector yet: after a change of model, or a run that was stopped."""
    missing = store.missing_vectors(db)
    for start in range(0, len(missing), 512):
        some = sorted(missing[start : start + 512], key=lambda row: len(row[2]))
        packed = store.pack(lazy().encode([text for _, _, text in some]))
        store.add_vectors(db, [(i, h, v) for (i, h, _), v in zip(some, packed, strict=True)])


def _gone(
    db: Database, paths: Sequence[Path], found: Iterable[TalkFile], report: Report, *, prune: bool
) -> None:
    """Note, and with `prune` remove, talks whose files are no longer in the folders named."""
    folders = {str(path.resolve()) for path in paths if path.is_dir()}
    there = {(str(file.root), file.path) for file in found}
    for name, known in store.known(db).items():
        below = name if (known.root, name) in there else name.partition("/")[2]
        if known.root not in folders or (known.root, below) in there:
            continue
        if prune:
            store.remove(db, known.talk_id)
            report.pruned.append(name)
        else:
            report.vanished.append(name)
