"""Memory of a process and of all that it started, pages that they share counted once."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

_EVERY = 2.0  # seconds; looking takes a while itself


class Peak:
    """While it is open, the most memory that this process and its children had at one time.

    Proportional set sizes, of Linux: a page that three processes share is a third of one in each.
    """

    def __init__(self) -> None:
        self.megabytes = 0.0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(_EVERY):
            self.megabytes = max(self.megabytes, sum(map(_own, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, and they."""
    found = [pid]
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                found += _family(int(child))
    return found


def _own(pid: int) -> float:
    """Return a process's share of memory in MB, 0 where it has ended or nobody can tell."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0
