"""What is made from a database's tables and kept in this process, one for each database."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from sqlite_utils import Database

from kb import beside, store

_LOG = logging.getLogger(__name__)

_PATIENCE = 2.0  # seconds; what takes longer to be made anew is made while the last one serves

T = TypeVar("T")


class _Made(NamedTuple, Generic[T]):
    thing: T
    state: str


class Kept(Generic[T]):
    """What is made from a database, brought up to date when that changes; safe among threads.

    Whoever asks waits until it is made. Where that takes long because the database is large, it is
    made by a thread, and until then those who ask get the last one, which is a few talks behind.

    Args:
        make: Makes it, with the last one to start from.
    """

    def __init__(self, make: Callable[[Database, T | None], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._found: dict[str, _Made[T]] = {}
        self._making: dict[str, threading.Thread] = {}

    def get(self, db: Database) -> T:
        """Return what is made from a database."""
        path = beside.path_of(db)
        if path is None:
            return self._make(db, None)
        with self._lock:
            key, state = str(path), store.state(db)
            made = self._found.get(key)
            if made is not None and made.state == state:
                return made.thing
            if made is None:
                return self._renewed(db, key, None)
            thread = self._making.get(key)
            if thread is None or not thread.is_alive():
                thread = threading.Thread(target=self._renew, args=(key, made.thing), daemon=True)
                self._making[key] = thread
                thread.start()
            else:
                return made.thing
        thread.join(_PATIENCE)
        return self._found[key].thing

    def _renew(self, key: str, before: T) -> None:
        db = Database(key)
        try:
            self._renewed(db, key, before)
        except Exception:  # noqa: BLE001 - the last one goes on serving
            _LOG.exception("what is kept of %s could not be brought up to date", key)
        finally:
            db.close()

    def _renewed(self, db: Database, key: str, before: T | None) -> T:
        state = store.state(db)
        made = _Made(self._make(db, before), state)
        self._found[key] = made
        return made.thing
