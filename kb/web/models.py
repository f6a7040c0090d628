"""What search keeps in memory: encoders, loaded once in the background, and the vectors."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from datasette.utils.sqlite import sqlite3
from sqlite_utils import Database

from ingest import embedding
from ingest.embedding import Encoder, Read, Spans, Tokens, Vectors
from ingest.errors import VerbatimError
from kb import lexical, store, vectors
from kb.web import databases

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.database import Database as Served

_LOG = logging.getLogger(__name__)
_REMEMBERED = 1_000  # queries; a vector, and one a word, make 4 MB

INDEXES = vectors.Cache()


class Remembering:
    """An encoder that remembers what it has encoded, and is used by one thread at a time.

    One query is asked again and again: for the next page, with another filter, as JSON. Passages
    and their sentences have their vectors in the database. The tokenizers below cannot be shared
    by threads.
    """

    def __init__(self, encoder: Encoder, size: int = _REMEMBERED) -> None:
        self._encoder, self._size = encoder, size
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[Vectors, Tokens | None]] = OrderedDict()

    @property
    def name(self) -> str:
        """The encoder's name."""
        return self._encoder.name

    @property
    def dimensions(self) -> int:
        """How long its vectors are."""
        return self._encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text."""
        return self.read(texts, [()] * len(texts)).texts

    def read(self, texts: Sequence[str], parts: Sequence[Spans]) -> Read:
        """Return the vectors of texts and of their tokens; of parts where there are any."""
        if not texts or any(parts):
            return embedding.read(self._encoder, texts, parts)
        with self._lock:
            fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
            made = self._made(fresh)
            found = [made[text] if text in made else self._known[text] for text in texts]
            self._known.update(made)
            for text in texts:
                self._known.move_to_end(text)
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        tokens = [own for _, own in found if own is not None]
        nothing: list[Vectors] = [np.zeros((0, self.dimensions), dtype=np.float32)] * len(texts)
        return Read(np.stack([vector for vector, _ in found]), nothing, tokens or None)

    def _made(self, texts: Sequence[str]) -> dict[str, tuple[Vectors, Tokens | None]]:
        if not texts:
            return {}
        read = embedding.read(self._encoder, texts, [()] * len(texts))
        tokens: Sequence[Tokens | None] = read.tokens or [None] * len(texts)
        return dict(zip(texts, zip(read.texts, tokens, strict=True), strict=True))


class Encoders:
    """Encoders by name. Asking never waits: an encoder is there, or it is being loaded."""

    def __init__(self, make: Callable[[str], Encoder] = embedding.load) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._ready: dict[str, Encoder] = {}
        self._failed: dict[str, str] = {}
        self._loading: dict[str, threading.Thread] = {}

    def get(self, name: str) -> Encoder | None:
        """Return the encoder if it is ready; where nobody has yet begun to load it, begin."""
        with self._lock:
            if name not in self._ready and name not in self._failed:
                self._begin(name)
            return self._ready.get(name)

    def problem(self, name: str) -> str | None:
        """Return why an encoder is not there: it is loading, or it cannot be loaded."""
        with self._lock:
            if name in self._ready:
                return None
            return self._failed.get(name, "the language model is still loading")

    def add(self, encoder: Encoder) -> None:
        """Use an encoder that somebody has already made."""
        with self._lock:
            self._ready[encoder.name] = Remembering(encoder)

    def wait(self, name: str, seconds: float) -> bool:
        """Return whether an encoder is ready, after waiting for it at most so long."""
        self.get(name)
        thread = self._loading.get(name)
        if thread is not None:
            thread.join(seconds)
        return self.problem(name) is None

    def _begin(self, name: str) -> None:
        if name not in self._loading:
            thread = threading.Thread(target=self._load, args=(name,), daemon=True)
            self._loading[name] = thread
            thread.start()

    def _load(self, name: str) -> None:
        try:
            encoder = Remembering(self._make(name))
            encoder.encode(["the first text takes longest"])
        except VerbatimError as error:
            self._fail(name, str(error))
        except Exception as error:  # noqa: BLE001 - the server goes on without it
            _LOG.exception("the embedding model %r could not be loaded", name)
            self._fail(name, f"the embedding model {name!r} could not be loaded ({error})")
        else:
            with self._lock:
                self._ready[name] = encoder

    def _fail(self, name: str, message: str) -> None:
        with self._lock:
            self._failed[name] = message


ENCODERS = Encoders()


async def start(datasette: Datasette) -> None:
    """Begin to load what the knowledge bases of this server need."""
    for database in await databases.knowledge_bases(datasette):
        await database.execute_fn(lambda conn: encoder_of(databases.wrapped(conn)))
        if not database.is_memory:
            threading.Thread(target=_warm, args=(database,), daemon=True).start()


def encoder_of(db: Database) -> tuple[Encoder | None, str | None]:
    """Return the encoder of a database, or None and why search goes by words alone."""
    stored = store.model_of(db)
    if stored is None:
        return None, "no passage has a vector yet"
    return ENCODERS.get(stored[0]), ENCODERS.problem(stored[0])


def _warm(database: Served) -> None:
    """Make ready what a search of a database needs, so that the first one need not wait for it."""
    # A connection of its own: Datasette closes those that it made when it stops, also in mid-use.
    place = f"{Path(str(database.path)).resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(place, uri=True, check_same_thread=False)) as conn:
            db = databases.wrapped(conn)
            INDEXES.get(db)
            lexical.prepare(db)
    except sqlite3.Error:
        _LOG.info("the index of %s is read with the first search", database.name)
