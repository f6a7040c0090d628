"""Decisions as a small YAML file: to be kept in git, and taken up by another knowledge base.

    speakers:
    - talk: maps/012.vtt
      name: SPEAKER_00
      is: Ann Lee
    - show: Maps
      name: Ben
      is: Ben Oak
    - name: Jerod Sant
      is: Jerod Santo
    - name: Bo Li
      not: Bo Lee

`said` may hold some of what a voice says: it is known again by that if its file is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from kb.decided import checked, loaded, written, wrong
from kb.moments import now
from kb.people.records import Decision, Verdict

_HEAD = "# Who is who; take it up with: kb speakers import FILE\n"
_TEXTS = ("name", "is", "not", "talk", "show", "said")


def dump(decided: Iterable[Decision]) -> str:
    """Return a file's text: an entry a decision, in an order that reads well in git."""
    return written("speakers", [_row(decision) for decision in decided], _HEAD)


def load(text: str) -> list[Decision]:
    """Return the decisions of such a file.

    Raises:
        DecisionError: It is none; the message begins with the line.
    """
    return loaded(text, "speakers", made=_decision, subject=_subject)


def _subject(decision: Decision) -> tuple[int, str]:
    return decision.id, decision.name


def _row(decision: Decision) -> dict[str, object]:
    where = {"talk": decision.talk, "show": decision.show}
    row: dict[str, object] = {key: value for key, value in where.items() if value}
    row |= {"name": decision.name, decision.verdict: decision.person}
    return row | ({"said": decision.said} if decision.said else {})


def _decision(row: object, line: int) -> Decision:
    said = checked(row, line, _TEXTS)
    verdicts: list[Verdict] = [v for v in ("is", "not") if v in said]
    if "name" not in said or len(verdicts) != 1:
        raise wrong(line, "an entry has a `name`, and whose it `is` or is `not`")
    if said.get("talk") and said.get("show"):
        raise wrong(line, "an entry holds in a `talk` or in a `show`, not both")
    return Decision(
        verdict=verdicts[0],
        talk=said.get("talk"),
        show=said.get("show"),
        name=said["name"],
        person=said[verdicts[0]],
        said=said.get("said", ""),
        decided_at=now(),
    )
