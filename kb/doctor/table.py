"""A report as rows for reading, and its sum in one line. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kb.doctor import ARCHIVE_CHECKS, TALK_CHECKS, Finding, Report
from kb.doctor.base import Check, many, percent

Row = dict[str, object]

_FEW = 5  # talks with the same finding are always listed one by one
_COLUMNS = ("severity", "talk", "check", "message")


def rows(report: Report) -> list[Row]:
    """Return a row a finding; what ails most talks, and a note on many, is one row for all."""
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        groups[finding.severity, finding.check].append(finding)
    out: list[Row] = []
    for finding in report.findings:
        alike = groups[finding.severity, finding.check]
        if not _common(alike, report):
            out.append({key: getattr(finding, key) for key in _COLUMNS})
        elif finding is alike[0]:
            out.append(_folded(alike))
    return out


def summary(report: Report) -> str:
    """Return the sum of a report in one line."""
    counts = [
        many(report.count("error"), "error"),
        many(report.count("warning"), "warning"),
        many(report.count("info"), "note"),
    ]
    line = f"{many(report.talks, 'talk')}, {many(report.words, 'word')}: {', '.join(counts)}"
    if report.covered is not None:
        line += f"; words cover {percent(report.covered)} of the time"
    return line


def _common(alike: Sequence[Finding], report: Report) -> bool:
    return len(alike) > _FEW and (alike[0].severity == "info" or len(alike) > report.talks // 2)


def _folded(alike: Sequence[Finding]) -> Row:
    first = alike[0]
    about = next(c.about for c in _checks() if c.name == first.check)
    same = all(finding.message == first.message for finding in alike)
    return {
        "severity": first.severity,
        "talk": many(len({finding.talk for finding in alike}), "talk"),
        "check": first.check,
        "message": first.message if same else f"{about}; in {first.talk}: {first.message}",
    }


def _checks() -> Iterable[Check[object]]:
    return (*TALK_CHECKS, *ARCHIVE_CHECKS)
