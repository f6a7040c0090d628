"""From files to a knowledge base: find, read, embed, store; nothing twice, and one bad file stops no other."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeAlias

from sqlite_utils import Database

from ingest import quotes, summaries
from ingest.embedding import Encoder
from ingest.models import Analysis
from ingest.pipeline import Settings
from kb import alike, boilerplate, embeddings, filing, lexical, rows, store, vectors
from kb.embeddings import Packed
from kb.intake import Fetch, Intake, take_in
from kb.ledger import Job, Ledger
from kb.moments import now
from kb.pairing.talks import Made, Outcome, Refused, analyse, in_a_pool
from kb.report import Report

_POOL_FROM = 6  # fewer talks than this are read sooner than a pool of processes has started
_AHEAD = 4  # analyses that may wait for the writer, a worker

EncoderFactory: TypeAlias = Callable[[], Encoder]

__all__ = ["EncoderFactory", "Progress", "Report", "ingest"]


class Progress(NamedTuple):
    """How far a run is."""

    done: int
    total: int
    path: str


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
    fetch: Fetch | None = None,
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
        progress: Called after each talk.
        fetch: Downloads what feeds name; without it nothing is downloaded.

    Raises:
        NotFoundError: A path does not exist.
    """
    settings = settings or Settings()
    stored = store.model_of(db)
    if model is not None and stored is not None and stored[0] != model:
        store.drop_vectors(db)
    before = store.known(db)
    taken = take_in(paths, {known.root for known in before.values()}, fetch)
    ledger = Ledger(before, filing.skipped(db), settings)
    desk = _Desk(db, taken, ledger, _Lazy(db, encoder))
    jobs = list(ledger.jobs(taken, desk.report))
    for number, (job, outcome) in enumerate(_analyses(jobs, settings, workers), start=1):
        desk.settle(job, outcome)
        if progress is not None:
            progress(Progress(number, len(jobs), job.label))
    desk.finish()
    _gone(db, taken, ledger, desk.report, prune=prune)
    if jobs:  # so that the first search need not wait for them
        vectors.load(db)
        lexical.prepare(db)
    return desk.report


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


def _analyses(
    jobs: Sequence[Job], settings: Settings, workers: int | None
) -> Iterator[tuple[Job, Outcome]]:
    """Yield each job with its outcome, in order; many talks are read by a pool of processes."""
    count = workers or _cores()
    if count < 2 or len(jobs) < _POOL_FROM:
        for job in jobs:
            yield job, analyse(job.unit, settings)
        return
    # Spawned, not forked: a fork of a process with threads of its own may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=in_a_pool) as pool:
        waiting: list[tuple[Job, Future[Outcome]]] = []
        try:
            for job in jobs:
                waiting.append((job, pool.submit(analyse, job.unit, settings)))
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


class _Desk:
    """Where outcomes are settled: what was read is stored, what was not is written down."""

    def __init__(self, db: Database, taken: Intake, ledger: Ledger, lazy: _Lazy) -> None:
        self.report = Report()
        self._db, self._taken, self._ledger, self._lazy = db, taken, ledger, lazy
        self._saved: set[int] = set()
        self.report.tell_intake(taken)
        for file, error in taken.broken:
            ledger.refuse(Refused(file, None, error), None, self.report)

    def settle(self, job: Job, outcome: Outcome) -> None:
        """Store the talks of an outcome, and note what went wrong."""
        for refused in outcome.refused:
            self._ledger.refuse(refused, job, self.report)
        names = self._ledger.names(job, outcome)
        for made, name in zip(outcome.made, names, strict=True):
            if name is not None:
                self._store(job, made, name)
        for absorbed, into in self._ledger.absorbed(job, outcome, names):
            store.absorb(self._db, absorbed.talk_id, rows.id_of("talk", into))
            self.report.merged.append(f"{absorbed.path}: is one talk with {into} now")

    def finish(self) -> None:
        """Bring in step what depends on all talks."""
        self._ledger.write_skipped(self._db, self._taken, now())
        if self._saved:
            store.finish(self._db)
        boilerplate.refresh(self._db)
        _fill_vectors(self._db, self._lazy)
        self.report.alike.extend(alike.lines(self._db, self._saved))

    def _store(self, job: Job, made: Made, name: str) -> None:
        analysis = made.analysis
        texts = {rows.text_hash(passage.text): passage.text for passage in analysis.passages}
        vectors = embeddings.by_hash(self._db, texts)
        fresh = [h for h in texts if h not in vectors]
        if fresh:
            packed = embeddings.embed(self._lazy(), [texts[h] for h in fresh])
            vectors |= zip(fresh, packed, strict=True)
        analysis = _with_places(analysis, vectors, store.model_of(self._db))
        talk = rows.talk_rows(
            analysis, name, root=str(made.file.root), settings=job.fingerprint, ingested_at=now()
        )
        files = [
            {"position": position, **file._asdict()} for position, file in enumerate(made.files)
        ]
        store.save(self._db, talk, vectors, files)
        self._saved.add(rows.id_of("talk", name))
        self.report.count(talk, name, new=name not in self._ledger.before)


def _with_places(
    analysis: Analysis, vectors: Mapping[str, Packed], model: tuple[str, int] | None
) -> Analysis:
    """Return the analysis with what its passages' vectors help to choose: quotes, and a summary."""
    if model is None or not analysis.passages:
        return quotes.with_quotes(analysis)
    packed = [vectors[rows.text_hash(passage.text)].embedding for passage in analysis.passages]
    unpacked = embeddings.unpack(packed, model[1])
    return summaries.summarised(quotes.with_quotes(analysis, unpacked, model[0]), unpacked)


def _fill_vectors(db: Database, lazy: _Lazy) -> None:
    """Embed what has no vector yet: after a change of model, or a run that was stopped."""
    missing = embeddings.missing(db)
    for start in range(0, len(missing), 512):
        some = sorted(missing[start : start + 512], key=lambda row: len(row[2]))
        packed = embeddings.embed(lazy(), [text for _, _, text in some])
        store.add_vectors(db, [(i, h, v) for (i, h, _), v in zip(some, packed, strict=True)])


def _gone(db: Database, taken: Intake, ledger: Ledger, report: Report, *, prune: bool) -> None:
    """Note, and with `prune` remove, talks whose files are no longer in the folders named."""
    for name, known in store.known(db).items():
        if not ledger.gone(known, taken):
            continue
        if prune:
            store.remove(db, known.talk_id)
            report.pruned.append(name)
        else:
            report.vanished.append(name)
