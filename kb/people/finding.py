"""A speaker by what people call them: a name, another spelling, an id, or a label in its talk."""

from __future__ import annotations

from typing import NamedTuple

from sqlite_utils import Database

from kb.errors import NotFoundError
from kb.meant import did_you_mean
from kb.people.applying import whom
from kb.rows import speaker_id

_SPEAKER = """
    select speakers.id, speakers.name, speakers.named, min(talks.path) as path,
        min(talks.show) as show, max(talks.path = :talk or cast(talks.id as text) = :talk) as here,
        count(*) as talks
    from speakers join talk_speakers on talk_speakers.speaker_id = speakers.id
    join talks on talks.id = talk_speakers.talk_id
    where {which} and (:talk is null or talks.path = :talk or cast(talks.id as text) = :talk)
    group by speakers.id order by talks desc, path
"""
_WAYS = (
    "cast(speakers.id as text) = :ref",
    "lower(speakers.name) = lower(:ref)",
    """speakers.id in (select speaker_id from speaker_aliases where lower(alias) = lower(:ref)
        and (:talk is null or speaker_aliases.talk_id = talks.id))""",
)
_FEW = 4


class Subject(NamedTuple):
    """A speaker; `path` and `show` are those of one of their talks."""

    id: int
    name: str
    named: bool
    path: str
    show: str | None


def find(db: Database, ref: str, talk: str | None = None) -> Subject:
    """Return the speaker that a name, another spelling of it, or an id means.

    Args:
        db: The knowledge base.
        ref: The name, in any case, or the id.
        talk: The path or id of a talk in which they speak; a label means nobody without one,
            where several talks use it.

    Raises:
        NotFoundError: There is none, or more than one.
    """
    values = {"ref": " ".join(ref.split()), "talk": talk}
    for which in _WAYS:
        found = [_subject(row) for row in db.query(_SPEAKER.format(which=which), values)]
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(f"{s.id} in {s.path}" for s in found[:_FEW])
            more = f" and {len(found) - _FEW} more" if len(found) > _FEW else ""
            message = f"{len(found)} speakers are called {ref!r}; name one by its id: {shown}{more}"
            raise NotFoundError(message)
    where = f" in {talk}" if talk else ""
    message = f"there is no speaker {ref!r}{where}; {_others(db, ref)}"
    raise NotFoundError(message)


def moved_to(db: Database, speaker: int) -> int | None:
    """Return whom somebody is now, by decision, who was a speaker of their own; None for others.

    Where talks differ in whom they made of them, there is no one answer.
    """
    found = db.execute(
        """select distinct talk_id from found_speakers where speaker_id = ?
            and ? not in (select speaker_id from talk_speakers)""",
        [speaker, speaker],
    ).fetchall()
    now = set()
    for (talk,) in found:
        who = whom(db, talk)[talk, speaker]
        show = db.execute("select show from talks where id = ?", [talk]).fetchone()[0]
        now.add(speaker_id(who.name, named=who.named, talk_id=talk, show=show))
    return now.pop() if len(now) == 1 else None


def _subject(row: dict[str, object]) -> Subject:
    show = row["show"]
    return Subject(
        id=int(str(row["id"])),
        name=str(row["name"]),
        named=bool(row["named"]),
        path=str(row["path"]),
        show=None if show is None else str(show),
    )


def _others(db: Database, ref: str) -> str:
    names = [str(row[0]) for row in db.execute("select distinct name from speakers where named")]
    return did_you_mean(ref, names, "`kb speakers` lists them")
