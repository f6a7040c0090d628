"""What is slow to count and the same for everybody, remembered until talks, topics or people change."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlite_utils import Database

from kb import people, store, topics

T = TypeVar("T")


class Memory(Generic[T]):
    """Answers about databases, those asked for last kept; safe among threads."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str, int, int, str], T] = OrderedDict()

    def get(self, db: Database, question: str, answer: Callable[[], T]) -> T:
        """Return what was answered to a question about this database as it is now."""
        path = str(db.execute("pragma database_list").fetchone()[2])
        key = (path, store.state(db), topics.version(db), people.version(db), question)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        made = answer()
        with self._lock:
            self._known[key] = made
            while len(self._known) > self._size:
                self._known.popitem(last=False)
        return made
