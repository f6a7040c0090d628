"""What all queries share: frozen rows, and lists that are read a page at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict
from sqlite_utils import Database

R = TypeVar("R", bound="Row")


def _loaded(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value


class Row(BaseModel):
    """Base of all rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Strings = Annotated[tuple[str, ...], BeforeValidator(_loaded)]


class Person(Row):
    """A speaker's name and role in one talk."""

    id: int
    name: str
    role: str


People = Annotated[tuple[Person, ...], BeforeValidator(_loaded)]


class Listed(BaseModel, Generic[R]):
    """One page of a list: its rows, how many there are in all, and where this page is."""

    model_config = ConfigDict(frozen=True)

    rows: tuple[R, ...]
    total: int
    page: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The number of the first row on this page, from 1."""
        return min(self.total, (self.page - 1) * self.size + 1)

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return min(self.total, self.page * self.size)


def rows(
    db: Database, kind: type[R], sql: str, values: Mapping[str, Any] | None = None
) -> tuple[R, ...]:
    """Return a query's rows as records."""
    return tuple(kind.model_validate(row) for row in db.query(sql, dict(values or {})))


def one(db: Database, kind: type[R], sql: str, values: Mapping[str, Any]) -> R | None:
    """Return a query's first row as a record, None where there is none."""
    return next(iter(rows(db, kind, sql, values)), None)


def listed(
    db: Database, kind: type[R], sql: str, values: Mapping[str, Any], *, page: int, size: int
) -> Listed[R]:
    """Return one page of a query's rows; a page beyond the last is the last."""
    total = int(db.execute(f"select count(*) from ({sql})", dict(values)).fetchone()[0])  # noqa: S608 - SQL of ours
    page = max(1, min(page, -(-total // size)))
    limited = f"{sql} limit {size:d} offset {(page - 1) * size:d}"
    return Listed[Any](rows=rows(db, kind, limited, values), total=total, page=page, size=size)
