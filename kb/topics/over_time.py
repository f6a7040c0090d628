"""A topic over time: in how many of a month's, quarter's or year's talks it comes up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from sqlite_utils import Database

Grain = Literal["year", "quarter", "month"]

GRAINS: tuple[Grain, ...] = get_args(Grain)
_MOST_MONTHS, _MOST_YEARS_OF_QUARTERS = 18, 4
_LENGTH = {"year": 4, "quarter": 7, "month": 7}  # characters of a date that is precise enough

_DATES = "select min(date) as first, max(date) as last from talks where date is not null"
_TALKS = "select substr(date, 1, 7) as month, count(*) as talks from talks where {dated} group by 1"
_ABOUT = """
    select substr(date, 1, 7) as month, count(*) as about, sum(mentions) as mentions
    from talk_topics join talks on talks.id = talk_id
    where topic_id = :id and {dated} group by 1
"""
_DATED = "date is not null and length(date) >= :length"
_UNDATED = """
    select count(*) from talk_topics join talks on talks.id = talk_id
    where topic_id = :id and (date is null or length(date) < :length)
"""


class Period(NamedTuple):
    """A stretch of time.

    Args:
        name: 2021, 2021-Q3 or 2021-07.
        talks: How many talks it has.
        about: How many of them are about the topic.
        mentions: How often these mention it.
    """

    name: str
    talks: int
    about: int
    mentions: int

    @property
    def share(self) -> float:
        """The share of its talks that are about the topic, 0 to 1."""
        return self.about / self.talks if self.talks else 0.0


class Course(NamedTuple):
    """A topic's course: periods without a gap, and how many of its talks have no such date."""

    grain: Grain
    periods: tuple[Period, ...]
    undated: int


def over_time(db: Database, topic_id: int, grain: Grain | None = None) -> Course:
    """Return how a topic comes and goes, from the first talk's date to the last one's.

    Args:
        db: The knowledge base.
        topic_id: The topic.
        grain: How finely; by default by months for up to a year and a half, by quarters for up to
            four, else by years. Dates that are less precise are counted as undated.
    """
    bounds = next(db.query(_DATES))
    if bounds["first"] is None:
        return Course(grain or "year", (), _undated(db, topic_id, grain or "year"))
    grain = grain or _fitting(bounds["first"], bounds["last"])
    values = {"id": topic_id, "length": _LENGTH[grain]}
    talks: Counter[str] = Counter()
    about: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    for row in db.query(_TALKS.format(dated=_DATED), values):
        talks[_period(row["month"], grain)] += row["talks"]
    for row in db.query(_ABOUT.format(dated=_DATED), values):
        name = _period(row["month"], grain)
        about[name] += row["about"]
        mentions[name] += row["mentions"]
    names = _between(min(talks), max(talks), grain) if talks else []
    periods = (Period(name, talks[name], about[name], mentions[name]) for name in names)
    return Course(grain, tuple(periods), _undated(db, topic_id, grain))


def _fitting(first: str, last: str) -> Grain:
    if len(first) < _LENGTH["month"] or len(last) < _LENGTH["month"]:
        return "year"
    months = _months(last) - _months(first) + 1
    if months <= _MOST_MONTHS:
        return "month"
    return "quarter" if months <= _MOST_YEARS_OF_QUARTERS * 12 else "year"


def _undated(db: Database, topic_id: int, grain: Grain) -> int:
    values = {"id": topic_id, "length": _LENGTH[grain]}
    return int(db.execute(_UNDATED, values).fetchone()[0])


def _period(month: str, grain: Grain) -> str:
    """Return the period that a month is in.

    >>> _period("2021-07", "quarter"), _period("2021-07", "year")
    ('2021-Q3', '2021')
    """
    if grain == "year":
        return month[:4]
    return month if grain == "month" else f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def _months(date: str) -> int:
    return int(date[:4]) * 12 + int(date[5:7]) - 1


def _between(first: str, last: str, grain: Grain) -> Sequence[str]:
    """Return all periods from one to another."""
    if grain == "year":
        return [str(year) for year in range(int(first), int(last) + 1)]
    size = 4 if grain == "quarter" else 12
    low, high = (int(name[:4]) * size + int(name[5:].lstrip("Q")) - 1 for name in (first, last))
    sign = "Q" if grain == "quarter" else ""
    width = 1 if grain == "quarter" else 2
    return [f"{at // size}-{sign}{at % size + 1:0{width}d}" for at in range(low, high + 1)]
