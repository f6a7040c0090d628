"""A knowledge base of four small talks, and Datasettes that serve it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette
from jinja2.bccache import Bucket, BytecodeCache
from sqlite_utils import Database

from tests.conftest import HashingEncoder
from tests.web import talks
from tests.web.visitor import Visitor


@pytest.fixture(scope="session", autouse=True)
def plugin(encoder: HashingEncoder) -> None:
    """Our plugin, with the quick encoder at hand."""
    talks.plug_in(encoder)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory, encoder: HashingEncoder) -> Path:
    """The knowledge base, for tests that only read."""
    return talks.made(tmp_path_factory.mktemp("web"), encoder)


@pytest.fixture
def own(master: Path, tmp_path: Path) -> Path:
    """A copy of the knowledge base, for tests that write."""
    return Path(shutil.copy(master, tmp_path / "kb.db"))


@pytest.fixture
def serve() -> Iterator[Callable[..., Datasette]]:
    """Return a function that serves databases; all of it is closed after the test."""
    served: list[Datasette] = []

    def run(*paths: Path, editing: object = None, **options: Any) -> Datasette:  # noqa: ANN401
        metadata = dict(options.pop("metadata", {}))
        if editing is not None:
            metadata["plugins"] = {"verbatim": {"editing": editing}}
        served.append(_started([str(path) for path in paths], metadata=metadata, **options))
        return served[-1]

    yield run
    for datasette in served:
        _stop(datasette)


@pytest.fixture(scope="session")
def ds(master: Path) -> Iterator[Datasette]:
    """A Datasette that shows the knowledge base and lets nobody edit."""
    found = _started([str(master)])
    yield found
    _stop(found)


class _Compiled(BytecodeCache):
    """Templates compiled once for all Datasettes of a run; it is most of what starting one costs."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def _started(files: list[str], **options: Any) -> Datasette:  # noqa: ANN401
    found = Datasette(files, **options)
    found.jinja_env.bytecode_cache = _COMPILED
    return found


def _stop(datasette: Datasette) -> None:
    for database in datasette.databases.values():
        database.close()
    if datasette.executor is not None:
        datasette.executor.shutdown()


@pytest.fixture
def rows(master: Path) -> Iterator[Database]:
    """The same database, to look things up in."""
    with closing(Database(master)) as found:
        yield found


@pytest.fixture
def ids(rows: Database) -> dict[str, int]:
    """An id of everything that has a page."""
    night = next(rows.query("select id from talks where path = 'night-shift.vtt'"))["id"]

    def first(sql: str) -> int:
        return int(rows.execute(sql, {"night": night}).fetchone()[0])

    return {
        "talk": night,
        "turn": first("select id from turns where talk_id = :night order by position"),
        "passage": first("select id from passages where talk_id = :night order by position"),
        "speaker": first("select id from speakers where name = 'Lena Marsh'"),
        "topic": first("select topic_id from talk_topics where talk_id = :night"),
        "quote": first("select id from quotes where talk_id = :night"),
    }


@pytest.fixture
def visitor(serve: Callable[..., Datasette], own: Path) -> Visitor:
    """Somebody who may edit a knowledge base of their own."""
    return Visitor(serve(own, editing=True))
