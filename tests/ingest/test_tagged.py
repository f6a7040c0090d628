from __future__ import annotations

import pytest

from ingest import textmap
from ingest.readers import choose
from ingest.readers.tagged import read, sniff

WAYS = {
    "own line": "Ann Lee:\nHello there.\nBen Oak:\nHi Ann.\nAnn Lee:\nBye.\n",
    "same line": "Ann Lee: Hello there.\nBen Oak: Hi Ann.\nAnn Lee: Bye.\n",
    "bold": "**Ann Lee:** Hello there.\n\n**Ben Oak:** Hi Ann.\n\n**Ann Lee:** Bye.\n",
    "bold, colon outside": "**Ann Lee**: Hello there.\n\n**Ben Oak**: Hi Ann.\n\n**Ann Lee**: Bye.\n",
    "time after": "Ann Lee (00:00:07):\nHello there.\n\nBen Oak (00:00:09):\nHi Ann.\n\nAnn Lee (00:01:00):\nBye.\n",
    "time before": "[00:00:07] Ann Lee: Hello there.\n[00:00:09] Ben Oak: Hi Ann.\n[00:01:00] Ann Lee: Bye.\n",
    "otter": "Ann Lee  0:07  \nHello there.\n\nBen Oak  0:09  \nHi Ann.\n\nAnn Lee  1:00  \nBye.\n",
    "brackets": "[Ann Lee]: Hello there.\n[Ben Oak]: Hi Ann.\n[Ann Lee]: Bye.\n",
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_tag_speakers(way: str) -> None:
    text = WAYS[way]
    assert choose(text, "x.txt").name == "tagged"
    found = [(cue.speaker, textmap.plain(cue.text)) for cue in read(text).cues]
    assert found == [("Ann Lee", "Hello there."), ("Ben Oak", "Hi Ann."), ("Ann Lee", "Bye.")]
    times = [cue.start_ms for cue in read(text).cues]
    assert times == ([7000, 9000, 60000] if "time" in way or way == "otter" else [None] * 3)


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is prose.\nIt goes on: with colons, and https://example.org/x too.\nNote: again.\n"
        * 3,
        "Tip 1: Begin early. "
        + "Many words follow here. " * 20
        + "\nTip 2: End late. "
        + "And more. " * 20,
        "Some prose that is long enough to be an article.\n" * 30
        + "Pros: fast\nCons: slow\nPros: small\nCons: odd\n",
        "At 12:30 we left.\nAt 13:30 we came back.\n",
        "Question 1: What is it?\nIt is a thing.\nQuestion 2: Why?\nBecause.\n",
    ],
)
def test_prose_is_not_forced_into_speakers(text: str) -> None:
    assert sniff(text, "x.txt") == 0


def test_times_inside_a_paragraph_cut_it_there() -> None:
    text = "**Ann Lee:** One.\n\n**Ben Oak:** \\[04:05\\] Two words \\[04:10\\] and three.\n\nMore of his.\n\n**Ann Lee:** Four.\n"
    found = [
        (c.speaker, textmap.plain(c.text).strip(), c.start_ms, c.paragraph) for c in read(text).cues
    ]
    assert found == [
        ("Ann Lee", "One.", None, True),
        ("Ben Oak", "Two words", 245000, True),
        ("Ben Oak", "and three.", 250000, False),
        ("Ben Oak", "More of his.", None, True),
        ("Ann Lee", "Four.", None, True),
    ]


def test_metadata_headings_roles_and_preface() -> None:
    text = """---
title: A Talk
date: 2020-03-01
---
A preface by the editors.

## Beginnings

Leo Dion (host): Welcome.

Ann Lee: Thanks.

Leo Dion (host): So.
"""
    document = read(text)
    assert (document.metadata.title, document.metadata.date) == ("A Talk", "2020-03-01")
    assert [(p.name, p.role) for p in document.metadata.people] == [("Leo Dion", "host")]
    kinds = [(c.kind, c.speaker) for c in document.cues]
    assert kinds == [
        ("speech", None),
        ("heading", None),
        ("speech", "Leo Dion"),
        ("speech", "Ann Lee"),
        ("speech", "Leo Dion"),
    ]


def test_questions_and_answers_name_nobody() -> None:
    text = "Q: Why?\n\nA: Because.\n\nQ: How?\n\nA: Slowly.\n"
    assert [(c.kind, c.speaker) for c in read(text).cues] == [
        ("question", None),
        ("speech", None),
    ] * 2


def test_broken_front_matter_is_a_problem_and_no_more() -> None:
    document = read("---\ntitle: [unclosed\n---\nAnn: Hi.\nBen: Ho.\nAnn: Hi.\n")
    assert [c.speaker for c in document.cues] == ["Ann", "Ben", "Ann"]
    assert document.problems[0].line == 2
