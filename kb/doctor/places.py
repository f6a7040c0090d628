"""Where in a talk a finding is, so that pages can lead there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlite_utils import Database

from kb.doctor.base import Finding, Number

_BY_CHAR = """
    select id from turns where talk_id = :talk and start_char <= :at order by start_char desc limit 1
"""
_BY_TIME = """
    select id from turns where talk_id = :talk and start_ms <= :at order by start_ms desc limit 1
"""
_TIMES = ("start_ms", "from_ms")


class Place(NamedTuple):
    """A talk, and where in it; `turn_id` is None where a finding is about all of it."""

    talk_id: int
    title: str
    turn_id: int | None


def place(db: Database, finding: Finding) -> Place | None:
    """Return where a finding is; None where it is about a file that is no talk."""
    sql = "select id, title from talks where path = ?"
    row = db.execute(sql, [finding.talk]).fetchone()
    return None if row is None else Place(row[0], row[1], _turn(db, row[0], finding.numbers))


def _turn(db: Database, talk_id: int, numbers: Mapping[str, Number]) -> int | None:
    if "line" in numbers:
        return _at(db, _BY_CHAR, talk_id, _start_of(db, talk_id, int(numbers["line"])))
    if "start_char" in numbers:
        return _at(db, _BY_CHAR, talk_id, int(numbers["start_char"]))
    for name in _TIMES:
        if name in numbers:
            return _at(db, _BY_TIME, talk_id, int(numbers[name]))
    return None


def _at(db: Database, sql: str, talk_id: int, at: int) -> int | None:
    row = db.execute(sql, {"talk": talk_id, "at": at}).fetchone()
    return None if row is None else int(row[0])


def _start_of(db: Database, talk_id: int, line: int) -> int:
    """Return the first character of a line of a talk's source, counted from 1."""
    row = db.execute("select text from sources where talk_id = ?", [talk_id]).fetchone()
    lines = str(row[0]).splitlines(keepends=True) if row else []
    return sum(len(each) for each in lines[: line - 1])
