from __future__ import annotations

import pytest

from ingest import textmap
from ingest.errors import UnknownFormatError
from ingest.readers import choose
from ingest.readers.prose import read


def shape(text: str) -> list[tuple[str, str | None, str]]:
    return [(c.kind, c.speaker, textmap.plain(c.text)) for c in read(text).cues]


def test_an_interview_with_questions_in_bold() -> None:
    text = """---
title: On maps
interview_with: Eli Bressert
---
##### A few words by the editors about what follows, which are too long to be a heading of anything.

**What did you study?**

Philosophy, [then](https://example.org) physics &amp; maps.

**And then?**

I moved.
"""
    assert read(text).metadata.kind == "interview"
    assert shape(text)[1:] == [
        ("question", None, "What did you study?"),
        ("speech", "Eli Bressert", "Philosophy, then physics & maps."),
        ("question", None, "And then?"),
        ("speech", "Eli Bressert", "I moved."),
    ]
    assert shape(text)[0][:2] == ("speech", None)


def test_an_interview_with_questions_as_headings() -> None:
    text = "---\ntitle: Aarthi Ramamurthy\n---\n### Who are you?\n\nI am me.\n\n### What do you use?\n\nA desk.\n"
    assert [kind for kind, _, _ in shape(text)] == ["question", "speech"] * 2
    assert {speaker for kind, speaker, _ in shape(text) if kind == "speech"} == {
        "Aarthi Ramamurthy"
    }


def test_a_syndicated_post() -> None:
    text = """Tag Archives: x

My Random Walk

Post Syndicated from Example Blog original https://example.org/walk

By Sean Barnes, Data Science

I am going to tell you a story about somebody. It is a good story and it is true, and it goes on for as long as a real paragraph does.

Me (several years ago)

And another paragraph that says something more about it all.
"""
    metadata = read(text).metadata
    assert metadata.title == "My Random Walk"
    assert metadata.show == "Example Blog"
    assert metadata.url == "https://example.org/walk"
    assert [(p.name, p.role) for p in metadata.people] == [("Sean Barnes", "author")]
    assert metadata.kind == "post"
    assert [textmap.plain(c.text) for c in read(text).cues if c.mark] == ["Me (several years ago)"]


def test_a_plain_article_has_headings_and_no_speaker() -> None:
    text = """Work at such places is sought after by many people of all kinds and ages.
1. Algorithm Development
Algorithm development is a core function within these roles at such places, and so on and on it goes for as long as a real paragraph of a real article goes, which is some time, and then for a little longer still.
2. Data Analysis
Data analysis is a fundamental component of these roles, and it goes on for quite some time too, as paragraphs that somebody wrote for a living are wont to do, with no end in sight.
"""
    document = read(text * 3)
    headings = [textmap.plain(c.text) for c in document.cues if c.kind == "heading"]
    assert headings[:2] == ["Algorithm Development", "Data Analysis"]
    assert document.metadata.kind == "article"
    assert {c.speaker for c in document.cues} == {None}


def test_notes() -> None:
    text = "# Application\n\n## Company\nNetflix\n\n- One thing\n- Another thing\n- A third thing\n\n```\ncode = 1\n```\n"
    document = read(text)
    assert document.metadata.kind == "notes"
    assert [
        "code = 1" in textmap.plain(c.text) for c in document.cues if c.mark == "boilerplate"
    ] == [True]


def test_html_in_text_is_only_text() -> None:
    text = 'A <script>alert("x")</script> title of sorts; and prose that follows it here.\n'
    (cue,) = read(text).cues
    assert "<" not in textmap.plain(cue.text)


@pytest.mark.parametrize(
    "text", ['{"a": 1, "b": [1, 2]}', "<?xml version='1.0'?><a/>", "1,2,3\n4,5,6\n"]
)
def test_data_is_not_prose(text: str) -> None:
    with pytest.raises(UnknownFormatError, match=r"tried .*prose"):
        choose(text, "x.txt")


def test_a_text_that_begins_with_an_address_is_still_read() -> None:
    text = "---\ntitle: Taproot\nspeakers: [Pieter Wuille]\n---\n<https://example.org/a>\n\nOkay, so, first question: who put my name on that list and what do they want?\n"
    assert choose(text, "x.md").name == "prose"
