"""The index of vectors is exact, follows the tables, and is made anew whenever it cannot be trusted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from ingest.embedding import Vectors
from kb import beside, embeddings, store, vectors
from kb.embeddings import Packed
from kb.vectors import files, scan

DIMENSIONS = 48


def unit(rows: int, seed: int = 0, dimensions: int = DIMENSIONS) -> Vectors:
    found = np.random.default_rng(seed).standard_normal((rows, dimensions), dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def fill(db: Database, matrix: Vectors, first: int = 1) -> None:
    """Give a database passages with these vectors; ids are far apart, as real ones are."""
    db.execute(
        "insert or ignore into talks (id, path, title, kind, words, turns, passages) values (1, 'a', 'A', 'talk', 1, 1, 1)"
    )
    rows = [(1000 * (first + row), f"h{first + row}") for row in range(len(matrix))]
    db.conn.executemany(
        "insert into passages (id, talk_id, position, text, words, start_char, end_char, sha256)"
        " values (?, 1, 1, 'said', 1, 0, 4, ?)",
        rows,
    )
    db.conn.commit()
    store.claim_model(db, "made-up", matrix.shape[1])
    packed = embeddings.pack(matrix)
    store.add_vectors(db, [(i, h, Packed(v, b"")) for (i, h), v in zip(rows, packed, strict=True)])


@pytest.fixture
def index(db: Database) -> vectors.Index:
    fill(db, unit(3000))
    return vectors.load(db)


def expected(matrix: Vectors, ids: np.ndarray, vector: Vectors, count: int) -> list[int]:
    order = np.lexsort((ids, -(matrix @ vector)))[:count]
    return ids[order].tolist()


def nearest(near: vectors.Near, count: int) -> list[int]:
    return sorted(near.similarity, key=lambda p: (-near.similarity[p], p))[:count]


def test_exactly_what_float32_gives(db: Database, index: vectors.Index) -> None:
    matrix = unit(3000)
    for vector in unit(40, seed=9):
        near = index.nearest(db, vector, 10)
        assert nearest(near, 10) == expected(matrix, index.ids, vector, 10)
        assert near.similarity[nearest(near, 1)[0]] == pytest.approx(
            (matrix @ vector).max(), abs=1e-6
        )


def test_exact_where_many_are_nearly_the_same(db: Database) -> None:
    rng = np.random.default_rng(4)
    matrix = unit(1)[0] + rng.normal(0, 0.002, (2000, DIMENSIONS)).astype(np.float32)
    matrix = (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)
    fill(db, matrix)
    index = vectors.load(db)
    for vector in matrix[:20]:
        assert nearest(index.nearest(db, vector, 10), 10) == expected(matrix, index.ids, vector, 10)


@pytest.mark.parametrize("kept", [30, 2500])
def test_filters_come_before_ranking(db: Database, index: vectors.Index, kept: int) -> None:
    matrix = unit(3000)
    rows = np.sort(np.random.default_rng(2).choice(3000, kept, replace=False))
    within = index.ids[rows].tolist()
    for vector in unit(10, seed=3):
        near = index.nearest(db, vector, 10, within=[*within, 5])
        assert nearest(near, 10) == expected(matrix[rows], index.ids[rows], vector, 10)


def test_nothing_passes_the_filter(db: Database, index: vectors.Index) -> None:
    assert index.nearest(db, unit(1)[0], 10, within=[7]).similarity == {}


def test_what_is_hidden_is_not_found(db: Database) -> None:
    fill(db, unit(5))
    index = vectors.load(db)
    found = index.nearest(db, unit(5)[0], 10, hidden={1000, 77}).similarity
    assert set(found) == {2000, 3000, 4000, 5000}


def test_ranks_and_what_is_asked_for_beside(db: Database, index: vectors.Index) -> None:
    vector = unit(1, seed=8)[0]
    order = expected(unit(3000), index.ids, vector, 3000)
    near = index.nearest(db, vector, 10, beside=[order[1500], order[2999], 3])
    assert [near.rank(passage) for passage in order[:10]] == list(range(1, 11))
    assert near.rank(order[2999]) == 3000
    assert abs((near.rank(order[1500]) or 0) - 1501) < 20  # those not looked at closely are near it
    assert near.rank(3) is None


def test_several_threads_compare_a_large_matrix() -> None:
    coded = scan.code(unit(60_000, dimensions=16))
    vector = unit(1, seed=1, dimensions=16)[0]
    exact = unit(60_000, dimensions=16) @ vector
    assert np.abs(scan.similarities(coded, vector) - exact).max() < scan.margin(coded, vector)


@pytest.mark.parametrize("count", [1, 30, 999, 1000, 5000])
def test_the_best_are_among_the_places(count: int) -> None:
    scores = np.random.default_rng(count).random(1000, dtype=np.float32)
    places = scan.best(scores, count, 0.01)
    assert set(np.argsort(-scores)[:count].tolist()) <= set(places.tolist())
    assert len(places) <= min(1000, count + 60)


def test_no_vectors_at_all(db: Database) -> None:
    index = vectors.load(db)
    assert index.nearest(db, unit(1)[0], 5).similarity == {}
    assert index.vector(1) is None
    assert not list(Path(str(beside.folder_of(db))).parent.glob("*.index"))


def test_vectors_are_nearly_as_they_were(index: vectors.Index) -> None:
    vector = index.vector(2000)
    assert vector is not None
    assert vector @ unit(3000)[1] > 0.999
    assert index.vector(5) is None


# ------------------------------------------------------------------------------------ in files


def place(db: Database) -> Path:
    found = beside.place(db, "vectors", store.state(db))
    assert found is not None
    return found


def test_a_second_process_maps_the_files(db: Database, index: vectors.Index) -> None:
    made = place(db)
    before = {path: path.stat().st_mtime_ns for path in made.iterdir()}
    code = "import sys; from kb import store, vectors\ni = vectors.load(store.open_database(sys.argv[1])); print(len(i.ids))"
    path = str(beside.path_of(db))
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(
        [sys.executable, "-c", code, path], check=False, env=env, capture_output=True, text=True
    )
    assert said.stdout.strip() == "3000", said.stderr
    assert {path: path.stat().st_mtime_ns for path in made.iterdir()} == before


def test_what_is_written_is_found_at_once(db: Database, index: vectors.Index) -> None:
    cache = vectors.Cache()
    assert len(cache.get(db).ids) == 3000
    fill(db, unit(5, seed=6), first=9000)
    again = cache.get(db)
    assert len(again.ids) == 3005
    vector = unit(5, seed=6)[2]
    assert nearest(again.nearest(db, vector, 1), 1) == [9002_000]
    db.execute("delete from passages where id = 9002000")
    store.add_vectors(db, [])
    assert 9002_000 not in cache.get(db).nearest(db, vector, 5).similarity
    assert [path.name for path in place(db).parent.iterdir()] == [place(db).name]


def test_only_new_rows_are_read(
    db: Database, index: vectors.Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(db, unit(5, seed=6), first=9000)
    read: list[int] = []
    real = embeddings.of_passages

    def counting(db: Database, ids: list[int], dimensions: int) -> object:
        read.extend(ids)
        return real(db, ids, dimensions)

    monkeypatch.setattr(embeddings, "of_passages", counting)
    assert len(vectors.load(db).ids) == 3005
    assert read == [9000_000, 9001_000, 9002_000, 9003_000, 9004_000]


def test_another_model_takes_no_rows_over(db: Database, index: vectors.Index) -> None:
    db.execute("delete from passages")
    store.drop_vectors(db)
    store.claim_model(db, "other", DIMENSIONS)
    other = unit(3000, seed=77)
    packed = embeddings.pack(other)
    db.conn.executemany(
        "insert into passages (id, talk_id, position, text, words, start_char, end_char, sha256)"
        " values (?, 1, 1, 'said', 1, 0, 4, ?)",
        [(int(i), f"o{i}") for i in index.ids],
    )
    db.conn.commit()
    store.add_vectors(
        db, [(int(i), f"o{i}", Packed(v, b"")) for i, v in zip(index.ids, packed, strict=True)]
    )
    found = vectors.load(db).nearest(db, other[4], 1)
    assert nearest(found, 1) == [5000]


def test_vectors_that_are_made_anew_are_read_anew(db: Database, index: vectors.Index) -> None:
    other = unit(3000, seed=77)
    rows = zip(index.ids.tolist(), embeddings.pack(other), strict=True)
    store.add_vectors(db, [(i, f"h{i // 1000}", Packed(v, b"")) for i, v in rows])
    assert nearest(vectors.load(db).nearest(db, other[4], 1), 1) == [5000]


def test_the_folder_may_be_deleted_at_any_time(db: Database, index: vectors.Index) -> None:
    folder = place(db).parent
    shutil.rmtree(folder)
    vector = unit(1, seed=5)[0]
    kept = nearest(index.nearest(db, vector, 5), 5)  # who has it mapped goes on
    assert nearest(vectors.load(db).nearest(db, vector, 5), 5) == kept
    assert place(db).is_dir()


def _shorten(folder: Path) -> None:
    os.truncate(folder / "codes.i8", 1000)


def _zero(folder: Path) -> None:
    (folder / "codes.i8").write_bytes(bytes(3000 * DIMENSIONS))


def _lose(folder: Path) -> None:
    (folder / "ids.i64").unlink()


def _scramble(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"{\xff")


def _misspell(folder: Path) -> None:
    (folder / "about.json").write_text("{}", "utf-8")


@pytest.mark.parametrize("damage", [_shorten, _zero, _lose, _scramble, _misspell])
def test_a_broken_index_is_made_anew(
    db: Database, index: vectors.Index, damage: Callable[[Path], None]
) -> None:
    before = {path.name: path.read_bytes() for path in place(db).iterdir()}
    del index
    damage(place(db))
    assert files.opened(db) is None
    assert len(vectors.load(db).ids) == 3000
    assert {path.name: path.read_bytes() for path in place(db).iterdir()} == before


def test_a_folder_that_cannot_be_written_to(db: Database, tmp_path: Path) -> None:
    (tmp_path / "kb.db.index").write_text("a file, where a folder should be", "utf-8")
    fill(db, unit(50))
    vector = unit(50)[7]
    assert nearest(vectors.load(db).nearest(db, vector, 1), 1) == [8000]


def test_a_database_in_memory() -> None:
    from kb.schema import migrate

    db = Database(memory=True)
    migrate(db)
    fill(db, unit(50))
    assert nearest(vectors.Cache().get(db).nearest(db, unit(50)[7], 1), 1) == [8000]
    db.close()


def test_of_two_that_make_it_at_once_one_is_kept(db: Database) -> None:
    fill(db, unit(500))
    path = str(beside.path_of(db))

    def make() -> None:
        own = Database(path)
        found.append(len(files.made(own).ids))
        own.close()

    found: list[int] = []
    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [500] * 4
    assert [path.name for path in place(db).parent.iterdir()] == [place(db).name]
    assert beside.whole(place(db))


def test_a_copy_of_the_database_is_another_one(db: Database, tmp_path: Path) -> None:
    fill(db, unit(5))
    vectors.load(db)
    db.execute("pragma wal_checkpoint(truncate)")
    shutil.copyfile(tmp_path / "kb.db", tmp_path / "old.db")
    fill(db, unit(5, seed=1), first=50)
    vectors.load(db)
    db.close()
    # The old one comes back, and is written to as often as the other was.
    for left in tmp_path.glob("kb.db-*"):
        left.unlink()
    shutil.copyfile(tmp_path / "old.db", tmp_path / "kb.db")
    again = store.open_database(tmp_path / "kb.db")
    fill(again, unit(5, seed=2), first=70)
    assert vectors.load(again).ids.max() == 74_000
    again.close()


# ----------------------------------------------------------------------------- sentences' vectors


@pytest.mark.parametrize("dimensions", [384, 33])
def test_sentences_are_packed_small_and_told_apart(dimensions: int) -> None:
    said = unit(9, dimensions=dimensions)
    packed = embeddings.pack_short(said)
    assert len(packed) == 9 * ((dimensions + 1) // 2)
    again = embeddings.unpack_short(packed, dimensions)
    assert (again * said).sum(axis=1).min() > 0.98
    assert np.allclose(np.linalg.norm(again, axis=1), 1, atol=1e-5)


def test_a_sentence_of_nothing() -> None:
    packed = embeddings.pack_short(np.zeros((1, 4), dtype=np.float32))
    assert embeddings.unpack_short(packed, 4).tolist() == [[0, 0, 0, 0]]
    assert embeddings.unpack_short(b"", 4).shape == (0, 4)


def test_sentences_have_vectors_and_old_databases_get_them(
    filled: Database, ingest: Callable[..., object], folder: Path
) -> None:
    ids = [row[0] for row in filled.execute("select id from passages")]
    found = embeddings.of_sentences(filled, ids, 64)
    texts = dict(filled.execute("select id, text from passages").fetchall())
    assert {i: len(v) for i, v in found.items()} == {
        i: len(embeddings.spans(text)) for i, text in texts.items()
    }
    filled.execute("update embeddings set sentences = null, tokens = null")  # as in the beginning
    filled.conn.commit()
    assert embeddings.of_sentences(filled, ids, 64) == {}
    ingest(folder)
    assert len(embeddings.of_sentences(filled, ids, 64)) == len(ids)
