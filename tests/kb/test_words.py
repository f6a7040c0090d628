"""Search by words says the same whether SQLite's own index answers or the one beside the database."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import beside, lexical, search, store, vectors
from kb.lexical import fts, outside

_MADE_UP = ["".join(p) + "a" for p in itertools.product("bdfgkmprt", "aiou", "lnrsv", "eo")]
NOUNS = (
    _MADE_UP
    + (
        "archive bakery catalogue detector engineer flour garden harbour index journey kettle ladder "
        "meeting notebook orchard passage quarry river scanner teacher umbrella village workshop"
    ).split()
)
VERBS = "build carry count duplicate find follow keep lend mend open paint read share teach".split()


def sentence(rng: random.Random) -> str:
    return f"We {rng.choice(VERBS)} the {rng.choice(NOUNS)} and {rng.choice(VERBS)}ing {rng.choice(NOUNS)}s."


def add(db: Database, texts: list[str], first: int = 1) -> None:
    """Add passages, seven talks' in turn; ids are multiples of seven."""
    db.conn.executemany(
        "insert or ignore into talks (id, path, title, kind, words, turns, passages)"
        " values (?, ?, 'A', 'talk', 1, 1, 0)",
        [(talk, str(talk)) for talk in range(1, 8)],
    )
    db.conn.executemany(
        "insert into passages (id, talk_id, position, text, words, start_char, end_char, sha256)"
        " values (?, ?, 1, ?, 1, 0, 4, ?)",
        [(7 * n, 1 + n % 7, text, str(n)) for n, text in enumerate(texts, start=first)],
    )
    db.execute(
        "update talks set passages = (select count(*) from passages where talk_id = talks.id)"
    )
    db.conn.commit()
    store.add_vectors(db, [])  # the state is another one now


@pytest.fixture
def said(db: Database) -> Database:
    rng = random.Random(3)
    add(db, [" ".join(sentence(rng) for _ in range(rng.randint(1, 9))) for _ in range(600)])
    return db


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every archive is a large one."""
    monkeypatch.setattr(lexical, "LARGE", 0)


def both(
    db: Database, query: str, limit: int = 20, within: list[int] | None = None
) -> tuple[dict[int, float], dict[int, float]]:
    index = outside.of(db)
    assert index is not None
    return (
        fts.ranked(db, query, limit=limit, within=within),
        index.ranked(query, limit=limit, within=within),
    )


@pytest.mark.parametrize(
    ("query", "apart"),
    [
        ("scanner", 0.1),
        ("Gardens, rivers; kettles!", 0.1),
        # Of words that stand in every third passage FTS5 makes nothing, Tantivy a little.
        ("the duplicated scanner", 1.3),
        ("teaching in a village workshop", 1.3),
    ],
)
def test_the_same_passages_with_nearly_the_same_scores(
    said: Database, query: str, apart: float
) -> None:
    ours, theirs = both(said, query, limit=600)
    assert ours.keys() == theirs.keys()
    assert len(ours) > 4
    assert list(theirs.values()) == sorted(theirs.values(), reverse=True)
    for passage, score in ours.items():
        assert abs(theirs[passage] - score) < apart * max(1, score)


def test_the_best_are_the_same(said: Database) -> None:
    rng = random.Random(8)
    shared = 0
    for _ in range(40):
        ours, theirs = both(said, " ".join(rng.sample(NOUNS, 3)), limit=10)
        shared += len(ours.keys() & theirs.keys())
    assert shared > 0.85 * 400


def test_phrases_stand_together(db: Database) -> None:
    add(db, ["the shared list of teams", "a list that teams shared", "a shared and long list"])
    ours, theirs = both(db, '"shared list"')
    assert next(iter(ours)) == next(iter(theirs)) == 7
    assert theirs[7] > 1.5 * theirs[14]


@pytest.mark.parametrize("deep", [0, 60, 5000])
@pytest.mark.parametrize("kept", [3, 20, 300, 600])
def test_filters_come_before_ranking(
    said: Database, kept: int, deep: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_DEEP", deep)
    ids = [row[0] for row in said.execute("select id from passages order by talk_id, id")]
    first = random.Random(kept).randrange(601 - kept)
    for within in (
        sorted(random.Random(kept).sample(ids, kept)),
        sorted(ids[first : first + kept]),
    ):
        ours, theirs = both(said, "scanner village archive", limit=kept, within=within)
        assert ours.keys() == theirs.keys() <= set(within)
        some = both(said, "scanner village archive", limit=5, within=within)[1]
        assert list(some) == list(theirs)[: len(some)]
        assert len(some) == min(5, len(theirs))


def test_a_filter_that_nothing_passes(said: Database) -> None:
    assert both(said, "scanner", within=[1]) == ({}, {})


def test_counts_are_of_all_forms(said: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["scanner", "Teaching", "nowhere", "re-read"]
    small = lexical.counts(said, words)
    monkeypatch.setattr(lexical, "LARGE", 0)
    assert lexical.counts(said, words) == small
    assert small.of["scanner"] > small.of["nowhere"] == 0


@pytest.mark.parametrize(
    "query", ['"', "a OR", "NEAR(", "*", "text:secret", "\x00", "é" * 5000, "🚀", "id:7"]
)
def test_nothing_typed_can_break_it(said: Database, query: str) -> None:
    ours, theirs = both(said, query)
    assert ours.keys() == theirs.keys()


def test_accents_and_case_do_not_matter(db: Database) -> None:
    add(db, ["Zoë and the NAÏVE café owner", "nothing of the kind"])
    for query in ("zoe", "Naive", "CAFÉ"):
        ours, theirs = both(db, query)
        assert list(ours) == list(theirs) == [7]


def test_small_archives_have_no_second_index(said: Database) -> None:
    assert lexical.ranked(said, "scanner", limit=5)
    assert not list(Path(str(beside.path_of(said))).parent.glob("*.index/words*"))


# ------------------------------------------------------------------------------- kept in step


def place(db: Database) -> Path:
    found = beside.place(db, "words", store.state(db))
    assert found is not None
    return found


def test_what_is_written_is_found_at_once(said: Database, large: None) -> None:
    assert lexical.ranked(said, "zeppelin", limit=5) == {}
    add(said, ["A zeppelin over the harbour."], first=9000)
    assert list(lexical.ranked(said, "zeppelins", limit=5)) == [63_000]
    said.execute("delete from passages where id = 63000")
    said.execute("update talks set passages = passages - 1 where id = 5")
    store.add_vectors(said, [])
    assert lexical.ranked(said, "zeppelin", limit=5) == {}
    assert lexical.counts(said, ["harbour"]).passages == 600
    assert [path.name for path in place(said).parent.glob("words*")] == [place(said).name]


def test_an_earlier_index_is_taken_further(said: Database, large: None) -> None:
    lexical.prepare(said)
    segments = {p.name for p in place(said).iterdir() if p.suffix not in (".json", ".lock", ".i64")}
    add(said, ["A zeppelin over the harbour."], first=9000)
    lexical.prepare(said)
    kept = {p.name for p in place(said).iterdir()}
    assert segments & kept
    assert (
        lexical.ranked(said, "harbour", limit=600).keys()
        == fts.ranked(said, "harbour", limit=600, within=None).keys()
    )


def test_much_that_is_new_is_indexed_from_the_start(said: Database, large: None) -> None:
    lexical.prepare(said)
    rng = random.Random(5)
    add(said, [sentence(rng) for _ in range(400)], first=9000)
    assert lexical.counts(said, ["the"]).passages == 1000


def _empty(folder: Path) -> None:
    for path in folder.glob("*.term"):
        os.truncate(path, 0)


def _lose(folder: Path) -> None:
    (folder / "meta.json").unlink()


def _forget(folder: Path) -> None:
    shutil.rmtree(folder.parent)


@pytest.mark.parametrize("damage", [_empty, _lose, _forget])
def test_a_broken_index_is_made_anew(said: Database, damage: Callable[[Path], None]) -> None:
    def found() -> dict[int, float]:
        index = outside._load(said, None)
        assert index is not None
        return index.ranked("scanner", limit=9, within=None)

    before = found()
    damage(place(said))
    assert found() == before


def test_where_it_cannot_be_kept_sqlite_answers(
    said: Database, tmp_path: Path, large: None
) -> None:
    (tmp_path / "kb.db.index").write_text("a file, where a folder should be", "utf-8")
    assert lexical.ranked(said, "scanner", limit=5) == fts.ranked(
        said, "scanner", limit=5, within=None
    )
    assert lexical.counts(said, ["scanner"]).passages == 600


def test_a_database_in_memory_has_sqlite_only(large: None) -> None:
    from kb.schema import migrate

    db = Database(memory=True)
    migrate(db)
    add(db, ["A zeppelin over the harbour."])
    assert list(lexical.ranked(db, "zeppelin", limit=5)) == [7]
    db.close()


def test_a_search_is_the_same_with_either(
    filled: Database, encoder: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found() -> Iterator[list[int]]:
        for mode in search.MODES:
            hits = search.search(
                filled,
                "two archives paid for the same scanner",
                index=vectors.load(filled),
                encoder=encoder,  # type: ignore[arg-type]
                mode=mode,
            )
            yield [hit.passage_id for hit in hits]

    small = list(found())
    monkeypatch.setattr(lexical, "LARGE", 0)
    assert list(found()) == small
    assert place(filled).is_dir()
