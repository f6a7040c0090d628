"""Texts with times: which are transcripts, who speaks in them, and which lines nobody said."""

from __future__ import annotations

import pytest

from ingest import textmap
from ingest.readers import choose, timed
from ingest.readers.parts.caption_labels import names_above
from ingest.readers.parts.trappings import trapping

CHAPTERS = "00:00 Welcome\n02:15 The first harbour\n14:40 A storm in May\n31:05 Questions\n"
AGENDA = "10:00 Coffee and rolls\n11:30 The state of the ferry\n13:00 Lunch\n14:15 Farewell\n"
NOTES = (
    "In this episode we talk about ferries, and about who rowed before there were any.\n\n" * 3
    + "00:00 Intro\n03:12 Ferries\n20:10 Rowing\n\nFollow us, and write to us about your harbour.\n"
)


@pytest.mark.parametrize(
    "text", [CHAPTERS, AGENDA, NOTES, "12:30\n", "It was 12:30 when we left.\n" * 5]
)
def test_lists_of_times_are_no_transcripts(text: str) -> None:
    assert timed.sniff(text, "a.txt") == 0


WAYS = {
    "time, name": "{t} {n}\n{w}\n\n",
    "[time] - name": "[{t}.040] - {n}\n{w}\n\n",
    "name - time": "{n} - {t}\n{w}\n\n",
    "time above name": "{t}\n{n}\n{w}\n\n",
    "time, name: words": "[{t}] {n}: {w}\n",
    "range, name: words": "[{t} - 00:59] {n}: {w}\n",
}
SAID = [
    ("Anna Holt", "00:02", "When did the ferry stop?"),
    ("Peer Lund", "00:05", "In sixty-eight, when they built the bridge."),
    ("Anna Holt", "00:20", "Did you cross it? Tell us how it was."),
]


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_time_a_name(way: str) -> None:
    text = "".join(WAYS[way].format(n=name, t=time, w=words) for name, time, words in SAID)
    cues = choose(text, "a.txt").read(text).cues
    assert [(cue.speaker, textmap.plain(cue.text)) for cue in cues] == [(n, w) for n, _, w in SAID]
    assert [(cue.start_ms or 0) // 1000 for cue in cues] == [2, 5, 20]


@pytest.mark.parametrize(
    "captions",
    [
        [["He said that", "it would rain."], ["And so it", "did."], ["He said that", "again."]],
        [["Ann Lee"], ["Ben Oak"]],
        [["Yes.", "No."], ["Yes.", "Why?"]],
        [["London", "in the rain."], ["So it was", "all of May."], ["And then", "we left."]],
    ],
)
def test_first_lines_that_are_no_names(captions: list[list[str]]) -> None:
    assert not names_above(captions)


@pytest.mark.parametrize(
    ("line", "title", "date"),
    [
        ("Transcribed by https://otter.ai", None, None),
        ("This transcript was exported on Mar 14, 2023 - view latest version here.", None, None),
        ("### Transcription ended after 00:55:19", None, None),
        ("**Break:** \\[21:10\\] to \\[22:31\\]", None, None),
        ("Edda Stone started transcription", None, None),
        ("May 2, 2024, 10:03AM", None, "2024-05-02"),
        ("Thu, May 02, 2024 10:00AM • 41:20", None, "2024-05-02"),
        ("15 June 2026, 03:35am", None, "2026-06-15"),
        ("Harvest planning-20240502_100312-Meeting Transcript", "Harvest planning", None),
        ("Round Up Call \\- Transcript", "Round Up Call", None),
        ("📖 Transcript", None, None),
    ],
)  # fmt: skip
def test_what_programs_write(line: str, title: str | None, date: str | None) -> None:
    said = trapping(line, begun=False)
    assert said is not None
    assert (said.title, said.date) == (title, date)


@pytest.mark.parametrize(
    "line",
    [
        "We started transcription in May, and stopped in June.",
        "May 2 was the day.",
        "Break the ice: [21:10] that was the plan.",
        "I transcribed by hand.",
        "Invited speakers talk about ferries.",
        "",
    ],
)
def test_what_people_write(line: str) -> None:
    assert trapping(line, begun=False) is None


@pytest.mark.parametrize("line", ["May 2, 2024", "12m", "The ferry - Transcript", "SPEAKERS"])
def test_heads_of_transcripts_stand_before_the_first_word_only(line: str) -> None:
    assert trapping(line, begun=False) is not None
    assert trapping(line, begun=True) is None
