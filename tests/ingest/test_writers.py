"""What each writer writes: exact small files, and what it must not invent."""

from __future__ import annotations

import json

import pytest

from ingest import textmap, writers
from ingest.errors import NoTimesError, UnknownNameError
from ingest.models import Talk
from ingest.pipeline import Settings, read_talk
from ingest.writers.captions import captions, packed
from ingest.writers.settle import settled

VTT = """\
WEBVTT
Language: en-GB

00:01.000 --> 00:03.000
<v Nora Quill>Tea &amp; scones,

00:03.000 --> 00:04.500
<v Nora Quill>anyone?

00:05.000 --> 00:06.000
<v Tomas Reyes>Um, yes.

NOTE From the audience

00:07.000 --> 00:08.000
Who was that?
"""
MARKDOWN = """\
---
title: The list
show: Paper Trails
kind: interview
date: 2024-05-01
url: https://example.org/list
media_url: https://example.org/list.mp3
language: en
tags: [archives, lists]
speakers:
- {name: Nora Quill, role: host}
- {name: Tomas Reyes, role: guest}
---

## Beginnings

**Nora Quill:** \\[00:05\\] How did it begin?

**Tomas Reyes:** \\[01:05\\] With cat \\*.txt, and a_b.

## The end & after

**Nora Quill:** \\[1:02:03\\] And how did it end?
"""


def talk(text: str, name: str) -> Talk:
    return read_talk(text.encode(), name)


def written(text: str, name: str, to: str) -> str:
    return writers.write(talk(text, name), to)


def test_vtt_names_every_voice_and_keeps_the_times() -> None:
    assert written(VTT, "tea.vtt", "vtt") == (
        "WEBVTT\nLanguage: en-GB\n\n"
        "NOTE\nTitle: Tea\nKind: conversation\nSpeakers: Nora Quill, Tomas Reyes\n\n"
        "00:00:01.000 --> 00:00:04.500\n<v Nora Quill>Tea &amp; scones, anyone?\n\n"
        "00:00:05.000 --> 00:00:06.000\n<v Tomas Reyes>Yes.\n\n"
        "NOTE The next speaker is not named\n\n"
        "00:00:07.000 --> 00:00:08.000\nWho was that?\n"
    )


def test_srt_names_a_speaker_where_it_changes() -> None:
    assert written(VTT, "tea.vtt", "srt") == (
        "1\n00:00:01,000 --> 00:00:04,500\nNora Quill: Tea & scones, anyone?\n\n"
        "2\n00:00:05,000 --> 00:00:06,000\nTomas Reyes: Yes.\n\n"
        "3\n00:00:07,000 --> 00:00:08,000\n>> Who was that?\n"
    )


def test_podcast_json_has_seconds() -> None:
    assert json.loads(written(VTT, "tea.vtt", "podcast-json")) == {
        "version": "1.0.0",
        "segments": [
            {"speaker": "Nora Quill", "startTime": 1.0, "endTime": 4.5, "body": "Tea & scones, anyone?"},
            {"speaker": "Tomas Reyes", "startTime": 5.0, "endTime": 6.0, "body": "Yes."},
            {"speaker": "Unknown", "startTime": 7.0, "endTime": 8.0, "body": "Who was that?"},
        ],
    }  # fmt: skip


def test_txt_has_the_name_on_its_own_line() -> None:
    assert written(VTT + "\n00:08.000 --> 00:09.000\n<v Nora Quill>Me.\n", "tea.vtt", "txt") == (
        "Nora Quill:\nTea & scones, anyone?\n\nTomas Reyes:\nYes.\n\n"
        "Unknown:\nWho was that?\n\nNora Quill:\nMe.\n"
    )


def test_txt_so_short_that_names_on_their_own_lines_are_not_believed_has_them_before_words() -> (
    None
):
    assert written(VTT, "tea.vtt", "txt").startswith("Nora Quill: Tea & scones, anyone?\n\nTomas")


def test_markdown_comes_back_whole() -> None:
    first = written(MARKDOWN, "list.md", "md")
    again = talk(first, "other.md")
    assert again.metadata == talk(MARKDOWN, "list.md").metadata
    assert again.speakers == talk(MARKDOWN, "list.md").speakers
    assert [c.title for c in again.chapters] == ["Beginnings", "The end & after"]
    assert [turn.start_ms for turn in again.turns] == [5_000, 65_000, 3_723_000]
    assert "**Tomas Reyes:** \\[01:05\\] With cat \\*.txt, and a_b." in first
    assert writers.write(again, "md") == first


def test_captions_of_a_talk_with_chapters_say_where_they_begin() -> None:
    text = written(MARKDOWN, "list.md", "vtt")
    assert "NOTE Chapter: Beginnings\n\n00:00:05.000" in text
    assert "Tags: archives, lists\nSpeakers: Nora Quill (host), Tomas Reyes (guest)\n" in text


@pytest.mark.parametrize("to", ["vtt", "srt"])
def test_captions_are_never_given_times_that_nobody_said(to: str) -> None:
    with pytest.raises(NoTimesError, match="has no times"):
        written("Ann: Hello there.\nBob: Hello to you.\n", "a.txt", to)


def test_json_of_a_talk_without_times_has_none() -> None:
    text = written("Ann: Hello there.\nBob: Hello to you.\n", "a.txt", "podcast-json")
    assert json.loads(text)["segments"][0] == {
        "speaker": "Ann",
        "startTime": None,
        "body": "Hello there.",
    }


def test_an_unknown_writer_names_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="md, podcast-json, srt, txt, vtt"):
        writers.write(talk(VTT, "a.vtt"), "docx")


def test_a_long_stretch_is_divided_between_its_times() -> None:
    words = " ".join(f"word{n:02}" for n in range(40)) + "."
    source = f"WEBVTT\n\n00:10.000 --> 00:50.000\n<v Ann>{words}\n"
    found = captions(talk(source, "a.vtt"), 84)
    assert all(len(caption.text) <= 84 for caption in found)
    assert (found[0].start_ms, found[-1].end_ms) == (10_000, 50_000)
    assert [c.start_ms for c in found[1:]] == [c.end_ms for c in found[:-1]]


def test_silence_is_not_part_of_a_caption() -> None:
    source = "**Ann:** \\[00:01\\] Yes.\n\n**Bob:** \\[10:00\\] No.\n\n**Ann:** \\[10:02\\] Oh.\n"
    assert captions(talk(source, "a.md"), 84)[0].end_ms < 5_000


def test_torn_sentences_stay_where_they_were_heard() -> None:
    source = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Can you explain\n\n"
        "00:02.000 --> 00:03.000\n<v Bob>That's a mouthful.\n\n"
        "00:03.000 --> 00:04.000\n<v Ann>what that means for all of us here today?\n"
    )
    whole = talk(source, "a.vtt")
    assert [turn.text for turn in whole.turns] == [
        "Can you explain what that means for all of us here today?",
        "That's a mouthful.",
    ]
    assert [caption.start_ms for caption in captions(whole, 84)] == [1_000, 2_000, 3_000]
    again = talk(writers.write(whole, "vtt"), "a.vtt")
    assert [turn.text for turn in again.turns] == [turn.text for turn in whole.turns]


def test_packing_what_is_packed_changes_nothing() -> None:
    words = "One, two. Three four five six; seven, eight nine ten eleven? Twelve thirteen.".split()
    lines = [line for _, line in packed(((0, word) for word in words), 20)]
    assert [line for _, line in packed(((0, line) for line in lines), 20)] == lines


def test_a_sound_is_an_event_in_captions_and_no_paragraph() -> None:
    source = (
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Come in.\n\n"
        "00:02.000 --> 00:03.000\n(door slams)\n\n00:03.000 --> 00:04.000\n<v Ann>Sit down.\n"
    )
    whole = talk(source, "a.vtt")
    assert "(door slams)" in writers.write(whole, "vtt")
    assert "slams" not in writers.write(whole, "txt")
    assert len(talk(writers.write(whole, "srt"), "a.srt").turns) == 3


def test_settled_cleans_until_nothing_is_left() -> None:
    source = "Ann: I, I, uh, I came. The the, um, the the end.\nBob: Hello to you.\nAnn: Right.\n"
    once = read_talk(source.encode(), "a.txt", Settings(level="full"))
    twice = settled(once, "full")
    assert settled(twice, "full").turns == twice.turns
    for turn in twice.turns:
        assert textmap.plain(turn.segments) == turn.text
