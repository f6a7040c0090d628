"""Roles from the other talks of a show, and names that look alike."""

from __future__ import annotations

import pytest

from kb.people.hosts import Part, roles
from kb.people.spelling import Named, pairs

ANN, BEN, CAT, DAN = range(1, 5)


def part(talk: int, speaker: int, role: str, **changes: object) -> Part:
    own = Part(
        talk=talk,
        speaker=speaker,
        series=("maps",),
        kind="podcast",
        role=role,
        stated=False,
        named=True,
        turns=20,
        share=0.4,
    )
    return own._replace(**changes)  # type: ignore[arg-type]


SHOW = [
    part(1, ANN, "host"),
    part(2, ANN, "host"),
    part(3, ANN, "unknown"),
    part(3, BEN, "unknown"),
]


def test_who_hosts_the_others_hosts_this_one_and_who_talks_with_them_is_a_guest() -> None:
    assert roles(SHOW) == {(3, ANN): "host", (3, BEN): "guest"}


@pytest.mark.parametrize(
    "changed",
    [
        {"turns": 1},  # a caller
        {"share": 0.02},
        {"named": False},
        {"kind": "talk"},
        {"stated": True, "role": "presenter"},
    ],
)
def test_who_is_no_guest(changed: dict[str, object]) -> None:
    assert (3, BEN) not in roles([*SHOW[:3], SHOW[3]._replace(**changed)])  # type: ignore[arg-type]


def test_regulars_who_never_host_stay_unknown() -> None:
    talks = [part(n, ANN, "host") for n in range(6)] + [part(n, CAT, "unknown") for n in range(3)]
    assert roles(talks) == {}


def test_a_guest_by_a_slip_of_one_talk_hosts_it_and_a_guest_by_habit_does_not() -> None:
    hosted = [part(n, ANN, "host") for n in range(8)]
    assert roles([*hosted, part(8, ANN, "guest")]) == {(8, ANN): "host"}
    assert roles([*hosted, part(8, ANN, "guest", stated=True)]) == {}
    often = [part(n, ANN, "guest") for n in range(8, 12)]
    assert roles([*hosted, *often]) == {}


def test_another_show_tells_nothing_of_hosts() -> None:
    elsewhere = [part(n, ANN, "host", series=("coasts",)) for n in range(5)]
    assert roles([*elsewhere, part(9, ANN, "unknown"), part(9, BEN, "host")]) == {}


def person(number: int, name: str, *, talks: int = 1, show: str = "maps", start: int = 0) -> Named:
    return Named(
        number, name, talks * 100, frozenset(range(start, start + talks)), frozenset({show})
    )


@pytest.mark.parametrize(
    ("name", "other", "kind"),
    [
        ("Jerod Sant", "Jerod Santo", "spelling"),
        ("Ana Müller-Hart", "Anna Müller-Hard", "spelling"),
        ("Ann B. Lee", "Ann Lee", "spelling"),
        ("Dr. Ann Lee", "Ann Lee", "spelling"),
        ("Lee, Ann", "Ann Lee", "spelling"),
        ("Matt Ahrens", "Matthew Ahrens", "spelling"),
        ("JS", "Jerod Santo", "initials"),
    ],
)
def test_names_that_look_alike(name: str, other: str, kind: str) -> None:
    (pair,) = pairs([person(1, name), person(2, other, talks=3, start=5)])
    assert (pair.name.name, pair.person.name, pair.kind) == (name, other, kind)
    assert pair.score >= 0.5


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Ann Lee", "Ann Law"),
        ("Ann Lee", "Dan Lee"),
        ("Adam Jacob", "Adam Stacoviak"),
        ("Justin Garrison", "Justin Searls"),
        ("Bo", "Bo Li"),
    ],
)
def test_names_of_two_people(name: str, other: str) -> None:
    assert list(pairs([person(1, name), person(2, other, start=5)])) == []


def test_two_who_speak_in_one_talk_are_hardly_one() -> None:
    (apart,) = pairs([person(1, "Jerod Sant"), person(2, "Jerod Santo", start=5)])
    (together,) = pairs([person(1, "Jerod Sant"), person(2, "Jerod Santo")])
    assert together.score < 0.3 < apart.score
