"""Roles that one talk alone does not give away, from who hosts the other talks of its show. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

_REGULAR = 3  # talks of a show in which somebody speaks: no one-time guest
_OF_TALKS = 0.25  # of a show's talks; who speaks in more belongs to it, one way or another
_OVER_GUEST = 4  # talks hosted, for each one in which the same person is a guest
_GUEST_WORDS = 0.1  # of a talk's words; callers and clips that are played say less
_SPOKEN_TO = 3  # turns: a guest answers, and a clip does not
_GUESTED = frozenset({"podcast", "interview", "conversation"})


class Part(NamedTuple):
    """Somebody's part in one talk, as reading the talk found it.

    Args:
        series: What tells which talks are of one show: the show's name, the folder.
        kind: The talk's.
        stated: Whether the file itself says the role.
        share: Of the talk's words, 0 to 1.
    """

    talk: int
    speaker: int
    series: tuple[str, ...]
    kind: str
    role: str
    stated: bool
    named: bool
    turns: int
    share: float


def roles(parts: Iterable[Part]) -> dict[tuple[int, int], str]:
    """Return the roles that the other talks tell, by talk and speaker; stated ones are left alone.

    Who hosts other talks of a show, and is a guest in none, hosts this one. Who speaks at length
    with a host, hosts nothing here and is no regular, is a guest.
    """
    parts = list(parts)
    told = _hosts(parts)
    now = [part._replace(role=told.get((part.talk, part.speaker), part.role)) for part in parts]
    return told | _guests(now)


class _Record(NamedTuple):
    """What somebody is in the talks of one show, and in how many of them they speak."""

    roles: Mapping[str, int]
    talks: int
    of: int


def _records(parts: Sequence[Part]) -> dict[tuple[int, str], _Record]:
    found: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
    talks: dict[str, set[int]] = defaultdict(set)
    for part in parts:
        for series in part.series:
            talks[series].add(part.talk)
            if part.named:
                found[part.speaker, series][part.role] += 1
    return {
        (speaker, series): _Record(roles, roles.total(), len(talks[series]))
        for (speaker, series), roles in found.items()
    }


def _hosts(parts: Sequence[Part]) -> dict[tuple[int, int], str]:
    records = _records(parts)
    return {
        (part.talk, part.speaker): "host"
        for part in parts
        if part.named
        and not part.stated
        and part.role in ("unknown", "guest")
        and any(_hosts_it(records[part.speaker, series], part.role) for series in part.series)
    }


def _hosts_it(record: _Record, role: str) -> bool:
    """Return whether somebody hosts a show, whatever one of its talks seemed to say."""
    hosted, guested = record.roles.get("host", 0), record.roles.get("guest", 0)
    if record.talks < _REGULAR or not hosted:
        return False
    return hosted >= _OVER_GUEST * guested if role == "guest" else not guested or hosted > guested


def _guests(parts: Sequence[Part]) -> dict[tuple[int, int], str]:
    records = _records(parts)
    hosts = {part.speaker for part in parts if part.role == "host"}
    hosted = {part.talk for part in parts if part.role == "host"}
    return {
        (part.talk, part.speaker): "guest"
        for part in parts
        if part.named
        and part.role == "unknown"
        and part.kind in _GUESTED
        and part.talk in hosted
        and part.speaker not in hosts
        and part.share >= _GUEST_WORDS
        and part.turns >= _SPOKEN_TO
        and not any(_regular(records[part.speaker, series]) for series in part.series)
    }


def _regular(record: _Record) -> bool:
    return record.talks >= _REGULAR and record.talks > _OF_TALKS * record.of
