"""Questions answered, examples, who talks about it, saved searches, and judgements."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from kb import build, calibration, evaluate, vectors
from kb.asking import examples, judgements, saved
from kb.asking.ask import Answer, ask
from kb.asking.who import talk_about
from kb.calibration import Curve
from kb.errors import NotFoundError
from kb.filters import Filters
from kb.hits import Hit
from kb.search import Mode


def asked(db: Database, encoder: object, text: str, **options: object) -> Answer:
    return ask(db, text, index=vectors.load(db), encoder=encoder, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "semantic"])
def test_a_question_with_fields_is_answered(archive: Database, encoder: object, mode: Mode) -> None:
    found = asked(archive, encoder, 'speaker:okonkwo "on call" promise', mode=mode)
    assert [hit.talk for hit in found.hits][:1] == ["pagers.md"]
    assert {hit.speaker for hit in found.hits} == {"Idris Okonkwo"}
    assert all("on call" in hit.text for hit in found.hits)


def test_filters_alone_list_what_passes_in_the_order_it_is_said(
    archive: Database, encoder: object
) -> None:
    found = asked(archive, encoder, "talk:ledger.md")
    assert [hit.position for hit in found.hits] == sorted(hit.position for hit in found.hits)
    assert len(found.hits) == 3
    assert found.close is None
    newest = asked(archive, encoder, "after:2000").hits[0]
    assert newest.talk == "pagers.md"
    assert asked(archive, encoder, "").hits == []


def test_scores_rise_with_what_they_were_ranked_by(
    archive: Database, encoder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves = {"hybrid": Curve(-4.0, 9.0, -2.0, -0.5), "semantic": Curve(-5.0, 12.0, 0.0, -0.5)}
    monkeypatch.setitem(calibration.FITTED, "hashing-64", curves)
    for mode in ("hybrid", "semantic", "keyword"):
        hits = asked(archive, encoder, "who was on call that night", mode=mode).hits
        weights, scores = [hit.weight for hit in hits], [hit.score for hit in hits]
        assert weights == sorted(weights, reverse=True)
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


def test_nothing_close_is_said_where_it_is_known(
    archive: Database, encoder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "sourdough starters in summer heat"
    assert asked(archive, encoder, question).close is None  # nobody fitted this encoder
    curves = {"hybrid": Curve(-9.0, 12.0, 0.0, 0.0), "semantic": Curve(-9.0, 12.0, 0.0, 0.0)}
    monkeypatch.setitem(calibration.FITTED, "hashing-64", curves)
    found = asked(archive, encoder, question)
    assert found.close is False
    assert found.hits
    assert found.hits[0].score < calibration.NOTHING_CLOSE
    assert asked(archive, encoder, "duplicate work begins where nobody writes").close is True
    # Words alone cannot tell, and a hit that has the words is close, however unlikely.
    assert asked(archive, encoder, question, mode="keyword").close is None
    monkeypatch.setattr(calibration, "NOTHING_CLOSE", 1.1)
    assert asked(archive, encoder, "ledger").close is True


def ids(db: Database, word: str) -> list[int]:
    sql = "select rowid from passages_fts where passages_fts match ? order by rowid"
    return [int(row[0]) for row in db.execute(sql, [word])]


def test_examples_are_left_out_and_what_is_unlike_falls(archive: Database) -> None:
    index = vectors.load(archive)
    promise, ledger = ids(archive, "promise")[0], ids(archive, "ledger")[0]
    both = examples.like(archive, [promise, ledger], index=index, limit=50)
    assert {promise, ledger}.isdisjoint(hit.passage_id for hit in both)
    plain = {h.passage_id: h.score for h in examples.like(archive, [promise], index=index)}
    away = examples.like(archive, [promise], unlike=[ledger], index=index)
    assert ledger not in {hit.passage_id for hit in away}
    near_ledger = max(
        (h for h in examples.like(archive, [ledger], index=index) if h.passage_id in plain),
        key=lambda h: h.score,
    ).passage_id
    ranks = [hit.passage_id for hit in away]
    order = [i for i in plain if i != ledger]
    assert ranks.index(near_ledger) >= order.index(near_ledger)


def test_rocchio_is_a_unit_vector_between_the_wanted_and_away_from_the_rest() -> None:
    x, y = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    assert np.allclose(examples.rocchio([x, y], []), [np.sqrt(0.5)] * 2)
    away = examples.rocchio([x], [y])
    assert np.isclose(np.linalg.norm(away), 1)
    assert away[0] > 0 > away[1]
    assert np.allclose(examples.rocchio([x], [x, x]), x)


def test_a_quote_is_an_example(filled: Database, encoder: object) -> None:
    quote, passage = filled.execute(
        "select id, passage_id from quotes where passage_id is not null"
    ).fetchone()
    index = vectors.load(filled)
    for own in (None, encoder):
        hits = examples.like(filled, [quote], index=index, encoder=own)  # type: ignore[arg-type]
        assert hits
        assert passage not in {hit.passage_id for hit in hits}
    with pytest.raises(NotFoundError, match="no passage or quote 7"):
        examples.like(filled, [7], index=index)


def test_who_talks_about_it_is_who_says_what_answers(archive: Database, encoder: object) -> None:
    found = talk_about(asked(archive, encoder, "on call promise burnout", limit=50).hits)
    assert found[0].speaker == "Idris Okonkwo"
    assert found[0].talks == 2
    assert found[0].best[0].talk == "pagers.md"
    assert sum(person.share for person in found) == pytest.approx(1, abs=0.01)
    assert len(talk_about([hit for person in found for hit in person.best], 1)) == 1


def asker(db: Database, encoder: object) -> saved.Asker:
    def answer(text: str, mode: Mode, filters: Filters, limit: int) -> Answer:
        return asked(db, encoder, text, mode=mode, filters=filters, limit=limit)

    return answer


def test_a_saved_search_tells_what_is_new(
    archive: Database,
    encoder: object,
    ingest: Callable[..., build.Report],
    tmp_path: Path,
) -> None:
    saved.save(archive, " on  call ", "on call", filters=Filters(kind=("podcast", "interview")))
    first = saved.run(archive, "on call", asker(archive, encoder))
    assert first.new == {hit.passage_id for hit in first.answer.hits}
    assert saved.run(archive, "on call", asker(archive, encoder)).new == first.new
    saved.saw(archive, first)
    again = saved.run(archive, "on call", asker(archive, encoder))
    assert again.new == frozenset()
    assert again.search.seen_at is not None
    (tmp_path / "asked" / "later.md").write_text(
        "---\ntitle: Later\nkind: podcast\n---\n\n**Bo Reed:** I was on call for a year, and on call "
        "is where I learned to sleep in a chair without falling off it.\n"
    )
    ingest(tmp_path / "asked")
    done = saved.run(archive, "on call", asker(archive, encoder))
    (new,) = [hit for hit in done.answer.hits if hit.passage_id in done.new]
    assert new.talk == "later.md"
    # What was merely below the limit before is not new.
    saved.save(archive, "short", "on call")
    saved.saw(archive, saved.run(archive, "short", asker(archive, encoder), limit=1))
    archive.execute("update sources set ingested_at = '2001-01-01T00:00:00+00:00'")
    assert saved.run(archive, "short", asker(archive, encoder), limit=9).new == frozenset()


def test_saved_searches_are_named_and_forgotten(archive: Database) -> None:
    with pytest.raises(NotFoundError, match="needs a name"):
        saved.save(archive, " ", "x")
    with pytest.raises(NotFoundError, match="needs a name"):
        saved.save(archive, "x", " ")
    saved.save(archive, "a", "one", "keyword")
    again = saved.save(archive, "a", "two", "semantic")
    assert [(s.name, s.query, s.mode) for s in saved.searches(archive)] == [
        ("a", "two", "semantic")
    ]
    assert saved.get(archive, str(again.id)) == again
    saved.remove(archive, "a")
    with pytest.raises(NotFoundError, match="kb searches save"):
        saved.get(archive, "a")


def hits_by_talk(db: Database, encoder: object) -> dict[str, Hit]:
    found: dict[str, Hit] = {}
    for hit in asked(db, encoder, "on call").hits:
        found.setdefault(hit.talk, hit)
    return found


def test_judgements_become_queries_that_can_be_measured(
    archive: Database, encoder: object, tmp_path: Path
) -> None:
    hits = hits_by_talk(archive, encoder)
    pagers, ledger = hits["pagers.md"], hits["ledger.md"]
    other = next(h for h in asked(archive, encoder, "coffee").hits if h.talk == "pagers.md")
    judgements.judge(archive, " being  on call", pagers.passage_id, "right")
    judgements.judge(archive, "being on call", ledger.passage_id, "wrong")
    judgements.judge(archive, "being on call", ledger.passage_id, "right")
    judgements.judge(archive, "only wrong", other.passage_id, "wrong")
    judgements.judge(archive, "in here", ledger.passage_id, "right", within=True)
    judgements.judge(archive, "taken back", ledger.passage_id, "right")
    judgements.judge(archive, "taken back", ledger.passage_id, None)
    assert judgements.of_query(archive, "being on call") == {
        pagers.passage_id: "right",
        ledger.passage_id: "right",
    }
    done = judgements.export(archive)
    assert (len(done.lines), done.unanswered, done.gone) == (2, 1, 0)
    file = tmp_path / "judged.jsonl"
    file.write_text("\n".join(done.lines), "utf-8")
    first, second = evaluate.read_queries(file)
    assert (first.query, first.kind, first.talk) == ("being on call", "judged", "pagers.md")
    assert first.spans == ((pagers.start_char, pagers.end_char),)
    assert [place.talk for place in first.also] == ["ledger.md"]
    assert second.within
    assert evaluate.first_right(first, [ledger, pagers, other]) == [True, True, False]


def test_judgements_outlive_a_talk_that_is_read_again(
    archive: Database,
    encoder: object,
    ingest: Callable[..., build.Report],
    tmp_path: Path,
) -> None:
    pagers = hits_by_talk(archive, encoder)["pagers.md"]
    judgements.judge(archive, "on call", pagers.passage_id, "right")
    file = tmp_path / "asked" / "pagers.md"
    text = file.read_text("utf-8")
    file.write_text(text.replace("## A promise", "## A promise, and what comes of it"), "utf-8")
    ingest(tmp_path / "asked")
    (line,) = judgements.export(archive).lines
    ((start, end),) = json.loads(line)["spans"]
    assert start > pagers.start_char
    assert file.read_text("utf-8")[start:end].startswith("Being on call")
    file.write_text(text.replace("Being on call is", "To be on call is"), "utf-8")
    ingest(tmp_path / "asked")
    done = judgements.export(archive)
    assert (done.lines, done.gone) == ([], 1)


def test_what_cannot_be_judged_is_refused(archive: Database) -> None:
    with pytest.raises(NotFoundError):
        judgements.judge(archive, "x", 7, "right")
    passage = ids(archive, "ledger")[0]
    with pytest.raises(NotFoundError):
        judgements.judge(archive, "  ", passage, "right")
