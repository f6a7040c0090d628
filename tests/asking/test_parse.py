"""What is typed into the box, taken apart: whatever it is, nothing breaks and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.asking.parse import MOST, Part, parse, write

# Letters and the pieces that mean something, so that they meet often.
_PIECES = [
    *'ab -":“”«/._',
    *(
        "speaker:",
        "topic:",
        "after:",
        "before:",
        "2023",
        "-05",
        "foo:",
        "\n",
        "\x00",
        "é",
        "talk: ",
    ),
]
_TYPED = st.text() | st.lists(st.sampled_from(_PIECES), max_size=20).map("".join)


@given(_TYPED)
def test_anything_may_be_typed_and_written_again(text: str) -> None:
    parts = parse(text).parts
    assert parse(write(parts)).parts == parts


@given(_TYPED)
def test_every_part_says_something(text: str) -> None:
    for part in parse(text).parts:
        assert any(letter.isalnum() for letter in part.value)
        assert not part.value[:1].isspace()


@given(st.lists(st.from_regex(r"[a-z]{1,8}", fullmatch=True), max_size=8))
def test_plain_words_stay_plain_words(words: list[str]) -> None:
    typed = parse(" ".join(words))
    assert typed.parts == tuple(Part("word", word) for word in words)
    assert typed.notes == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("how teams work", [Part("word", "how"), Part("word", "teams"), Part("word", "work")]),
        ('"on call" pager', [Part("phrase", "on call"), Part("word", "pager")]),
        ("“on  call”", [Part("phrase", "on call")]),
        ('-"on call"', [Part("phrase", "on call", negative=True)]),
        ("-pager", [Part("word", "pager", negative=True)]),
        ("well-known - truth", [Part("word", "well-known"), Part("word", "truth")]),
        ('Speaker:"Jane Doe"', [Part("speaker", "Jane Doe", quoted=True)]),
        ("speaker: jane", [Part("speaker", "jane")]),
        ("-show:x", [Part("show", "x", negative=True)]),
        ("role:guest kind:post topic:ai talk:a/b.md", [
            Part("role", "guest"), Part("kind", "post"), Part("topic", "ai"), Part("talk", "a/b.md"),
        ]),
        ("after:2023 before:2024-5-1", [Part("after", "2023"), Part("before", "2024-05-01")]),
        ("after:2023/05", [Part("after", "2023-05")]),
        ("http://x.example/a 12:30", [Part("word", "http://x.example/a"), Part("word", "12:30")]),
        ("note: this", [Part("word", "note:"), Part("word", "this")]),
        ('""', []),
        ("-", []),
        ("--x", [Part("word", "-x", negative=True)]),
    ],
)  # fmt: skip
def test_parts(text: str, parts: list[Part]) -> None:
    typed = parse(text)
    assert list(typed.parts) == parts
    assert typed.notes == ()


@pytest.mark.parametrize(
    ("text", "left", "note"),
    [
        ("genre:jazz", "genre:jazz", "There is no field “genre:”"),
        ('"open', "open", "A quote mark without its partner"),
        ("speaker:", "", "“speaker:” needs something after it"),
        ('x speaker:""', "x", "“speaker:” needs something after it"),
        ("before:yesterday x", "x", "“before:yesterday” was left out: a date is written"),
        ("after:2023-02-30", "", "“after:2023-02-30” was left out"),
        ("after:2023-13", "", "“after:2023-13” was left out"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_line(text: str, left: str, note: str) -> None:
    typed = parse(text)
    assert write(typed.parts) == left
    assert len(typed.notes) == 1
    assert typed.notes[0].startswith(note)
    assert "\n" not in typed.notes[0]


def test_a_flood_of_exclusions_is_cut_and_said() -> None:
    typed = parse("-x " * 500 + "word")
    assert len(typed.parts) == MOST + 1
    assert typed.parts[-1] == Part("word", "word")
    assert typed.notes == (f"Only the first {MOST} phrases, fields and exclusions were used.",)
