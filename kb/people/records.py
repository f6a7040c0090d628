"""Decisions about who is who as they are stored, and what they come to. Pure but for `read`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from sqlite_utils import Database

from ingest.speakers import is_unnamed, plain
from kb.rows import id_of

Verdict = Literal["is", "not"]

_ALL = """
    select verdict, talk, show, name, person, said, rests, decided_at from speaker_decisions
    order by talk is null, talk, show is null, show, name, person
"""


class Decision(BaseModel):
    """What was decided about a name: whose it is, or whose it is not.

    Args:
        talk: The path of the talk that it holds in; None where it holds in more than one.
        show: The show that it holds in; None where `talk` says it, or it holds everywhere.
        name: The name or label as files give it.
        person: Whose it is, or (`not`) is not.
        said: Some of what the voice says, by which it is known again if its file changes.
        rests: Whether it does not hold for now, because the talk has these words as another's.
        decided_at: ISO 8601, UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    talk: str | None = None
    show: str | None = None
    name: str
    person: str
    said: str = ""
    rests: bool = False
    decided_at: str

    @property
    def id(self) -> int:
        """What it is known by; a name has one person, and may be told from many."""
        whose = plain(self.person) if self.verdict == "not" else ""
        place = (self.talk or "", self.show or "", plain(self.name))
        return id_of("speaker decision", self.verdict, *place, whose)

    @property
    def where(self) -> str:
        """Where it holds, in words."""
        return self.talk or self.show or "everywhere"


class Heard(NamedTuple):
    """A speaker of a talk, as ingestion found them.

    Args:
        path: The talk's.
    """

    talk_id: int
    path: str
    show: str | None
    speaker_id: int
    name: str
    named: bool


class Whom(NamedTuple):
    """Who a speaker is, by decision; `by` is the decision that says so, None where none does."""

    name: str
    named: bool
    by: Decision | None


class Decided:
    """All decisions, to be looked up."""

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._is: dict[tuple[str | None, str | None, str], Decision] = {}
        self._not: set[tuple[str | None, str | None, str, str]] = set()
        for each in decisions:
            if each.verdict == "is":
                self._is[each.talk, each.show, plain(each.name)] = each
            else:
                place = (each.talk, each.show, plain(each.name))
                self._not.add((*place, plain(each.person)))

    def whom(self, heard: Heard) -> Whom:
        """Return who somebody is: as decided for this talk, this show, or everywhere, to the end."""
        name, named, by = heard.name, heard.named, None
        seen: set[str] = set()
        while (more := self._more(heard, name, named=named)) is not None:
            same = plain(more.person) == plain(name)  # another way to write the same name
            if plain(more.person) in seen:
                break
            seen.add(plain(name))
            name, named, by = more.person, not is_unnamed(more.person), by or more
            if same:
                break
        return Whom(name, named, by)

    def _more(self, heard: Heard, name: str, *, named: bool) -> Decision | None:
        """Return what was decided about a name: in the talk, in its show, or everywhere.

        In the talk that is about names as its file gives them, and about its labels.
        """
        key = plain(name)
        if not named or key == plain(heard.name):
            here = self._is.get((heard.path, None, key))
            if here is not None and not here.rests:
                return here
        if not named:
            return None
        return self._is.get((None, heard.show, key)) or self._is.get((None, None, key))

    def denied(self, path: str | None, show: str | None, name: str, person: str) -> bool:
        """Return whether it was decided that a name is not this person's."""
        places = ((path, None), (None, show), (None, None))
        return any((*place, plain(name), plain(person)) in self._not for place in places)


def read(db: Database) -> list[Decision]:
    """Return all decisions: those about one talk first, then by show and name."""
    return [Decision.model_validate(row) for row in db.query(_ALL)]


def scope(path: str, show: str | None, name: str, *, named: bool) -> tuple[str | None, str | None]:
    """Return in which talk and in which show a name means one person.

    A label does in its file, a first name in its show, a full name everywhere.

    >>> scope("a.vtt", "Maps", "SPEAKER_00", named=False)
    ('a.vtt', None)
    >>> scope("a.vtt", "Maps", "Ann", named=True), scope("a.vtt", "Maps", "Ann Lee", named=True)
    ((None, 'Maps'), (None, None))
    """
    if not named:
        return path, None
    if " " in name:
        return None, None
    return (None, show) if show else (path, None)
