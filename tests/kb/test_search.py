from __future__ import annotations

import pytest
from sqlite_utils import Database

from kb import lexical, search, vectors
from kb.errors import ModelMismatchError, NotFoundError
from kb.filters import Filters, passage_ids
from kb.hits import Hit, place_url


def find(db: Database, encoder: object, query: str, **options: object) -> list[Hit]:
    return search.search(db, query, index=vectors.load(db), encoder=encoder, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", search.MODES)
def test_a_hit_says_why_and_where(filled: Database, encoder: object, mode: search.Mode) -> None:
    hit = find(filled, encoder, "two archives paid for the same scanner", mode=mode)[0]
    assert hit.talk == "paper-trails-12.txt"
    assert hit.speaker == "Tomas Reyes"
    assert hit.role == "guest"
    assert hit.best_sentence == "Two archives had both paid for the same scanner."
    assert hit.text[hit.best_start : hit.best_end] == hit.best_sentence
    assert (hit.keyword_rank is not None) is (mode != "semantic")
    assert (hit.semantic_rank is not None) is (mode != "keyword")
    assert "scanner" in hit.matched
    source = filled.execute("select text from sources where talk_id = ?", [hit.talk_id]).fetchone()[
        0
    ]
    assert "had both, had both paid" in source[hit.start_char : hit.end_char]
    assert 0 <= hit.score <= 1


@pytest.mark.parametrize(
    ("filters", "talks"),
    [
        ({"speaker": ("Ines Falk",)}, {"catalogue.md"}),
        ({"speaker": ("reyes",)}, {"paper-trails-12.txt"}),
        ({"role": ("author",)}, {"catalogue.md"}),
        ({"kind": ("podcast",)}, {"paper-trails-12.txt"}),
        ({"talk": ("catalogue.md",)}, {"catalogue.md"}),
        ({"since": "2023"}, {"catalogue.md"}),
        ({"since": "2023-05", "until": "2023"}, {"catalogue.md"}),
        ({"until": "2022"}, set()),
        ({"kind": ("podcast", "post")}, {"catalogue.md", "paper-trails-12.txt"}),
        ({"kind": ("podcast",), "role": ("author",)}, set()),
    ],
)
def test_filters_apply_before_ranking(
    filled: Database, encoder: object, filters: dict[str, object], talks: set[str]
) -> None:
    for mode in search.MODES:
        chosen = Filters.model_validate(filters)
        hits = find(
            filled, encoder, "the catalogue list of work", mode=mode, filters=chosen, limit=50
        )
        assert {hit.talk for hit in hits} == talks


def test_topics_filter(filled: Database) -> None:
    names = [row["name"] for row in filled.query("select name from topics")]
    if not names:
        pytest.skip("the pipeline found no topics in so short a text")
    assert passage_ids(filled, Filters(topic=(names[0].upper(),)))


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        "a OR",
        "NEAR(",
        "*",
        "x* AND",
        "(((",
        "drop table talks; --",
        "text:secret",
        "-",
        "\x00",
        "é" * 5000,
    ],
)
def test_nothing_typed_can_break_a_search(filled: Database, encoder: object, query: str) -> None:
    for mode in search.MODES:
        assert isinstance(find(filled, encoder, query, mode=mode), list)


def test_a_query_of_common_words_only_still_searches(filled: Database, encoder: object) -> None:
    assert lexical.keywords("what is it") == ["what", "is", "it"]
    assert find(filled, encoder, "when you", mode="keyword")


def test_similar_leaves_the_passage_itself_out(filled: Database) -> None:
    (passage, *_) = filled.execute("select id from passages").fetchone()
    found = search.similar(filled, passage, index=vectors.load(filled), limit=50)
    assert passage not in {hit.passage_id for hit in found}
    assert len(found) == filled.table("passages").count - 1


def test_similar_to_nothing(filled: Database) -> None:
    with pytest.raises(NotFoundError):
        search.similar(filled, 1, index=vectors.load(filled))


def test_another_encoder_is_refused(filled: Database, encoder: object) -> None:
    class Other:
        name = "other"
        dimensions = 64
        encode = encoder.encode  # type: ignore[attr-defined]

    with pytest.raises(ModelMismatchError):
        find(filled, Other(), "words")


def test_an_empty_database_finds_nothing(db: Database, encoder: object) -> None:
    assert find(db, encoder, "anything") == []


@pytest.mark.parametrize(
    ("talk", "media", "ms", "url"),
    [
        ("https://a.example/p", None, 5000, "https://a.example/p"),
        (None, "https://a.example/x.mp3", 65500, "https://a.example/x.mp3#t=65"),
        (
            None,
            "https://www.youtube.com/watch?v=x",
            65500,
            "https://www.youtube.com/watch?v=x&t=65",
        ),
        (None, "https://a.example/x.mp3", None, "https://a.example/x.mp3"),
        (None, None, 1, None),
    ],
)
def test_links_to_the_second(
    talk: str | None, media: str | None, ms: int | None, url: str | None
) -> None:
    assert place_url(talk, media, ms) == url
