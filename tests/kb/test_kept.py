"""What is made from the tables is brought up to date, and who asks meanwhile is not kept waiting."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlite_utils import Database

from kb import kept, store
from kb.kept import Kept


def change(db: Database) -> str:
    store.add_vectors(db, [])
    return store.state(db)


def test_made_once_for_each_state(db: Database) -> None:
    made: list[str] = []
    things = Kept(lambda db, before: made.append(store.state(db)) or f"{before}+")
    assert [things.get(db), things.get(db)] == ["None+", "None+"]
    change(db)
    assert [things.get(db), things.get(db)] == ["None++", "None++"]
    assert len(made) == 2


def test_the_last_one_serves_while_the_next_is_made(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_PATIENCE", 0.05)
    gate = threading.Event()

    def make(db: Database, before: str | None) -> str:
        if before is not None:
            gate.wait(10)
        return store.state(db)

    things = Kept(make)
    old = things.get(db)
    new = change(db)
    assert things.get(db) == old
    assert things.get(db) == old
    gate.set()
    for thread in things._making.values():
        thread.join(5)
    assert things.get(db) == new


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_what_cannot_be_made_anew_stays_as_it_was(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    def make(db: Database, before: str | None) -> str:
        if before is not None:
            raise OSError(28, "no space left")
        return "first"

    things = Kept(make)
    assert things.get(db) == "first"
    change(db)
    assert things.get(db) == "first"
    assert "could not be brought up to date" in caplog.text


def test_many_threads_make_one(db: Database) -> None:
    made: list[int] = []
    things = Kept(lambda db, before: made.append(1) or len(made))
    path = db.execute("pragma database_list").fetchone()[2]

    def ask(_: int) -> int:
        own = Database(path)
        try:
            return things.get(own)
        finally:
            own.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(ask, range(30))) == {1}
