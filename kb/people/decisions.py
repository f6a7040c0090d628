"""Deciding who is who: name a voice, rename, merge, tell apart, and undo. Each is one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from sqlite_utils import Database

from ingest.speakers import is_unnamed, plain
from kb import decided
from kb.errors import DecisionError, NotFoundError
from kb.moments import now
from kb.people import standing
from kb.people.applying import apply, heard, restore, whom
from kb.people.finding import Subject, find
from kb.people.moved import sample, settle
from kb.people.records import Decision, Heard, read, scope

_VERSION = "speaker_decisions"
_LONGEST_NAME = 200


def decisions(db: Database) -> list[Decision]:
    """Return all that was decided: about single talks first, then by show and name."""
    return read(db)


def about(db: Database, speaker_id: int) -> tuple[Decision, ...]:
    """Return the decisions that make a speaker who they are, and those about their name."""
    row = db.execute("select name from speakers where id = ?", [speaker_id]).fetchone()
    if row is None:
        return ()
    names = {plain(row[0])}
    known = read(db)
    talks = {
        path
        for (path,) in db.execute(
            "select path from talks join talk_speakers on talk_id = talks.id where speaker_id = ?",
            [speaker_id],
        )
    }
    here = [each for each in known if each.talk is None or each.talk in talks]
    is_one = [each for each in here if each.verdict == "is"]
    # A label is somebody else's in the next talk: only names lead on.
    while (
        more := {
            plain(each.name)
            for each in is_one
            if plain(each.person) in names and not is_unnamed(each.name)
        }
        - names
    ):
        names |= more
    return tuple(
        each
        for each in here
        if plain(each.name) == plain(row[0]) or (each in is_one and plain(each.person) in names)
    )


def rename(db: Database, ref: str, name: str, *, talk: str | None = None) -> list[Decision]:
    """Call a speaker by another name.

    A voice is renamed in its talk, a first name in its show, a full name everywhere; with `talk`
    only in that one, which tells two people of one name apart.

    Raises:
        NotFoundError: There is no such speaker.
        DecisionError: The name is no name, or another speaker's, who is to be merged with.
    """
    own = find(db, ref, talk)
    name = _name(name)
    if name == own.name:
        message = f"that speaker is called {name!r} already"
        raise DecisionError(message)
    if talk is None and own.named:
        other = _of_that_name(db, name)
        if other is not None and other.id != own.id:
            message = (
                f"there is a speaker {other.name!r} already; to make one of the two, "
                f"merge {own.name!r} into {other.name!r} instead"
            )
            raise DecisionError(message)
    return _is(db, own, name, talk=talk)


def merge(
    db: Database, refs: Iterable[str], into: str, *, talk: str | None = None
) -> list[Decision]:
    """Make speakers one with another: everything said by them is said by that one.

    Raises:
        NotFoundError: There is no such speaker.
        DecisionError: They are one already, or the other is a label in another talk.
    """
    own = [find(db, ref, talk) for ref in refs]
    # A label means nothing outside of its talk.
    target = find(db, into, (talk or own[0].path) if is_unnamed(into) else None)
    for each in own:
        if each.id == target.id:
            message = f"{each.name!r} and {target.name!r} are one speaker already"
            raise DecisionError(message)
        if not target.named and (each.named or each.path != target.path):
            message = (
                f"{target.name!r} is a label in {target.path}; only another label of that talk can "
                "become one with it"
            )
            raise DecisionError(message)
    return [made for each in own for made in _is(db, each, target.name, talk=talk)]


def accept(
    db: Database, speaker_id: int, person: str, *, talk: str | None = None
) -> list[Decision]:
    """Take up a suggestion: a speaker is the person of this name, who may or may not be here yet."""
    return _is(db, find(db, str(speaker_id), talk), _name(person), talk=talk)


def reject(db: Database, speaker_id: int, person: str) -> Decision:
    """Turn a suggestion down: it is not made again."""
    own = find(db, str(speaker_id))
    talk, show = scope(own.path, own.show, own.name, named=own.named)
    made = Decision(
        verdict="not", talk=talk, show=show, name=own.name, person=_name(person), decided_at=now()
    )
    with _changing(db):
        _write(db, made)
    return made


def undo(db: Database, refs: Iterable[str]) -> list[Decision]:
    """Take decisions back, by their ids, by the name that they are about, or by its person.

    Raises:
        DecisionError: Nothing was decided about it.
    """
    known = read(db)
    gone: list[Decision] = []
    for ref in refs:
        same = [d for d in known if str(d.id) == ref]
        same = same or [d for d in known if plain(d.name) == plain(ref)]
        same = same or [d for d in known if plain(d.person) == plain(ref)]
        if not same:
            message = f"nothing was decided about {ref!r}; see `kb speakers decisions`"
            raise DecisionError(message)
        gone.extend(same)
    with _changing(db):
        for each in gone:
            db.execute("delete from speaker_decisions where id = ?", [each.id])
    return gone


def adopt(db: Database, wanted: Sequence[Decision], *, replace: bool = False) -> None:
    """Take up decisions from elsewhere, each in place of what was decided about its name.

    Args:
        db: The knowledge base.
        wanted: The decisions; their talks and names need not be there.
        replace: Whether to take back all others.
    """
    with _changing(db, [each.talk for each in wanted if each.talk and each.said]):
        if replace:
            db.execute("delete from speaker_decisions")
        for each in wanted:
            _write(db, each)


def version(db: Database) -> int:
    """Return a number that grows with every change of decisions: what is cached goes by it."""
    return decided.version(db, _VERSION)


def _is(db: Database, own: Subject, person: str, *, talk: str | None) -> list[Decision]:
    """Decide that a speaker is a person; within a talk, that all names are which it is known by."""
    if talk is None:
        in_talk, show = scope(own.path, own.show, own.name, named=own.named)
        found = [(in_talk, show, own.name, own.id)]
    else:
        found = [(h.path, None, h.name, own.id) for h in _names(db, own)]
    made = [
        Decision(
            verdict="is",
            talk=in_talk,
            show=show,
            name=name,
            person=person,
            said=sample(db, in_talk, speaker) if in_talk and is_unnamed(name) else "",
            decided_at=now(),
        )
        for in_talk, show, name, speaker in found
    ]
    with _changing(db):
        for each in made:
            _write(db, each)
    return made


def _names(db: Database, own: Subject) -> list[Heard]:
    """Return by which names a talk knows a speaker, as ingestion found them."""
    talk_id = db.execute("select id from talks where path = ?", [own.path]).fetchone()[0]
    people = whom(db, talk_id)
    return [
        h
        for h in heard(db, talk_id)
        if h.speaker_id == own.id or plain(people[talk_id, h.speaker_id].name) == plain(own.name)
    ]


@contextmanager
def _changing(db: Database, paths: Sequence[str] = ()) -> Iterator[None]:
    """Let decisions be changed, and bring the talks in step for which that changes anything.

    Args:
        db: The knowledge base.
        paths: Talks whose voices are to be known again by what they say.
    """
    with db.atomic():
        before = whom(db)
        yield
        looked = _known_again(db, paths)
        after = whom(db)
        changed = {talk for (talk, who) in after if after[talk, who] != before[talk, who]}
        talks = sorted(changed | looked)
        for talk in talks:
            restore(db, talk)
        for talk in talks:
            apply(db, talk, after)
        if talks:
            db.execute(
                "delete from speakers where id not in (select speaker_id from talk_speakers)"
            )
            standing.settle(db)
        decided.changed(db, _VERSION)


def _known_again(db: Database, paths: Sequence[str]) -> set[int]:
    sql = "select id from talks where path in (select value from json_each(?))"
    talks = {int(row[0]) for row in db.execute(sql, [json.dumps(list(paths))])}
    for talk in talks:
        restore(db, talk)
        settle(db, talk)
    return talks


def _write(db: Database, decision: Decision) -> None:
    row = {"id": decision.id, **decision.model_dump(exclude={"rests"})}
    db.table("speaker_decisions").upsert({**row, "rests": 0}, pk="id")


def _name(name: str) -> str:
    name = " ".join(name.split())[:_LONGEST_NAME]
    if not any(c.isalpha() for c in name):
        message = "a speaker needs a name with letters in it"
        raise DecisionError(message)
    if is_unnamed(name):
        message = f"{name!r} names nobody; give the person's name"
        raise DecisionError(message)
    return name


def _of_that_name(db: Database, name: str) -> Subject | None:
    try:
        found = find(db, name)
    except NotFoundError:
        return None
    return found if found.named and plain(found.name) == plain(name) else None
