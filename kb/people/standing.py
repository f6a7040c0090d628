"""Writes into the tables which roles the other talks of a show tell; see `kb.people.hosts`."""

from __future__ import annotations

from sqlite_utils import Database

from kb.people.hosts import Part, roles

_PARTS = """
    select talks.id, talk_speakers.speaker_id, talks.show, talks.path, talks.kind,
        talk_speakers.role, talk_speakers.turns,
        1.0 * talk_speakers.words / max(1, talks.words) as share, speakers.named,
        exists (select 1 from talk_people said where said.talk_id = talks.id
            and said.role <> 'unknown' and lower(said.name) = lower(speakers.name)) as stated
    from talk_speakers join talks on talks.id = talk_speakers.talk_id
    join speakers on speakers.id = talk_speakers.speaker_id
"""


def settle(db: Database) -> None:
    """Give people the roles that the other talks of a show tell; call it when talks have changed."""
    db.execute("update talk_speakers set role = own_role, own_role = null where own_role not null")
    told = roles(
        Part(
            talk=talk,
            speaker=speaker,
            series=series_of(show, path),
            kind=kind,
            role=role,
            stated=bool(stated),
            named=bool(named),
            turns=turns,
            share=share,
        )
        for talk, speaker, show, path, kind, role, turns, share, named, stated in db.execute(_PARTS)
    )
    db.conn.executemany(
        "update talk_speakers set own_role = role, role = ? where talk_id = ? and speaker_id = ?",
        [(role, talk, speaker) for (talk, speaker), role in told.items()],
    )


def series_of(show: str | None, path: str) -> tuple[str, ...]:
    """Return what tells the talks of one show: its name, and a folder of its own."""
    folder, slash, _ = path.rpartition("/")
    return tuple({*([show.casefold()] if show else []), *([f"{folder}/"] if slash else [])})
