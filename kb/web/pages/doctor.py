"""The health of the archive: what `kb doctor` finds, by what it is, with links to where it is."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import NamedTuple

from datasette import Forbidden, Response
from sqlite_utils import Database

from kb import doctor as examining
from kb.doctor import ARCHIVE_CHECKS, SEVERITIES, TALK_CHECKS, Finding, Report, Severity
from kb.doctor.places import Place, place
from kb.web import args, permissions
from kb.web.memory import Memory
from kb.web.queries import reading
from kb.web.queries.reading import Talk
from kb.web.site import Site, found

_FEW = 5  # of each kind, until somebody asks for all of it
_MOST = 500
_NEEDS_COLLECTIONS = frozenset({"orphan"})

_REPORTS: Memory[Report] = Memory(2)

# What a report looks at and no talk's writing tells: kept quotes, and files that were left out.
_BESIDES = """
    select (select count(*) || '-' || coalesce(max(id), 0) from collection_quotes) || ' '
        || (select count(*) || '-' || coalesce(max(seen_at), '') from skipped_files)
"""


class FindingShown(NamedTuple):
    """A finding, and where it is."""

    finding: Finding
    place: Place | None


class Group(NamedTuple):
    """All findings of one check that are equally severe.

    Args:
        about: What the check finds.
        common: What is said of each of them, where that is always the same.
        total: How many there are; `shown` may hold fewer.
    """

    check: str
    severity: Severity
    about: str
    common: str | None
    total: int
    shown: list[FindingShown]


class Page(NamedTuple):
    """What the page shows; `talk` is None where it is about all of them."""

    talk: Talk | None
    report: Report
    counts: dict[Severity, int]
    groups: list[Group]
    check: str | None


async def report(site: Site) -> Response:
    """The page at /-/kb/doctor; ?talk=ID is about one talk, ?check=NAME lists one check's findings."""
    if not await permissions.sees(
        site.datasette, site.request.actor, site.database.name, permissions.HEALTH
    ):
        message = "You may not see how the files were read."
        raise Forbidden(message)
    load = partial(
        _load,
        talk_id=args.identity(site.request, "talk"),
        check=args.text(site.request, "check", 60) or None,
        collections=site.collections,
    )
    return await site.page("doctor", page=await site.read(load), severities=SEVERITIES)


def _load(db: Database, *, talk_id: int | None, check: str | None, collections: bool) -> Page:
    besides = str(db.execute(_BESIDES).fetchone()[0])
    whole = _REPORTS.get(db, f"doctor {besides}", lambda: examining.examine(db))
    talk = found(reading.talk(db, talk_id), "talk") if talk_id is not None else None
    findings = [
        finding
        for finding in whole.findings
        if (talk is None or finding.talk == talk.path)
        and (check is None or finding.check == check)
        and (collections or finding.check not in _NEEDS_COLLECTIONS)
    ]
    few = _MOST if check is not None or talk is not None else _FEW
    return Page(
        talk=talk,
        report=whole,
        counts={s: sum(1 for f in findings if f.severity == s) for s in SEVERITIES},
        groups=_groups(db, findings, few),
        check=check,
    )


def _groups(db: Database, findings: list[Finding], few: int) -> list[Group]:
    about = {check.name: check.about for check in (*TALK_CHECKS, *ARCHIVE_CHECKS)}
    by_check: dict[tuple[Severity, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.severity, finding.check].append(finding)
    return [
        Group(
            check=check,
            severity=severity,
            about=about[check],
            common=_common(own),
            total=len(own),
            shown=[FindingShown(finding, place(db, finding)) for finding in own[:few]],
        )
        for (severity, check), own in by_check.items()
    ]


def _common(findings: list[Finding]) -> str | None:
    first = findings[0].message
    alike = len(findings) > 1 and all(finding.message == first for finding in findings)
    return first if alike else None
