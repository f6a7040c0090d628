"""What the doctor finds, in talks that ail of one thing each, and that healthy talks pass."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from ingest.timecode import stamp
from kb import build, collections, doctor, people, store
from kb.doctor import ARCHIVE_CHECKS, TALK_CHECKS, Finding, table
from kb.doctor.places import place
from kb.errors import NotFoundError
from tests.conftest import PODCAST, POST

Ingest = Callable[..., build.Report]

WORDS = [
    a + b + c
    for a in "ba co di fu ge ha jo ki".split()
    for b in "lam net pis rot sur tan vel".split()
    for c in "ing ed er en ow ish ant ate".split()
]
HEAD = "---\ntitle: A talk\ndate: 2024-05-01\nurl: https://example.org/talk\n---\n\n"


def prose(count: int, seed: int = 1) -> str:
    """Sentences of ten words that hardly repeat."""
    chosen = random.Random(seed)
    return " ".join(
        "The {} and the {} were {} to {} it.".format(
            *(WORDS[chosen.randrange(len(WORDS))] for _ in range(4))
        )
        for _ in range(count // 10)
    )


def cue(start_ms: int, end_ms: int, words: str, voice: str = "Ann Lee") -> str:
    return f"{stamp(start_ms)} --> {stamp(end_ms)}\n<v {voice}>{words}\n"


def captions(*cues: str) -> str:
    return "WEBVTT\n\n" + "\n".join(cues)


def steady(
    count: int,
    *,
    start_ms: int = 0,
    each_ms: int = 4_000,
    seed: int = 1,
    voices: tuple[str, ...] = ("Ann Lee", "Bo Chu"),
) -> list[str]:
    """Cues of ten words, one after the other, each by another voice: 150 words a minute."""
    return [
        cue(
            start_ms + n * each_ms,
            start_ms + (n + 1) * each_ms,
            prose(10, seed * 10_000 + n),
            voices[n % len(voices)],
        )
        for n in range(count)
    ]


@pytest.fixture
def found(ingest: Ingest, db: Database, tmp_path: Path) -> Callable[..., dict[str, Finding]]:
    """Ingest files, {name: text}, and return what is found in the first by check."""

    def examine(files: dict[str, str | bytes]) -> dict[str, Finding]:
        talks = tmp_path / "found"
        talks.mkdir()
        for name, text in files.items():
            (talks / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        assert ingest(talks).failed == []
        findings = doctor.examine(db, next(iter(files))).findings
        assert len({f.check for f in findings}) == len(findings)
        return {finding.check: finding for finding in findings}

    return examine


# -------------------------------------------------------------------------------------- in health


def test_talks_in_health_have_notes_at_most(filled: Database) -> None:
    report = doctor.examine(filled)
    assert report.healthy
    assert (report.talks, report.count("error"), report.count("warning")) == (2, 0, 0)
    assert report.words == filled.execute("select sum(words) from talks").fetchone()[0]


def test_good_captions_have_nothing(found: Callable[..., dict[str, Finding]]) -> None:
    assert found({"a.vtt": captions(*steady(60)), "a.vtt.yml": HEAD.strip("-\n")}) == {}


def test_an_empty_database_is_in_health(db: Database) -> None:
    assert doctor.examine(db).healthy


def test_a_talk_that_is_not_there_is_an_error(db: Database) -> None:
    with pytest.raises(NotFoundError):
        doctor.examine(db, "nowhere.txt")


def test_every_check_has_a_name_and_says_what_it_finds() -> None:
    checks = [*TALK_CHECKS, *ARCHIVE_CHECKS]
    assert len({check.name for check in checks}) == len(checks) >= 19
    assert all(check.about and not check.about.endswith(".") for check in checks)


# ------------------------------------------------------------------------------------------ times


def test_gaps(found: Callable[..., dict[str, Finding]]) -> None:
    gap = found({"a.vtt": captions(*steady(40), *steady(40, start_ms=560_000, seed=2))})["gaps"]
    assert gap.severity == "warning"
    assert gap.numbers["longest_ms"] == gap.numbers["silent_ms"] == 400_000
    assert gap.numbers["start_ms"] == 160_000
    assert gap.numbers["covered"] == pytest.approx(320 / 720, abs=0.001)
    assert "44 % of 12:00: 1 gap, the longest 6:40 from 2:40" in gap.message


def test_a_short_gap_in_a_long_talk_is_a_note(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [*steady(300), *steady(300, start_ms=1_290_000, seed=2)]
    assert found({"a.vtt": captions(*cues)})["gaps"].severity == "info"


def test_music_before_the_first_words_is_no_gap(found: Callable[..., dict[str, Finding]]) -> None:
    assert "gaps" not in found({"a.vtt": captions(*steady(60, start_ms=200_000))})


def test_gaps_where_a_file_has_no_ends(found: Callable[..., dict[str, Finding]]) -> None:
    turns = [(0, 100), (40, 100), (80, 10), (680, 100), (720, 100)]
    text = "\n\n".join(
        f"**{'Ann Lee' if n % 2 else 'Bo Chu'}:** [{at // 60:02}:{at % 60:02}] {prose(words, n)}"
        for n, (at, words) in enumerate(turns)
    )
    gap = found({"a.md": text})["gaps"]
    assert gap.numbers["start_ms"] == 80_000
    assert gap.numbers["longest_ms"] == pytest.approx(596_000, abs=2_000)


def test_overlaps(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [cue(n * 4_000, n * 4_000 + 7_500, prose(10, n), f"Voice{n % 2} Lee") for n in range(60)]
    overlap = found({"a.vtt": captions(*cues)})["overlaps"]
    assert overlap.severity == "warning"
    assert overlap.numbers["overlaps"] == 59
    assert overlap.numbers["overlap_ms"] == 59 * 3_500


def test_times_that_run_backwards(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [*steady(40, start_ms=600_000), *steady(40, seed=2)]
    problem = found({"a.vtt": captions(*cues)})
    assert problem["backwards"].severity == "warning"
    assert problem["backwards"].numbers == {"places": 1, "from_ms": 756_000, "to_ms": 0}
    assert "problems" not in problem


def test_two_seconds_backwards_are_a_note(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [*steady(20), *steady(20, start_ms=74_000, seed=2)]
    assert found({"a.vtt": captions(*cues)})["backwards"].severity == "info"


def test_words_that_come_too_fast(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [*steady(40), cue(160_000, 161_000, prose(90, 7)), *steady(40, start_ms=161_000, seed=3)]
    rate = found({"a.vtt": captions(*cues)})["rate"]
    assert rate.severity == "warning"
    assert rate.numbers["start_ms"] == 160_000
    assert rate.numbers["words"] == pytest.approx(90, abs=3)


def test_a_quick_exchange_is_not_too_fast(found: Callable[..., dict[str, Finding]]) -> None:
    cues = [
        *steady(40),
        cue(160_000, 160_500, "Yes, of course, I do."),
        *steady(20, start_ms=161_000),
    ]
    assert "rate" not in found({"a.vtt": captions(*cues)})


def test_speech_without_times_is_a_note(filled: Database) -> None:
    findings = [f for f in doctor.examine(filled).findings if f.check == "no-times"]
    assert [f.talk for f in findings] == ["paper-trails-12.txt"]


# ----------------------------------------------------------------------------------------- voices


def test_speakers_without_names(found: Callable[..., dict[str, Finding]]) -> None:
    text = PODCAST.replace("Tomas Reyes:", "SPEAKER_01:")
    unnamed = found({"a.txt": text})["unnamed"]
    assert unnamed.severity == "warning"
    assert unnamed.numbers["speakers"] == 1
    assert float(unnamed.numbers["share"]) > 0.5
    assert "SPEAKER_01" in unnamed.message


def test_words_of_nobody(found: Callable[..., dict[str, Finding]]) -> None:
    text = captions(*steady(40, voices=("Ann Lee",))).replace("<v Ann Lee>", "")
    nobody = found({"a.vtt": text, "a.vtt.yml": "kind: interview"})["unattributed"]
    assert (nobody.severity, nobody.numbers) == ("warning", {"words": 400, "share": 1.0})


def test_a_lecture_without_a_speaker_is_a_note(found: Callable[..., dict[str, Finding]]) -> None:
    text = captions(*steady(40, voices=("Ann Lee",))).replace("<v Ann Lee>", "")
    assert found({"a.vtt": text, "a.vtt.yml": "kind: talk"})["unattributed"].severity == "info"


def test_one_voice_in_an_interview(found: Callable[..., dict[str, Finding]]) -> None:
    text = captions(*steady(60, voices=("Ann Lee",)))
    one = found({"a.vtt": text, "a.vtt.yml": "kind: interview"})["one-voice"]
    assert one.severity == "warning"
    assert "all 600 words are Ann Lee's" in one.message


def test_one_voice_in_a_podcast_is_a_note(found: Callable[..., dict[str, Finding]]) -> None:
    text = captions(*steady(60, voices=("Ann Lee",)))
    assert found({"a.vtt": text, "a.vtt.yml": "kind: podcast"})["one-voice"].severity == "info"


def test_very_long_turns(found: Callable[..., dict[str, Finding]]) -> None:
    text = (
        f"Ann Lee: Why?\n\nBo Chu: {prose(2_100)}\n\nAnn Lee: I see.\n\nBo Chu: {prose(100, 2)}\n"
    )
    turn = found({"a.txt": text, "a.txt.yml": "kind: interview"})["long-turn"]
    assert (turn.severity, turn.numbers["turns"]) == ("warning", 1)


# ---------------------------------------------------------------------------------------- wording


def test_loops_and_inventions(found: Callable[..., dict[str, Finding]]) -> None:
    cues = steady(30)
    cues[10] = cue(40_000, 44_000, "I think so too now. " * 12, "Ann Lee")
    cues[20] = cue(80_000, 84_000, "Thanks for watching!", "Nobody Else")
    made_up = found({"a.vtt": captions(*cues)})
    assert made_up["loops"].severity == "warning"
    assert made_up["loops"].numbers["words"] == 55
    assert "at 0:40" in made_up["loops"].message
    assert made_up["inventions"].severity == "info"
    assert made_up["inventions"].numbers["inventions"] == 1


def test_what_could_not_be_decoded(found: Callable[..., dict[str, Finding]]) -> None:
    lost = found({"a.md": (HEAD + prose(300)).encode() + " A na\ufffdve fa\ufffdade.".encode()})
    assert (lost["unreadable"].severity, lost["unreadable"].numbers) == (
        "warning",
        {"characters": 2},
    )


def test_an_old_encoding_is_a_note(found: Callable[..., dict[str, Finding]]) -> None:
    text = PODCAST.replace("scanner", "caméra déjà réglée").encode("cp1252")
    repaired = found({"a.txt": text})["repaired"]
    assert (repaired.severity, repaired.message[:11]) == ("info", "decoded as ")


def test_garbled_letters(found: Callable[..., dict[str, Finding]]) -> None:
    right = PODCAST.replace("I'm", "I’m").replace("archive", "archivé")
    mended = right.encode().decode("cp1252")
    lossy = mended.replace("Ã©", "Ã ").replace("â€™", "â€")
    garbled = found({"a.txt": lossy, "b.txt": right})["garbled"]
    assert int(garbled.numbers["places"]) >= 2


def test_letters_that_only_look_garbled(found: Callable[..., dict[str, Finding]]) -> None:
    text = HEAD + "NÃO É ASSIM, Ângela. SÃO três cães, e não há mais. " + prose(200)
    assert "garbled" not in found({"a.md": text})


def test_what_readers_noted(found: Callable[..., dict[str, Finding]]) -> None:
    text = captions(*steady(30)).replace("WEBVTT", "WEBVTTX", 1)
    problems = found({"a.vtt": text})["problems"]
    assert problems.severity == "warning"
    assert int(problems.numbers["problems"]) >= 1
    assert "(line 1)" in problems.message


def test_a_talk_that_is_in_its_file_twice(found: Callable[..., dict[str, Finding]]) -> None:
    repeated = found({"a.md": HEAD + f"{prose(400)}\n\n{prose(50, 2)}\n\n{prose(400)}\n"})[
        "repeated"
    ]
    assert float(repeated.numbers["share"]) == pytest.approx(0.47, abs=0.03)


def test_talks_with_next_to_nothing(found: Callable[..., dict[str, Finding]]) -> None:
    short = found({"a.txt": "Ann Lee: Only this was said.\n\nBo Chu: And that was all.\n"})["short"]
    assert (short.severity, short.numbers) == ("warning", {"words": 8})


# ---------------------------------------------------------------------------------------- records


def test_what_a_file_does_not_say(found: Callable[..., dict[str, Finding]]) -> None:
    missing = found({"paper-trails-12.txt": PODCAST})
    assert {"no-date", "no-title", "no-link"} <= set(missing)
    assert {missing[name].severity for name in ("no-date", "no-title", "no-link")} == {"info"}
    assert "file's name" in missing["no-title"].message


def test_a_title_of_the_first_words(found: Callable[..., dict[str, Finding]]) -> None:
    message = found({"004_0891e84a8550ee6f.txt": PODCAST})["no-title"].message
    assert "first words" in message


def test_a_file_that_says_everything(found: Callable[..., dict[str, Finding]]) -> None:
    assert not {"no-date", "no-title", "no-link"} & set(found({"post.md": POST}))


def test_passages_without_vectors(filled: Database, folder: Path) -> None:
    talk = "paper-trails-12.txt"
    filled.execute(
        "delete from embeddings where passage_id in (select min(passages.id) from passages "
        "join talks on talks.id = talk_id where path = ?)",
        [talk],
    )
    (finding,) = [f for f in doctor.examine(filled).findings if f.check == "no-vectors"]
    assert (finding.talk, finding.severity, finding.numbers["missing"]) == (talk, "warning", 1)
    assert str(folder) in finding.message
    store.drop_vectors(filled)
    found = [f for f in doctor.examine(filled).findings if f.check == "no-vectors"]
    assert {f.talk for f in found} == {talk, "catalogue.md"}


# ----------------------------------------------------------------------------------- across talks


def test_the_same_talk_twice(found: Callable[..., dict[str, Finding]]) -> None:
    said = prose(600)
    heard = said.replace("ishan", "ashan").replace("ba", "bo").replace(".", " ...")
    twice = found({"a.md": HEAD + heard, "b.md": HEAD + said + " " + prose(20, 9)})["duplicate"]
    assert (twice.severity, twice.numbers["other"]) == ("warning", "b.md")


def test_an_excerpt(found: Callable[..., dict[str, Finding]]) -> None:
    said = prose(3_000)
    part = found({"part.md": HEAD + said[3_000:7_000], "whole.md": HEAD + said})["duplicate"]
    assert (part.severity, part.numbers["other"]) == ("info", "whole.md")
    assert float(part.numbers["contained"]) > 0.95


def test_of_three_copies_one_is_kept(ingest: Ingest, db: Database, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"{HEAD}{prose(600)}\n\nBy {name}\n", "utf-8")
    ingest(*(tmp_path / f"{name}.md" for name in "abc"))
    copies = [f.talk for f in doctor.examine(db).findings if f.check == "duplicate"]
    assert copies == ["a.md", "b.md"]


def collect(db: Database) -> str:
    """Collect a quote of the podcast; return its words."""
    collections.create(db, "Kept")
    quote = db.execute(
        "select quotes.id from quotes join talks on talks.id = talk_id where path like 'paper%'"
    ).fetchone()[0]
    return collections.add(db, "kept", quote).source_text


def orphans(db: Database) -> list[Finding]:
    return [f for f in doctor.examine(db).findings if f.check == "orphan"]


def test_a_collected_quote_whose_talk_did_not_change_is_sound(filled: Database) -> None:
    collect(filled)
    assert orphans(filled) == []


def test_a_collected_quote_that_moved(filled: Database, folder: Path, ingest: Ingest) -> None:
    collect(filled)
    file = folder / "paper-trails-12.txt"
    file.write_text("Nora Quill:\nThis was put before it all.\n" + PODCAST, "utf-8")
    ingest(folder)
    (orphan,) = orphans(filled)
    assert (orphan.severity, orphan.talk) == ("warning", "paper-trails-12.txt")
    assert orphan.numbers["found"] == "elsewhere"


def test_a_collected_quote_that_is_gone(filled: Database, folder: Path, ingest: Ingest) -> None:
    words = collect(filled)
    file = folder / "paper-trails-12.txt"
    file.write_text(PODCAST.replace(words[5:25], "quite something else"), "utf-8")
    ingest(folder)
    assert [f.numbers["found"] for f in orphans(filled)] == ["no"]
    file.unlink()
    ingest(folder, prune=True)
    assert [f.numbers["found"] for f in orphans(filled)] == ["no talk"]
    assert [f.check for f in doctor.examine(filled, "catalogue.md").findings] == []


# ----------------------------------------------------------------------------- what was left out


def test_files_that_no_talk_was_made_of(ingest: Ingest, db: Database, tmp_path: Path) -> None:
    folder = tmp_path / "left"
    folder.mkdir()
    (folder / "empty.vtt").write_text("WEBVTT\n\n", "utf-8")
    (folder / "numbers.json").write_text('{"a": [1, 2, 3]}', "utf-8")
    ingest(folder)
    found = {f.talk: f for f in doctor.examine(db).findings}
    empty, numbers = found["empty.vtt"], found["numbers.json"]
    assert (empty.check, empty.severity) == ("unread", "warning")
    assert (numbers.check, numbers.severity) == ("no-talk", "info")
    assert all("; " in finding.message for finding in found.values())
    assert "tried" not in numbers.message
    assert not doctor.examine(db).healthy
    assert place(db, empty) is None
    (folder / "empty.vtt").write_text(captions(*steady(20)), "utf-8")
    ingest(folder)
    assert [f.check for f in doctor.examine(db).findings if f.talk == "empty.vtt"] == [
        "no-date",
        "no-link",
        "no-title",
    ]


def test_a_voice_that_was_named_and_is_another_now(
    ingest: Ingest, db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "a.vtt"
    voices = ("SPEAKER_00", "SPEAKER_01")
    file.write_text(captions(*steady(20, voices=voices)), "utf-8")
    ingest(file)
    people.rename(db, "SPEAKER_01", "Ann Lee")
    assert "moved-voice" not in {f.check for f in doctor.examine(db).findings}
    file.write_text(captions(*steady(20, voices=(voices[1], voices[0]))), "utf-8")
    ingest(file)
    (moved,) = [f for f in doctor.examine(db).findings if f.check == "moved-voice"]
    assert (moved.talk, moved.severity) == ("a.vtt", "warning")
    assert moved.message.startswith("SPEAKER_01 was Ann Lee, but another voice now says")


def test_findings_lead_to_their_place(ingest: Ingest, db: Database, tmp_path: Path) -> None:
    file = tmp_path / "a.vtt"
    file.write_text(captions(*steady(40), *steady(40, start_ms=560_000, seed=2)), "utf-8")
    ingest(file)
    (gap,) = [f for f in doctor.examine(db).findings if f.check == "gaps"]
    at = place(db, gap)
    assert at is not None
    start_ms = db.execute("select start_ms from turns where id = ?", [at.turn_id]).fetchone()[0]
    assert (start_ms, gap.numbers["start_ms"]) == (156_000, 160_000)
    (dated,) = [f for f in doctor.examine(db).findings if f.check == "no-date"]
    whole = place(db, dated)
    assert whole is not None
    assert (whole.talk_id, whole.turn_id) == (at.talk_id, None)


def test_a_stored_sketch_is_as_good_as_the_text(
    ingest: Ingest, db: Database, tmp_path: Path
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(f"{HEAD}{prose(600)}\n\nBy {name}\n", "utf-8")
    ingest(*(tmp_path / f"{name}.md" for name in "ab"))
    stored = doctor.examine(db)
    assert db.execute("select count(*) from talk_sketches").fetchone()[0] == 2
    db.execute("delete from talk_sketches")
    assert doctor.examine(db) == stored
    assert doctor.examine(db, "a.md").findings[0].check == "duplicate"


# --------------------------------------------------------------------------------- rows and a sum


def made(count: int, severity: str, *, talks: int) -> doctor.Report:
    findings = tuple(
        Finding(talk=f"{n}.txt", check="no-date", severity=severity, message="no date")  # type: ignore[arg-type]
        for n in range(count)
    )
    return doctor.Report(findings, talks, 1_000, timed_ms=1_000, silent_ms=100)


@pytest.mark.parametrize(
    ("count", "severity", "rows"),
    [(5, "info", 5), (6, "info", 1), (50, "warning", 50), (51, "warning", 1)],
)
def test_what_ails_most_is_one_row(count: int, severity: str, rows: int) -> None:
    shown = table.rows(made(count, severity, talks=100))
    assert len(shown) == rows
    if rows == 1:
        assert (shown[0]["talk"], shown[0]["message"]) == (f"{count} talks", "no date")


def test_the_sum_is_one_line() -> None:
    assert table.summary(made(1, "warning", talks=100)) == (
        "100 talks, 1,000 words: 0 errors, 1 warning, 0 notes; words cover 90 % of the time"
    )


def test_findings_are_plain_json(filled: Database) -> None:
    found = doctor.examine(filled).findings
    assert json.loads(json.dumps([f.model_dump() for f in found])) == [
        f.model_dump() for f in found
    ]
