"""Judgements: a thumb on a hit, kept as what `kb evaluate` can measure with."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from sqlite_utils import Database

from kb.errors import NotFoundError
from kb.moments import now

Verdict: TypeAlias = Literal["right", "wrong"]

_PASSAGE = """
    select talks.path as talk, start_char, end_char, sha256
    from passages join talks on talks.id = talk_id where passages.id = ?
"""
_OF_QUERY = """
    select passages.id, verdict from judgements
    join talks on talks.path = talk
    join passages on passages.talk_id = talks.id and passages.sha256 = judgements.sha256
    where query = :query and within = :within
"""
# A judged passage is found by its words, wherever its talk has them by now.
_ALL = """
    select judgements.query, judgements.within, judgements.talk, verdict,
        passages.start_char, passages.end_char
    from judgements
    left join talks on talks.path = talk
    left join passages on passages.talk_id = talks.id and passages.sha256 = judgements.sha256
    order by judgements.id
"""


class Exported(NamedTuple):
    """What of the judgements can be measured with.

    Args:
        lines: A JSON object each.
        unanswered: Questions of which nothing was called right.
        gone: Judged passages that are no more: their talk was removed, or reads otherwise now.
    """

    lines: list[str]
    unanswered: int
    gone: int


def judge(
    db: Database, query: str, passage_id: int, verdict: Verdict | None, *, within: bool = False
) -> None:
    """Say whether a passage answers a question; None takes it back.

    Args:
        db: The knowledge base.
        query: As it was typed.
        passage_id: The hit.
        verdict: What to say.
        within: Whether the question was asked of that talk only.

    Raises:
        NotFoundError: There is no such passage, or no question.
    """
    query = " ".join(query.split())
    row = next(iter(db.query(_PASSAGE, [passage_id])), None)
    if row is None or not query:
        message = "there is no such passage, or no question that it could answer"
        raise NotFoundError(message)
    key = {"query": query, "within": int(within), "talk": row["talk"], "sha256": row["sha256"]}
    same = " and ".join(f"{column} = :{column}" for column in key)
    with db.atomic():
        db.execute(f"delete from judgements where {same}", key)  # noqa: S608 - names of ours
        if verdict is not None:
            db.table("judgements").insert({**key, **row, "verdict": verdict, "judged_at": now()})


def of_query(db: Database, query: str, *, within: bool = False) -> dict[int, Verdict]:
    """Return what was said of hits for a question, by passage."""
    values = {"query": " ".join(query.split()), "within": int(within)}
    return dict(db.execute(_OF_QUERY, values).fetchall())


def export(db: Database) -> Exported:
    """Return the judgements as lines for `kb evaluate`: one for each question with an answer.

    The first talk with a right passage is the line's `talk`, others are in `also`; what was
    called wrong is in `wrong`, for whoever trains on it.
    """
    right: dict[tuple[str, str], dict[str, list[list[int]]]] = defaultdict(dict)
    wrong: dict[tuple[str, str], dict[str, list[list[int]]]] = defaultdict(dict)
    gone = 0
    for row in db.query(_ALL):
        if row["start_char"] is None:
            gone += 1
            continue
        # Asked within a talk, a question is another one in each.
        key = (str(row["query"]), str(row["talk"]) if row["within"] else "")
        kind = right if row["verdict"] == "right" else wrong
        spans = kind[key].setdefault(str(row["talk"]), [])
        spans.append([int(str(row["start_char"])), int(str(row["end_char"]))])
    lines = [
        _line(number, query, bool(within), right[query, within], wrong.get((query, within), {}))
        for number, (query, within) in enumerate(right, start=1)
    ]
    return Exported(lines, len(wrong.keys() - right.keys()), gone)


def _line(
    number: int,
    query: str,
    within: bool,  # noqa: FBT001 - a column
    right: dict[str, list[list[int]]],
    wrong: dict[str, list[list[int]]],
) -> str:
    talk, *others = right
    line: dict[str, object] = {
        "id": f"judged-{number}",
        "query": query,
        "kind": "judged",
        "talk": talk,
        "spans": right[talk],
    }
    line |= {"also": _places(right, others)} if others else {}
    line |= {"wrong": _places(wrong, wrong)} if wrong else {}
    line |= {"within": True} if within else {}
    return json.dumps(line, ensure_ascii=False)


def _places(spans: dict[str, list[list[int]]], talks: Iterable[str]) -> list[dict[str, object]]:
    return [{"talk": talk, "spans": spans[talk]} for talk in talks]
