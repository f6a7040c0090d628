"""What is told of hits: the passages around them."""

from __future__ import annotations

from sqlite_utils import Database

from kb import hits


def test_neighbours_come_in_order(filled: Database) -> None:
    rows = filled.execute("select id, talk_id, position from passages order by id desc").fetchall()
    found = hits.neighbours(filled, [passage for passage, _, _ in rows])
    assert list(found) == [passage for passage, _, _ in rows]
    assert any(len(around) == 2 for around in found.values())
    by_place = {(talk, position): passage for passage, talk, position in rows}
    for passage, talk, position in rows:
        around = [by_place.get((talk, position + step)) for step in (-1, 1)]
        told = [neighbour.passage_id for neighbour in found[passage]]
        assert told == [beside for beside in around if beside is not None]


def test_neighbours_are_found_by_an_index(filled: Database) -> None:
    plan = filled.execute("explain query plan " + hits._NEIGHBOURS_SQL, {"ids": "[1]"}).fetchall()
    assert any("(talk_id=? AND position=?)" in step[-1] for step in plan)
