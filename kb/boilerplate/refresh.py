"""Bring what is known of boilerplate in step with the talks that are stored.

A talk's runs are hashed once, when it is stored; a show is looked at only when one of its talks
changed, and a talk's text only when what recurs in it did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from sqlite_utils import Database

from kb import store
from kb.boilerplate.recurring import Stretch, has_any, shared, stretches
from kb.boilerplate.recut import recut
from kb.boilerplate.runs import Hashes, hashes

_FRESH = """
    select id, show from talks where show is not null
        and id not in (select talk_id from talk_runs)
"""
_SEEN = "boilerplate"  # the key under which stands how many talks each show had when last looked at


def refresh(db: Database) -> list[int]:
    """Find what recurs in the shows that changed, and mark it.

    Returns:
        The ids of the talks whose passages were cut anew; those have no vectors yet.
    """
    changed = _changed(db)
    if not changed:
        return []
    out: list[int] = []
    with db.atomic():
        _remember(db)
        for show in changed:
            out.extend(_marked(db, show))
        store.note(db, _SEEN, _census(db))
        if out:
            store.touch(db)
    return out


def _changed(db: Database) -> list[str]:
    """Return the shows with a talk that was added, changed or removed since the last time."""
    before = dict(line.rsplit("\t", 1) for line in (store.noted(db, _SEEN) or "").splitlines())
    fresh = {str(show) for _, show in db.execute(_FRESH)}
    now = dict(line.rsplit("\t", 1) for line in _census(db).splitlines())
    return sorted(fresh | {show for show in {*before, *now} if before.get(show) != now.get(show)})


def _census(db: Database) -> str:
    """Return each show with how many talks it has, a line each."""
    sql = "select show, count(*) from talks where show is not null group by show order by show"
    return "\n".join(f"{show}\t{count}" for show, count in db.execute(sql))


def _remember(db: Database) -> None:
    """Hash the runs of the talks that were stored since the last time."""
    for talk_id, _ in db.execute(_FRESH).fetchall():
        texts = [text for (text,) in db.execute(_TEXTS, [talk_id])]
        found = hashes(texts).astype("<u4").tobytes()
        db.execute("insert into talk_runs (talk_id, hashes) values (?, ?)", [talk_id, found])


_TEXTS = "select text from turns where talk_id = ? order by position"
_RUNS = """
    select talk_id, hashes from talk_runs join talks on talks.id = talk_id where show = ?
"""
_KNOWN = """
    select boilerplate.talk_id, turns.position, start, end, boilerplate.talks
    from boilerplate join turns on turns.id = turn_id join talks on talks.id = boilerplate.talk_id
    where talks.show = ?
"""


def _marked(db: Database, show: str) -> Iterable[int]:
    """Mark what recurs in a show; yield the talks in which that changed."""
    runs: dict[int, Hashes] = {
        talk: np.frombuffer(packed, dtype="<u4") for talk, packed in db.execute(_RUNS, [show])
    }
    known: dict[int, list[Stretch]] = defaultdict(list)
    for talk, *stretch in db.execute(_KNOWN, [show]):
        known[talk].append(Stretch(*stretch))
    found = shared(runs)
    for talk, own in runs.items():
        there = has_any(own, found)
        if not there and talk not in known:
            continue
        texts = [text for (text,) in db.execute(_TEXTS, [talk])]
        now = stretches(texts, found) if there else []
        if _places(now) != _places(known[talk]):
            recut(db, talk, now)
            yield talk
        elif sorted(now) != sorted(known[talk]):
            _count_anew(db, talk, now)


def _places(found: Iterable[Stretch]) -> set[tuple[int, int, int]]:
    return {(stretch.turn, stretch.start, stretch.end) for stretch in found}


def _count_anew(db: Database, talk: int, found: Iterable[Stretch]) -> None:
    turns = [
        turn
        for (turn,) in db.execute(
            "select id from turns where talk_id = ? order by position", [talk]
        )
    ]
    db.conn.executemany(
        "update boilerplate set talks = ? where turn_id = ? and start = ?",
        [(stretch.talks, turns[stretch.turn], stretch.start) for stretch in found],
    )
