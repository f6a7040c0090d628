"""Measuring search: which hits are right, how far figures can be trusted, and what is better."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb import evaluate
from kb.errors import DatabaseError
from kb.evaluate import Query
from kb.evaluate.bootstrap import interval, paired_p
from kb.filters import Filters
from kb.hits import Hit
from kb.search import Mode


def hit(talk: str, start: int, end: int) -> Hit:
    fields: dict[str, Any] = dict.fromkeys(Hit.model_fields)
    return Hit.model_validate(
        fields
        | dict.fromkeys(("passage_id", "talk_id", "position", "best_start", "best_end"), 0)
        | dict.fromkeys(("title", "kind", "text", "best_sentence"), "")
        | {
            "talk": talk,
            "start_char": start,
            "end_char": end,
            "score": 0,
            "weight": 0,
            "matched": (),
        }
    )


RIGHT, WRONG, ELSEWHERE = hit("a.md", 10, 90), hit("a.md", 200, 300), hit("b.md", 0, 50)
ONE = Query(id="1", query="one", kind="x", talk="a.md", spans=((0, 100),))
TWO = Query(id="2", query="two", kind="y", talk="a.md", spans=((0, 100),), within=True)


def searcher(found: dict[str, Sequence[Hit]]) -> Any:  # noqa: ANN401
    def search(query: str, _: Mode, filters: Filters, limit: int) -> Sequence[Hit]:
        assert filters.talk == (("a.md",) if query == "two" else ())
        return found[query][:limit]

    return search


def test_the_figures_of_a_search() -> None:
    search = searcher({"one": [WRONG, RIGHT], "two": [RIGHT]})
    found = evaluate.evaluate([ONE, TWO], search, ["keyword"])
    figures = found["modes"]["keyword"]
    assert figures["all"]["mrr@10"] == 0.75
    assert figures["all"]["hit@1"] == 0.5
    assert figures["by_kind"]["x"] == {
        "mrr@10": 0.5, "hit@1": 0.0, "hit@10": 1.0, "ndcg@10": 0.6309
    }  # fmt: skip
    low, high = figures["intervals"]["all"]["mrr@10"]
    assert 0.5 <= low < 0.75 < high <= 1
    rows = evaluate.table(found)
    assert [row["queries"] for row in rows] == ["all", "x", "y"]
    assert rows[1]["95% of mrr"] == "0.500 to 0.500"


def test_an_answer_may_be_in_other_talks_too() -> None:
    also = Query.model_validate(ONE.model_dump() | {"also": [{"talk": "b.md", "spans": [[0, 60]]}]})
    assert evaluate.first_right(ONE, [ELSEWHERE, RIGHT, WRONG]) == [False, True, False]
    assert evaluate.first_right(also, [ELSEWHERE, RIGHT, WRONG]) == [True, True, False]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "line: Invalid JSON"),
        ('{"query": "x"}', "talk: Field required"),
        ('{"query": "x", "talk": "a", "spans": [[1]]}', "spans.0.1"),
        ("[]", "line:"),
    ],
)
def test_a_line_that_is_no_query_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"query": "x", "talk": "a", "spans": []}\n\n' + line)
    with pytest.raises(DatabaseError, match=r"queries\.jsonl:3: no query") as caught:
        evaluate.read_queries(file)
    assert reason in str(caught.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_bytes(b"\xff\xfe\x00x")
    with pytest.raises(DatabaseError, match="is no text in UTF-8"):
        evaluate.read_queries(file)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_an_interval_holds_the_mean_and_is_the_same_each_time(values: list[float]) -> None:
    low, high = interval(values)
    assert interval(values) == (low, high)
    assert min(values) - 1e-3 <= low <= sum(values) / len(values) + 1e-3
    assert sum(values) / len(values) - 1e-3 <= high <= max(values) + 1e-3


def test_intervals_are_as_wide_as_the_normal_ones_where_those_hold() -> None:
    values = [0.0, 1.0] * 200
    low, high = interval(values)
    assert low == pytest.approx(0.5 - 1.96 * 0.5 / 20, abs=0.005)
    assert high == pytest.approx(0.5 + 1.96 * 0.5 / 20, abs=0.005)


def test_chance_is_told_from_difference() -> None:
    assert paired_p([0.0] * 10) == 1.0
    assert paired_p([]) == 1.0
    assert paired_p([0.1, -0.1] * 20) == 1.0
    assert paired_p([0.2, 0.3, 0.1] * 10) < 0.001
    # A coin that fell heads 14 times of 20: two-sided, by the normal, .064.
    assert paired_p([1.0] * 14 + [-1.0] * 6) == pytest.approx(0.064, abs=0.03)


def test_a_comparison_lists_what_was_won_and_lost() -> None:
    here = evaluate.measure([ONE, TWO], searcher({"one": [RIGHT], "two": [WRONG]}), "hybrid")
    there = evaluate.measure([ONE, TWO], searcher({"one": [WRONG, RIGHT], "two": []}), "hybrid")
    found = evaluate.compare(here, there)
    assert found["wins"] == [{"id": "1", "kind": "x", "query": "one", "here": 1, "there": 2}]
    assert found["losses"] == []
    assert found["ties"] == 1
    mrr = found["figures"]["mrr@10"]  # type: ignore[index]
    assert (mrr["here"], mrr["there"], mrr["difference"]) == (0.5, 0.25, 0.25)
    assert evaluate.compare([], [])["figures"]["hit@1"]["p"] == 1.0  # type: ignore[index]
