"""Decisions written into the tables that everything reads, and taken back out of them.

In a talk in which a decision changes who somebody is, what ingestion had found is set aside in
`found_speakers` and `found_voices`; undoing it brings that back. All other talks have their rows
as ingestion wrote them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from kb.people.moved import settle
from kb.people.records import Decided, Heard, Whom, read
from kb.rows import Row, speaker_id

_HEARD = """
    select talks.id, talks.path, talks.show, found.speaker_id, found.name, found.named
    from (
        select talk_id, speaker_id, name, named, position from found_speakers
        union all
        select talk_id, speaker_id, name, named, position
        from talk_speakers join speakers on speakers.id = speaker_id
        where talk_id not in (select talk_id from found_speakers)
    ) found join talks on talks.id = found.talk_id
    where :talk is null or talks.id = :talk
    order by talks.id, found.position
"""
_SET_ASIDE = """
    insert into found_speakers
    select talk_id, speaker_id, name, named, position, coalesce(own_role, role), attribution,
        turns, words,
        (select json_group_array(alias) from speaker_aliases
            where speaker_aliases.talk_id = talk_speakers.talk_id
                and speaker_aliases.speaker_id = talk_speakers.speaker_id)
    from talk_speakers join speakers on speakers.id = speaker_id where talk_id = ?
"""
# Tables that say who speaks: what their rows are known by, and which of them are a talk's.
_PARTS = {
    part: (f"{part}.id", f"{part}.talk_id = :talk")
    for part in ("turns", "passages", "quotes", "summary_sentences")
} | {
    "backchannels": (
        "backchannels.turn_id * 4096 + backchannels.position",  # no turn has so many
        "backchannels.turn_id in (select id from turns where talk_id = :talk)",
    )
}
_FOUND = "select * from found_speakers where talk_id = ? order by position"


def heard(db: Database, talk_id: int | None = None) -> list[Heard]:
    """Return the speakers of all talks, or of one, as ingestion found them."""
    rows = db.execute(_HEARD, {"talk": talk_id})
    return [
        Heard(talk, path, show, person, name, bool(named))
        for talk, path, show, person, name, named in rows
    ]


def whom(db: Database, talk_id: int | None = None) -> dict[tuple[int, int], Whom]:
    """Return, by talk and speaker as found, who they are by decision."""
    decided = Decided(read(db))
    return {(h.talk_id, h.speaker_id): decided.whom(h) for h in heard(db, talk_id)}


def apply(db: Database, talk_id: int, said: Mapping[tuple[int, int], Whom] | None = None) -> None:
    """Bring a talk's rows in step with the decisions; they must be as ingestion left them.

    Args:
        db: The knowledge base, within a transaction.
        talk_id: The talk.
        said: What `whom` returns, where that is known.
    """
    if said is None:
        if not db.execute("select 1 from speaker_decisions where verdict = 'is'").fetchone():
            return
        settle(db, talk_id)
        said = whom(db, talk_id)
    mine = {speaker: who for (talk, speaker), who in said.items() if talk == talk_id}
    if not any(who.by for who in mine.values()):
        return
    db.execute(_SET_ASIDE, [talk_id])
    found = list(db.query(_FOUND, [talk_id]))
    show = db.execute("select show from talks where id = ?", [talk_id]).fetchone()[0]
    ids = {
        speaker: speaker_id(who.name, named=who.named, talk_id=talk_id, show=show)
        if who.by
        else speaker
        for speaker, who in mine.items()
    }
    _clear(db, talk_id)
    for each in found:
        who = mine[each["speaker_id"]]
        _name(db, ids[each["speaker_id"]], who.name, named=who.named)
    _move(db, talk_id, ids)
    _write(db, talk_id, _joined(found, mine, ids))


def restore(db: Database, talk_id: int) -> None:
    """Bring a talk's rows back to what ingestion found, as if nothing had been decided."""
    found = list(db.query(_FOUND, [talk_id]))
    if not found:
        return
    for each in found:
        _name(db, each["speaker_id"], each["name"], named=bool(each["named"]))
    for part, (known_by, of_talk) in _PARTS.items():
        sql = f"""update {part} set speaker_id = found.speaker_id from found_voices found
            where found.part = '{part}' and found.talk_id = :talk and found.id = {known_by}
                and {of_talk}"""  # noqa: S608 - constants
        db.execute(sql, {"talk": talk_id})
    _clear(db, talk_id)
    _write(db, talk_id, [{**each, "aliases": json.loads(each["aliases"])} for each in found])
    db.execute("delete from found_voices where talk_id = ?", [talk_id])
    db.execute("delete from found_speakers where talk_id = ?", [talk_id])


def _clear(db: Database, talk_id: int) -> None:
    db.execute("delete from talk_speakers where talk_id = ?", [talk_id])
    db.execute("delete from speaker_aliases where talk_id = ?", [talk_id])


def _name(db: Database, person: int, name: str, *, named: bool) -> None:
    db.execute(
        """insert into speakers (id, name, named) values (?, ?, ?)
            on conflict (id) do update set name = excluded.name, named = excluded.named""",
        [person, name, int(named)],
    )


def _move(db: Database, talk_id: int, ids: Mapping[int, int]) -> None:
    """Let what some speakers say be others' words."""
    moved = {old: new for old, new in ids.items() if old != new}
    values = {"talk": talk_id, "moved": json.dumps(moved)}
    for part, (known_by, of_talk) in _PARTS.items():
        theirs = f"""{of_talk} and cast({part}.speaker_id as text) in
            (select key from json_each(:moved))"""  # noqa: S608 - constants
        db.execute(
            f"""insert into found_voices (talk_id, part, id, speaker_id)
                select :talk, '{part}', {known_by}, speaker_id from {part} where {theirs}""",  # noqa: S608 - constants
            values,
        )
        db.execute(
            f"""update {part} set speaker_id = (
                    select value from json_each(:moved) where key = cast(speaker_id as text))
                where {theirs}""",  # noqa: S608 - constants
            values,
        )


def _joined(
    found: Iterable[Row], mine: Mapping[int, Whom], ids: Mapping[int, int]
) -> Sequence[Row]:
    """Return one row a person of the rows of those who are now one."""
    out: dict[int, Row] = {}
    for each in found:
        old = int(str(each["speaker_id"]))
        who, person = mine[old], ids[old]
        row = {**each, "speaker_id": person, "aliases": json.loads(str(each["aliases"]))}
        if who.by:
            row["attribution"] = "mapped" if who.named else "unknown"
            row["aliases"] = [n for n in (*row["aliases"], each["name"]) if n != who.name]
        before = out.get(person)
        out[person] = row if before is None else _one_of(before, row)
    return list(out.values())


def _one_of(one: Row, other: Row) -> Row:
    """Return two people's row in a talk where they are one: the weaker knowledge, all the words."""
    longer, shorter = sorted((one, other), key=lambda row: -int(str(row["words"])))
    known = longer if longer["role"] != "unknown" else shorter
    mapped = "mapped" in (one["attribution"], other["attribution"])
    aliases = dict.fromkeys([*one["aliases"], *other["aliases"]])  # type: ignore[misc]
    return {
        **one,
        "role": known["role"],
        "attribution": "mapped" if mapped else longer["attribution"],
        "turns": int(str(one["turns"])) + int(str(other["turns"])),
        "words": int(str(one["words"])) + int(str(other["words"])),
        "aliases": list(aliases),
    }


def _write(db: Database, talk_id: int, rows: Sequence[Row]) -> None:
    db.conn.executemany(
        """insert into talk_speakers
            (talk_id, speaker_id, position, role, attribution, turns, words)
            values (:talk_id, :speaker_id, :position, :role, :attribution, :turns, :words)""",
        [{key: value for key, value in row.items() if key != "aliases"} for row in rows],
    )
    db.conn.executemany(
        "insert or ignore into speaker_aliases (speaker_id, talk_id, alias) values (?, ?, ?)",
        [(row["speaker_id"], talk_id, alias) for row in rows for alias in row["aliases"]],  # type: ignore[attr-defined]
    )
