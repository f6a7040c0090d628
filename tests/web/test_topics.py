"""Topic pages: who talks about one when, and what a visitor who may edit decides about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from kb import topics
from tests.web.checks import Page
from tests.web.visitor import Visitor


@pytest.fixture
def log(own: Path) -> Iterator[Database]:
    """The knowledge base that the visitor changes, to look into."""
    with closing(Database(own)) as db:
        yield db


@pytest.fixture
def two(log: Database) -> list[topics.Subject]:
    """Two topics."""
    rows = log.query("select id, key, name from topics order by talks desc, mentions desc, name")
    found = [topics.Subject(**row) for row in rows]
    assert len(found) > 1
    return found[:2]


def page(topic: topics.Subject) -> str:
    return f"/-/kb/topic/{topic.id}"


async def test_a_new_name_and_its_undoing(
    visitor: Visitor, log: Database, two: list[topics.Subject]
) -> None:
    one = two[0]
    await visitor.send(page(one), page(one), action="rename", name="What keepers write")
    text = await visitor.get(page(one))
    assert "<h1>What keepers write</h1>" in text
    assert f"Found as “{one.name}”" in text
    assert "What keepers write" in await visitor.get("/-/kb/topics")
    await visitor.send(page(one), page(one), action="undo", what="name")
    assert f"<h1>{one.name}</h1>" in await visitor.get(page(one))
    assert topics.decisions(log) == []


async def test_a_merged_topics_page_leads_to_the_other(
    visitor: Visitor, two: list[topics.Subject]
) -> None:
    one, other = two
    await visitor.send(page(one), page(one), action="merge", into=other.name.upper())
    response = await visitor.ds.client.get(page(one))
    assert (response.status_code, response.headers["location"]) == (302, page(other))
    text = await visitor.get(page(other))
    assert f"“{one.name}” is part of it" in text
    await visitor.send(page(other), page(one), action="undo", what="merge")
    assert (await visitor.ds.client.get(page(one))).status_code == 200


async def test_a_hidden_topic_is_a_404_for_all_but_editors(
    visitor: Visitor,
    serve: Callable[..., Datasette],
    own: Path,
    two: list[topics.Subject],
) -> None:
    one = two[0]
    await visitor.send(page(one), page(one), action="hide")
    assert "This topic is hidden" in await visitor.get(page(one))
    reader = serve(own)
    assert (await reader.client.get(page(one))).status_code == 404
    for path in ("/-/kb/topics", "/-/kb/search?q=river", "/"):
        assert page(one) not in (await reader.client.get(path)).text
    assert "hidden" not in (await reader.client.get("/-/kb/topics")).text
    assert "1 decision about topics" in await visitor.get("/-/kb/topics")
    await visitor.send("/-/kb/topics", page(one), action="undo")
    assert (await reader.client.get(page(one))).status_code == 200


async def test_a_pinned_topic_is_first_and_says_so(visitor: Visitor, log: Database) -> None:
    last = next(log.query("select id, key, name from topics order by talks, mentions, name desc"))
    one = topics.Subject(**last)
    await visitor.send(page(one), page(one), action="pin")
    for sort in ("talks", "mentions", "name"):
        links = [
            link
            for link in Page(await visitor.get(f"/-/kb/topics?sort={sort}")).links
            if "/topic/" in link
        ]
        assert links[0] == page(one)
    assert "Pin it to the top" not in await visitor.get(page(one))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"action": "merge", "into": "no such thing at all"}, "there is no topic"),
        ({"action": "merge", "into": ""}, "name the topic"),
        ({"action": "rename", "name": "  "}, "needs a name"),
        ({"action": "undo"}, "nothing was decided"),
        ({"action": "explode"}, "a button of this page"),
        ({}, "a button of this page"),
    ],
)
async def test_a_form_that_cannot_be_says_why_and_changes_nothing(
    visitor: Visitor,
    log: Database,
    two: list[topics.Subject],
    form: dict[str, str],
    says: str,
) -> None:
    text = await visitor.get(page(two[0]))
    token = text.split('name="csrftoken" value="')[1].split('"')[0]
    response = await visitor.ds.client.post(
        page(two[0]), data={"csrftoken": token, **form}, cookies=visitor.cookies
    )
    assert response.status_code == 400
    assert says in Page(response.text).text.lower()
    assert Page(response.text).problems == []
    assert topics.decisions(log) == []


async def test_only_who_may_edit_decides(
    serve: Callable[..., Datasette], own: Path, log: Database, two: list[topics.Subject]
) -> None:
    ds = serve(own)
    text = (await ds.client.get(page(two[0]))).text
    assert "Put it right" not in text
    response = await ds.client.post(page(two[0]), data={"action": "hide"})
    assert response.status_code == 403
    assert topics.decisions(log) == []


async def test_a_form_without_its_token_decides_nothing(
    visitor: Visitor, log: Database, two: list[topics.Subject]
) -> None:
    await visitor.get(page(two[0]))
    status, _ = await visitor.post(page(two[0]), {"csrftoken": "wrong", "action": "hide"})
    assert status == 403
    assert topics.decisions(log) == []


async def test_facets_follow_at_once(visitor: Visitor, two: list[topics.Subject]) -> None:
    one = two[0]
    search = "/-/kb/search?q=the&mode=keyword"
    before = await visitor.get(search)
    await visitor.send(page(one), page(one), action="rename", name="Zebra crossings")
    after = await visitor.get(search)
    assert "Zebra crossings" not in before
    assert "Zebra crossings" in after


@pytest.mark.parametrize("grain", ["year", "quarter", "month", "decade"])
async def test_a_topic_over_time(ds: Datasette, rows: Database, grain: str) -> None:
    dated = next(
        rows.query(
            "select topic_id from talk_topics join talks on talks.id = talk_id where date = '2021-11-04'"
        )
    )["topic_id"]
    response = await ds.client.get(f"/-/kb/topic/{dated}?by={grain}")
    assert response.status_code == 200
    assert Page(response.text).problems == []
    assert "1 of 1 talk" in response.text


async def test_an_exchange_names_each_voice(visitor: Visitor, log: Database) -> None:
    rows = log.query(
        "select passage_topics.topic_id, count(distinct turns.speaker_id) as voices"
        " from passage_topics join passage_turns using (passage_id)"
        " join turns on turns.id = passage_turns.turn_id"
        " group by passage_topics.topic_id, passage_topics.passage_id having voices > 1 limit 1"
    )
    text = await visitor.get(f"/-/kb/topic/{next(iter(rows))['topic_id']}")
    said = text.split('<div class="said">')[1:]
    assert any(part.split("</div>")[0].count('<span class="who">') > 1 for part in said)
