"""Who is who: suggestions with their evidence, and decisions that hold when files come again."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from sqlite_utils import Database

from kb import build, collections, people, search, store, vectors
from kb.errors import DecisionError, NotFoundError
from kb.filters import Filters

Ingest = Callable[..., build.Report]


def captions(*said: tuple[str, str]) -> str:
    """A WebVTT file of (voice, words), ten seconds each."""
    cues = [
        f"00:{n // 6:02}:{n % 6}0.000 --> 00:{n // 6:02}:{n % 6}9.000\n<v {voice}>{words}\n"
        for n, (voice, words) in enumerate(said)
    ]
    return "WEBVTT\n\n" + "\n".join(cues)


RIVERS = captions(
    (
        "SPEAKER_00",
        "Welcome back to Maps. I'm your host, Ann Lee, and our guest today is Carl Voss.",
    ),
    ("SPEAKER_01", "Thanks for having me, Ann."),
    ("SPEAKER_00", "So Carl, how did you begin to draw rivers that nobody has walked along?"),
    (
        "SPEAKER_01",
        "I began with my father. You only know a river once you have been thirsty beside it.",
    ),
    ("SPEAKER_00", "And is it true that you measure every bend with a rope, as they did long ago?"),
    (
        "SPEAKER_01",
        "Only the bends that I like. A rope remembers what a lens forgets, and it is cheap.",
    ),
)
HARBOURS = captions(
    ("SPEAKER_00", "The harbour was closed in the winter, and nobody had told the pilots of it."),
    ("SPEAKER_01", "We heard it from the fishermen, who always know these things before we do."),
    ("SPEAKER_00", "They went out in small boats, and they came back with lanterns and with news."),
    ("SPEAKER_01", "That is how the old chart was made, from what they told us over the years."),
)


pytestmark = pytest.mark.usefixtures("talks")


@pytest.fixture
def talks(tmp_path: Path, ingest: Ingest) -> Path:
    """Two talks of a show, both with SPEAKER_00 and SPEAKER_01, ingested into `db`."""
    folder = tmp_path / "talks" / "maps"
    folder.mkdir(parents=True)
    (folder / "rivers.vtt").write_text(RIVERS, "utf-8")
    (folder / "harbours.vtt").write_text(HARBOURS, "utf-8")
    assert ingest(folder.parent).failed == []
    return folder.parent


def names(db: Database, talk: str = "maps/rivers.vtt") -> list[tuple[str, str]]:
    """Who speaks in a talk, and how that is known."""
    sql = """select name, attribution from talk_speakers join speakers on speakers.id = speaker_id
        join talks on talks.id = talk_id where path = ? order by position"""
    return [(name, known) for name, known in db.execute(sql, [talk])]


def everything(db: Database) -> list[list[tuple[object, ...]]]:
    """All rows that a decision may change."""
    return [
        db.execute(f"select {columns} from {table} order by {columns}").fetchall()
        for table, columns in (
            ("speakers", "id, name, named"),
            ("speaker_aliases", "talk_id, speaker_id, alias"),
            ("talk_speakers", "talk_id, speaker_id, position, role, attribution, turns, words"),
            ("turns", "id, speaker_id"),
            ("passages", "id, speaker_id"),
            ("quotes", "id, speaker_id"),
            ("summary_sentences", "id, speaker_id"),
            ("backchannels", "turn_id, position, speaker_id"),
        )
    ]


# ----------------------------------------------------------------------------------- labels, clues


def test_a_label_means_somebody_in_its_file_only(db: Database) -> None:
    sql = "select count(distinct id), max(named) from speakers where name = 'SPEAKER_00'"
    assert tuple(db.execute(sql).fetchone()) == (2, 0)
    assert names(db) == [("SPEAKER_00", "unknown"), ("SPEAKER_01", "unknown")]


def test_suggestions_come_with_the_words_that_speak_for_them(db: Database) -> None:
    found = {s.name: s for s in people.suggestions(db)}
    assert {name: s.person for name, s in found.items()} == {
        "SPEAKER_00": "Ann Lee",
        "SPEAKER_01": "Carl Voss",
    }
    assert all(s.talk == "maps/rivers.vtt" and s.score > 0.8 for s in found.values())
    said = found["SPEAKER_01"].evidence[0]
    assert (said.kind, said.start_ms) == ("introduced", 0)
    assert said.text[said.start : said.end] == "guest today is Carl Voss"
    source = db.execute("select text from sources where talk_id = ?", [said.talk_id]).fetchone()[0]
    assert source[said.start_char : said.end_char] == "guest today is Carl Voss"


def test_nothing_is_put_in_without_a_decision(db: Database) -> None:
    people.suggestions(db)
    assert db.execute("select count(*) from speakers where named").fetchone()[0] == 0


def test_people_whom_the_file_names_are_evidence(ingest: Ingest, talks: Path, db: Database) -> None:
    sidecar = "people:\n- {name: Dora Kern, role: host}\n- {name: SPEAKER_00, role: host}\n"
    (talks / "maps" / "harbours.vtt.yml").write_text(sidecar, "utf-8")
    ingest(talks)
    assert db.execute("select name, role from talk_people").fetchall() == [
        ("Dora Kern", "host"),
        ("SPEAKER_00", "host"),
    ]
    (found,) = [s for s in people.suggestions(db) if s.talk == "maps/harbours.vtt"]
    assert (found.name, found.person, found.kind) == ("SPEAKER_00", "Dora Kern", "listed")


def test_other_spellings_and_first_names_of_a_show(
    ingest: Ingest, tmp_path: Path, db: Database
) -> None:
    folder = tmp_path / "more" / "maps"
    folder.mkdir(parents=True)
    line = "We drew the coast again, all of it, because the sea had moved since the last time."
    for number, who in enumerate(("Jerod Santo", "Jerod Santo", "Jerod Sant", "Jerod", "Bo Li")):
        said = captions((who, f"{line} That was in year {number}."), ("Ann Lee", line))
        (folder / f"{number}.vtt").write_text(said, "utf-8")
    ingest(folder.parent)
    found = {s.name: s for s in people.suggestions(db) if s.named}
    assert {name: (s.person, s.kind) for name, s in found.items()} == {
        "Jerod Sant": ("Jerod Santo", "spelling"),
        "Jerod": ("Jerod Santo", "first name"),
    }


# --------------------------------------------------------------------------------------- decisions


def test_an_accepted_suggestion_is_in_all_tables_and_undone(db: Database) -> None:
    before = everything(db)
    for each in people.suggestions(db):
        people.accept(db, each.speaker_id, each.person)
    assert names(db) == [("Ann Lee", "mapped"), ("Carl Voss", "mapped")]
    assert names(db, "maps/harbours.vtt")[0] == ("SPEAKER_00", "unknown")
    for view in ("turn_view", "passage_view", "quote_view"):
        sql = f"select speaker, attribution from {view} where talk = 'maps/rivers.vtt'"
        assert {known for _, known in db.execute(sql)} == {"mapped"}
    hits = search.search(
        db, "rope", index=vectors.load(db), encoder=None, filters=Filters(speaker=("Ann Lee",))
    )
    assert [(hit.speaker, hit.attribution) for hit in hits] == [("Ann Lee", "mapped")]
    aliased = db.execute("select alias from speaker_aliases order by alias").fetchall()
    assert aliased == [("SPEAKER_00",), ("SPEAKER_01",)]
    assert people.suggestions(db) == []
    assert db.execute("pragma foreign_key_check").fetchall() == []
    people.undo(db, ["Ann Lee", "Carl Voss"])
    assert everything(db) == before


def test_decisions_hold_when_the_file_is_ingested_again(
    ingest: Ingest, talks: Path, db: Database
) -> None:
    people.rename(db, "SPEAKER_01", "Carl Voss", talk="maps/rivers.vtt")
    file = talks / "maps" / "rivers.vtt"
    file.write_text(RIVERS.replace("it is cheap", "it is cheap enough"), "utf-8")
    assert ingest(talks).changed == ["maps/rivers.vtt"]
    assert names(db) == [("SPEAKER_00", "unknown"), ("Carl Voss", "mapped")]


def test_a_file_made_anew_with_other_labels_does_not_get_the_wrong_names(
    ingest: Ingest, talks: Path, db: Database
) -> None:
    people.rename(db, "SPEAKER_01", "Carl Voss", talk="maps/rivers.vtt")
    swapped = RIVERS.replace("SPEAKER_00", "x").replace("SPEAKER_01", "SPEAKER_00")
    file = talks / "maps" / "rivers.vtt"
    file.write_text(swapped.replace("<v x>", "<v SPEAKER_01>"), "utf-8")
    ingest(talks)
    assert names(db) == [("SPEAKER_01", "unknown"), ("SPEAKER_00", "unknown")]
    (decision,) = people.decisions(db)
    assert decision.rests
    file.write_text(RIVERS, "utf-8")
    ingest(talks)
    assert names(db)[1] == ("Carl Voss", "mapped")


def test_a_merge_holds_for_talks_that_come_later(ingest: Ingest, talks: Path, db: Database) -> None:
    later = captions(("Ann Leigh", "The sea moved."), ("Ann Lee", "So did the coast."))
    (talks / "maps" / "later.vtt").write_text(later, "utf-8")
    ingest(talks)
    before = everything(db)
    people.merge(db, ["Ann Leigh"], "Ann Lee")
    assert names(db, "maps/later.vtt") == [("Ann Lee", "mapped")]
    sql = "select turns, words from talk_speakers join speakers on speakers.id = speaker_id where name = 'Ann Lee'"
    assert tuple(db.execute(sql).fetchone()) == (2, 7)
    (talks / "maps" / "last.vtt").write_text(captions(("Ann Leigh", "It rained on us.")), "utf-8")
    ingest(talks)
    assert names(db, "maps/last.vtt") == [("Ann Lee", "mapped")]
    (talks / "maps" / "last.vtt").unlink()
    ingest(talks, prune=True)
    people.undo(db, ["Ann Leigh"])
    assert everything(db) == before


def test_two_people_of_one_name_are_told_apart(ingest: Ingest, talks: Path, db: Database) -> None:
    for name in ("one", "two"):
        said = captions(("Bo Li", f"In {name} we went north."), ("Ann Lee", "We went south."))
        (talks / "maps" / f"{name}.vtt").write_text(said, "utf-8")
    ingest(talks)
    before = everything(db)
    people.rename(db, "Bo Li", "Bo Li (the pilot)", talk="maps/two.vtt")
    assert [names(db, f"maps/{n}.vtt")[0][0] for n in ("one", "two")] == [
        "Bo Li",
        "Bo Li (the pilot)",
    ]
    people.undo(db, ["Bo Li"])
    assert everything(db) == before


def test_a_name_given_wrongly_is_renamed_and_both_are_undone(db: Database) -> None:
    before = everything(db)
    people.rename(db, "SPEAKER_01", "Karl Foss", talk="maps/rivers.vtt")
    people.rename(db, "Karl Foss", "Carl Voss")
    assert names(db)[1] == ("Carl Voss", "mapped")
    own = people.find(db, "Carl Voss")
    assert [d.name for d in people.about(db, own.id)] == ["SPEAKER_01", "Karl Foss"]
    people.undo(db, [str(d.id) for d in people.about(db, own.id)])
    assert everything(db) == before


def test_two_labels_of_one_talk_can_be_one_voice(db: Database) -> None:
    people.merge(db, ["SPEAKER_01"], "SPEAKER_00", talk="maps/rivers.vtt")
    assert names(db) == [("SPEAKER_00", "unknown")]
    people.rename(db, "SPEAKER_00", "Ann Lee", talk="maps/rivers.vtt")
    assert names(db) == [("Ann Lee", "mapped")]


def test_a_rejected_suggestion_is_not_made_again_until_that_is_undone(
    ingest: Ingest, talks: Path, db: Database
) -> None:
    (first, *_) = [s for s in people.suggestions(db) if s.name == "SPEAKER_01"]
    people.reject(db, first.speaker_id, first.person)
    file = talks / "maps" / "rivers.vtt"
    file.write_text(RIVERS.replace("cheap", "cheaper"), "utf-8")
    ingest(talks)
    assert [s.name for s in people.suggestions(db)] == ["SPEAKER_00"]
    people.undo(db, ["SPEAKER_01"])
    assert {s.name for s in people.suggestions(db)} == {"SPEAKER_00", "SPEAKER_01"}


def test_an_old_link_leads_to_who_that_is_now(db: Database) -> None:
    old = people.find(db, "SPEAKER_01", "maps/rivers.vtt").id
    people.rename(db, str(old), "Carl Voss")
    assert people.moved_to(db, old) == people.find(db, "Carl Voss").id
    assert people.moved_to(db, people.find(db, "Carl Voss").id) is None


def test_what_was_collected_stays_as_it_was(db: Database) -> None:
    collections.create(db, "Rope")
    turn = db.execute("select id from turns where text like 'Only the bends%'").fetchone()[0]
    kept = collections.add_span(db, "rope", turn, 0, 29)
    people.rename(db, "SPEAKER_01", "Carl Voss", talk="maps/rivers.vtt")
    (still,) = collections.items(db, "rope")
    assert still == kept
    assert (still.speaker, still.attribution) == ("SPEAKER_01", "unknown")
    again = collections.add_span(db, "rope", turn, 30, 60)
    assert (again.speaker, again.attribution) == ("Carl Voss", "mapped")


@pytest.mark.parametrize(
    ("decide", "says"),
    [
        (lambda db: people.rename(db, "SPEAKER_00", "Ann"), "name one by its id"),
        (lambda db: people.rename(db, "Nobody Else", "Ann"), "no speaker 'Nobody Else'"),
        (
            lambda db: people.rename(db, "SPEAKER_00", "Speaker 7", talk="maps/rivers.vtt"),
            "names nobody",
        ),
        (lambda db: people.rename(db, "SPEAKER_00", " 12 ", talk="maps/rivers.vtt"), "letters"),
        (
            lambda db: people.merge(db, ["SPEAKER_00"], "Ann Lee", talk="maps/rivers.vtt"),
            "no speaker 'Ann Lee'",
        ),
        (lambda db: people.undo(db, ["Ann Lee"]), "nothing was decided"),
    ],
)
def test_what_cannot_be_says_why(
    db: Database, decide: Callable[[Database], object], says: str
) -> None:
    with pytest.raises((NotFoundError, DecisionError), match=says):
        decide(db)
    assert people.decisions(db) == []


def test_a_full_name_that_somebody_has_is_merged_not_renamed(db: Database) -> None:
    people.rename(db, "SPEAKER_00", "Ann Lee", talk="maps/rivers.vtt")
    people.rename(db, "SPEAKER_01", "Carl Voss", talk="maps/rivers.vtt")
    with pytest.raises(DecisionError, match="merge 'Carl Voss' into 'Ann Lee'"):
        people.rename(db, "Carl Voss", "ann lee")


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_decided_undoing_all_of_it_brings_everything_back(
    ingest: Ingest, talks: Path, db: Database, seed: int
) -> None:
    more = captions(("Ann Lee", "We went."), ("Bo", "We came."), ("SPEAKER_00", "We stayed."))
    (talks / "maps" / "more.vtt").write_text(more, "utf-8")
    ingest(talks)
    before = everything(db)
    dice = random.Random(seed)
    words = sum(row[6] for row in before[2])
    for _ in range(14):
        everybody = [str(row[0]) for row in db.execute("select id from speakers order by id")]
        one, other = dice.choice(everybody), dice.choice(everybody)
        name = dice.choice(("Ann Lee", "Bo Oak", "Bo", "Eve Stone", "ann lee"))
        decide: Callable[[], object] = dice.choice(
            (
                partial(people.rename, db, one, name),
                partial(people.merge, db, [one], other),
                partial(people.accept, db, int(one), name),
                partial(people.reject, db, int(one), name),
            )
        )
        with suppress(DecisionError, NotFoundError):
            decide()
        assert db.execute("pragma foreign_key_check").fetchall() == []
        assert db.execute("select sum(words) from talk_speakers").fetchone()[0] == words
        adrift = """select count(*) from turns left join talk_speakers
            using (talk_id, speaker_id) where talk_speakers.talk_id is null"""
        assert db.execute(adrift).fetchone()[0] == 0
    assert people.decisions(db)
    held = everything(db)
    (talks / "maps" / "more.vtt").write_text(more + "\n", "utf-8")
    ingest(talks)
    assert everything(db) == held
    people.adopt(db, [], replace=True)
    assert everything(db) == before


# ------------------------------------------------------------------------------------------- files


def test_decisions_go_through_a_file_to_another_knowledge_base(
    db: Database, tmp_path: Path, talks: Path
) -> None:
    path = Path(db.execute("pragma database_list").fetchone()[2])
    db.execute("pragma wal_checkpoint(truncate)")
    other = store.open_database(shutil.copy(path, tmp_path / "other.db"))
    for each in people.suggestions(db):
        people.accept(db, each.speaker_id, each.person)
    people.merge(db, ["Carl Voss"], "Ann Lee")
    text = people.dump(people.decisions(db))
    people.adopt(other, people.load(text))
    assert everything(other) == everything(db)
    assert people.dump(people.load(text)) == text
    people.adopt(other, [], replace=True)
    assert people.decisions(other) == []
    other.close()


def test_decisions_may_come_before_their_talks(
    tmp_path: Path, talks: Path, encoder: object
) -> None:
    fresh = store.open_database(tmp_path / "fresh.db")
    text = "speakers:\n- talk: maps/rivers.vtt\n  name: SPEAKER_01\n  is: Carl Voss\n"
    people.adopt(fresh, people.load(text))
    build.ingest(fresh, [talks], encoder=lambda: encoder, workers=1)  # type: ignore[arg-type, return-value]
    assert names(fresh)[1] == ("Carl Voss", "mapped")
    fresh.close()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("speakers: [", "line 1: this is not valid YAML"),
        ("people: []", "there is no list `speakers:`"),
        ("speakers:\n- name: Bo", "line 2: an entry has a `name`"),
        ("speakers:\n- name: Bo\n  is: Ann\n  not: Eve", "line 2: an entry has a `name`"),
        ("speakers:\n- name: 0\n  is: Ann", "line 2: `name` is text"),
        ("speakers:\n- name: Bo\n  is: Ann\n  talk: a\n  show: b", "not both"),
        (
            "speakers:\n- name: Bo\n  is: Ann\n- name: bo\n  is: Eve",
            "line 4: 'bo' is decided about twice",
        ),
        ("speakers:\n- name: Bo\n  is: Ann\n  of: b", "an entry has no `of`"),
    ],
)
def test_a_broken_file_says_where(text: str, says: str) -> None:
    with pytest.raises(DecisionError) as caught:
        people.load(text)
    assert says in str(caught.value)


def test_every_table_that_says_who_speaks_follows_decisions(db: Database) -> None:
    known = {"talk_speakers", "speaker_aliases", "found_speakers", "found_voices"}
    tables = [t for t in db.table_names() if "speaker_id" in db.table(t).columns_dict]
    assert {t for t in tables if t not in known} == {
        "turns",
        "passages",
        "quotes",
        "summary_sentences",
        "backchannels",
    }


def test_what_listeners_say_follows_too(ingest: Ingest, talks: Path, db: Database) -> None:
    said = captions(
        ("SPEAKER_00", "We drew the coast again, all of it, because the sea had"),
        ("SPEAKER_01", "Mm-hmm."),
        ("SPEAKER_00", "moved since the last time, and nobody had told the pilots."),
        ("SPEAKER_01", "Who could have told them of it in the winter?"),
    )
    (talks / "maps" / "coast.vtt").write_text(said, "utf-8")
    ingest(talks)
    sql = """select speakers.name from backchannels join speakers on speakers.id = backchannels.speaker_id
        join turns on turns.id = turn_id join talks on talks.id = turns.talk_id
        where talks.path = 'maps/coast.vtt'"""
    assert db.execute(sql).fetchall() == [("SPEAKER_01",)]
    before = everything(db)
    people.rename(db, "SPEAKER_01", "Bo Oak", talk="maps/coast.vtt")
    assert db.execute(sql).fetchall() == [("Bo Oak",)]
    people.undo(db, ["Bo Oak"])
    assert everything(db) == before
