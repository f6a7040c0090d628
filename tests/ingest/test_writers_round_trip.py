"""Converting what was converted gives the same talk: who, in which order, in which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from ingest import writers
from ingest.cleaning import Level
from ingest.errors import NoTimesError, ReadError
from ingest.models import Anchor, Metadata, Source, Speaker, Talk, Turn
from ingest.pipeline import Settings, read_talk
from ingest.textmap import Segment
from ingest.writers import Writer, voices
from ingest.writers.faithful import Said, said
from ingest.writers.settle import settled

FIXTURES = Path(__file__).parents[1] / "data" / "readers"
FILES = sorted(p for p in FIXTURES.iterdir() if p.with_name(f"{p.name}.json").exists())
SEEDS = sorted((Path(__file__).parents[3] / "shared" / "data" / "seeds").glob("*.txt"))
WRITERS = sorted(writers.WRITERS, key=lambda w: w.name)
NOTE = re.compile(r"NOTE[ \n][^\n].*?\n\n", re.DOTALL)
LEAST_WORDS = 5  # a text of fewer words is no transcript to any reader
SLOW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


def meant(talk: Talk) -> Said:
    """Return who says what, as formats have it that know no unnamed voice behind a named one."""
    return said((spoken.label, spoken.turn.text) for spoken in voices.said(talk))


def back(text: str, writer: Writer, level: Level) -> Talk:
    return settled(
        read_talk(text.encode(), f"the-talk{writer.suffix}", Settings(level=level)), level
    )


def without_head(text: str) -> str:
    return NOTE.sub("", text).partition("-->")[2] or text


def convert(talk: Talk, writer: Writer) -> str:
    try:
        return writer.write(talk)
    except NoTimesError:
        pytest.skip("a talk without times makes no captions")


def readable(talk: Talk, writer: Writer) -> bool:
    """Return whether the format can say it at all: see `faithful`, and what readers refuse."""
    if writer.name not in ("txt", "md"):
        return True
    spoken = meant(talk)
    if sum(len(found) for _, found in spoken) < LEAST_WORDS:
        return False
    # One voice with one sentence is no transcript to a reader of plain text.
    return writer.name == "md" or len(spoken) > 1 or spoken[0][0] is None


@pytest.mark.parametrize("level", ["off", "light", "full"])
@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.name)
@pytest.mark.parametrize("path", [*FILES, *SEEDS], ids=lambda path: path.name)
def test_files(path: Path, writer: Writer, level: Level) -> None:
    talk = settled(read_talk(path.read_bytes(), path.name, Settings(level=level)), level)
    text = convert(talk, writer)
    if not readable(talk, writer):
        pytest.skip("too short for a text")
    again = back(text, writer, level)
    assert meant(again) == meant(talk)
    if writer.name != "txt" and not talk.chapters:  # those are in md only
        assert without_head(writer.write(again)) == without_head(text)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda w: w.name)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_times_of_files(path: Path, writer: Writer) -> None:
    if writer.name == "txt":
        pytest.skip("plain text has no times")
    talk = settled(read_talk(path.read_bytes(), path.name), "light")
    text = convert(talk, writer)
    if not readable(talk, writer) or (writer.name == "md" and len(meant(talk)) < 2):
        pytest.skip("one voice, or none that is named: its text has no times")
    precision = 1000 if writer.name == "md" else 1
    pairs = list(zip(begun(talk), begun(back(text, writer, "light")), strict=True))
    known = [(a // precision * precision, b) for a, b in pairs if a is not None]
    assert [a for a, _ in known] == [b for _, b in known]


NAMES = ["Nora Quill", "Tomas Reyes", "O'Hara", "Jean-Luc de Wit", "Spk 2"]
CODES = [
    "amir",
    "SPEAKER_00",
]  # said once and without a time, no reader of text takes them for names
WORDS = [
    "we", "came", "late", "and", "nobody", "was", "there", "a_b", "*star*", "f***", "<b>", "AT&T", "&amp;", "x<3",
    "[sic]", "`code`", "10:30", "12.", "#1", "-", "1.", "Note:", "https://example.org/a_b", "\\o/", "~", "{\\an8}",
    "naïve", "日本語", "—", "“so”", "…",
]  # fmt: skip
ENDS = [".", "?", "!", "…", ",", ""]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    found = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25))
    return " ".join(["Well", *found, "indeed" + draw(st.sampled_from(ENDS))])


@st.composite
def talks(draw: st.DrawFn, *, timed: bool) -> Talk:
    """Return a talk whose source is its words, a line each."""
    names = NAMES + CODES if timed else NAMES
    cast = draw(st.lists(st.sampled_from(names), min_size=2, max_size=4, unique=True))
    order = draw(st.lists(st.integers(0, len(cast) - 1), min_size=3, max_size=12))
    order = [who for n, who in enumerate(order) if not n or who != order[n - 1]]
    assume(len(order) > 2)
    cast = [cast[who] for who in dict.fromkeys(order)]
    order = [list(dict.fromkeys(order)).index(who) for who in order]
    turns: list[Turn] = []
    source, ms = "", draw(st.integers(0, 5_000))
    for who in order:
        text = " ".join(draw(st.lists(sentences(), min_size=1, max_size=4)))
        length = draw(st.integers(500, 40_000))
        turns.append(
            Turn(
                speaker=who,
                segments=(Segment(text, len(source), len(source) + len(text)),),
                anchors=(Anchor(len(source), ms),) if timed else (),
                end_ms=ms + length if timed else None,
            )
        )
        source += text + "\n"
        ms += length + draw(st.sampled_from([0, 0, 700, 45_000]))
    return Talk(
        source=Source(path="a", sha256="", encoding="utf-8", reader="none", text=source, size=1),
        metadata=Metadata(title="The talk", kind="podcast"),
        speakers=tuple(Speaker(name=name) for name in cast),
        chapters=(),
        turns=tuple(turns),
    )


def begun(talk: Talk) -> list[int | None]:
    """Return when each voice begins to speak after another one."""
    out: list[int | None] = []
    before: str | None = "nobody yet"
    for spoken in voices.said(talk):
        if spoken.label != before:
            out.append(spoken.turn.start_ms)
        before = spoken.label
    return out


def starts(talk: Talk, precision: int) -> Iterator[int]:
    return ((turn.start_ms or 0) // precision * precision for turn in talk.turns)


@pytest.mark.parametrize("name", ["vtt", "srt", "podcast-json", "md"])
@SLOW
@given(talk=talks(timed=True))
def test_generated_talks_with_times(name: str, talk: Talk) -> None:
    writer = writers.WRITERS.get(name)
    text = writer.write(talk)
    again = merged(back(text, writer, "off"))
    assert meant(again) == meant(talk)
    assert list(starts(again, 1000)) == list(starts(talk, 1000))
    if name != "md":
        assert list(starts(again, 1)) == list(starts(talk, 1))
        assert without_head(writer.write(again)) == without_head(text)


@pytest.mark.parametrize("name", ["txt", "md", "podcast-json"])
@SLOW
@given(talk=talks(timed=False))
def test_generated_talks_without_times(name: str, talk: Talk) -> None:
    writer = writers.WRITERS.get(name)
    text = writer.write(talk)
    again = back(text, writer, "off")
    assert meant(again) == meant(talk)
    assert writer.write(again) == text


@SLOW
@given(talk=talks(timed=True), one=st.sampled_from(WRITERS), other=st.sampled_from(WRITERS))
def test_every_way_leads_to_the_same_talk(talk: Talk, one: Writer, other: Writer) -> None:
    there = back(one.write(talk), one, "off")
    try:
        text = other.write(there)
    except (NoTimesError, ReadError):
        reject()
    assert meant(back(text, other, "off")) == meant(talk)


def merged(talk: Talk) -> Talk:
    """Return the talk, read without cleaning, with the turns of one speaker in a row as one."""
    turns: list[Turn] = []
    for turn in talk.turns:
        if turns and turns[-1].speaker == turn.speaker:
            before = turns.pop()
            gap = Segment(" ", before.end, turn.start, "join")
            turn = turn.model_copy(  # noqa: PLW2901 - it grows
                update={
                    "segments": (*before.segments, gap, *turn.segments),
                    "anchors": before.anchors + turn.anchors,
                }
            )
        turns.append(Turn(**{name: getattr(turn, name) for name in Turn.model_fields}))
    return talk.model_copy(update={"turns": tuple(turns)})
