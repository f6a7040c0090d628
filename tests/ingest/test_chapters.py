"""Where chapters begin in a talk without headings, and what they are called."""

from __future__ import annotations

import pytest

from ingest.chapters import boundaries, titled, with_chapters
from ingest.chapters.cues import strength
from ingest.models import Chapter, Mention, Part, Passage, Topic, Turn
from ingest.textmap import Segment

THEMES = (
    "bread flour oven yeast dough crust loaf bakery rye wheat",
    "violin bow strings orchestra rehearsal concert melody tempo cello score",
    "engine piston diesel gearbox torque clutch exhaust brake fuel wheel",
)


def turn(text: str, at: int, speaker: int | None = 0, chapter: int | None = None) -> Turn:
    segments = (Segment(text=text, start=at, end=at + len(text)),)
    return Turn(speaker=speaker, segments=segments, chapter=chapter)


def spoken(theme: str, seed: int) -> str:
    nouns = theme.split()
    chosen = [nouns[(seed * 3 + step * step) % len(nouns)] for step in range(16)]
    return " ".join(f"we saw the {noun} again" for noun in chosen) + "."


def talk(turns_each: int = 14) -> list[Turn]:
    out: list[Turn] = []
    at = 0
    for theme in THEMES:
        for seed in range(turns_each):
            out.append(turn(spoken(theme, seed), at, len(out) % 2))
            at += len(out[-1].text) + 1
    return out


def test_chapters_begin_where_the_theme_changes() -> None:
    assert boundaries(talk()) == [14, 28]


def test_every_turn_is_in_its_chapter() -> None:
    turns = talk()
    made, placed = with_chapters(turns, ())
    assert [chapter.start for chapter in made] == [turns[i].start for i in (0, 14, 28)]
    assert [sum(t.chapter == n for t in placed) for n in range(3)] == [14, 14, 14]
    assert {chapter.origin for chapter in made} == {"computed"}


def test_a_short_talk_stays_whole() -> None:
    turns = talk(4)
    assert sum(len(t.text.split()) for t in turns) < 1200
    assert with_chapters(turns, ()) == ((), tuple(turns))


def test_headings_are_kept() -> None:
    turns = talk()
    headings = [Chapter(title="One", start=0), Chapter(title="Two", start=turns[5].start)]
    assert with_chapters(turns, headings) == (tuple(headings), tuple(turns))


def test_one_heading_over_a_long_talk_divides_nothing() -> None:
    made, _ = with_chapters(talk(), [Chapter(title="Transcript", start=0)])
    assert len(made) == 3


def test_a_talk_on_one_theme_is_not_divided() -> None:
    turns = [turn(spoken(THEMES[0], seed), seed * 1000) for seed in range(25)]
    assert boundaries(turns) == []


@pytest.mark.parametrize("turns", [[], [turn("Hello.", 0)], [turn("...", 0), turn("", 4)]])
def test_hardly_anything_is_no_trouble(turns: list[Turn]) -> None:
    assert boundaries(turns) == []


def test_the_same_talk_is_divided_in_the_same_way() -> None:
    assert boundaries(talk()) == boundaries(talk())


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (
            "Okay, let's move on to the next thing on the list.",
            "I put the cup on that table there.",
        ),
        ("Thank you very much. I want to ask about money.", "And the money was all gone by then."),
        ("So let's talk about how you met the others.", "Yeah, we talk about that all the time."),
    ],
)
def test_what_sounds_like_a_beginning(more: str, less: str) -> None:
    assert strength([turn(more, 0)], 0) > strength([turn(less, 0)], 0)


def _passage(chapter: int) -> Passage:
    return Passage(
        parts=(Part(0, 0, 1),), speaker=None, chapter=chapter, text="words", start=0, end=1
    )


def _topic(name: str, score: float, *places: int) -> Topic:
    mentions = tuple(Mention(place, 0, 1) for place in places)
    return Topic(key=name, name=name, score=score, mentions=mentions)


def test_titles_come_from_their_own_topics() -> None:
    chapters = [Chapter(title="", start=n, origin="computed") for n in range(3)]
    passages = [_passage(n // 3) for n in range(9)]
    found = [
        _topic("data pipelines", 1.0, 0, 1, 2),
        _topic("testing", 0.9, 0, 1),
        _topic("pipelines", 0.8, 0, 1, 2),
        _topic("iOS", 0.8, 3, 4),
        _topic("company", 0.1, *range(9)),
    ]
    titles = [chapter.title for chapter in titled(chapters, passages, found)]
    assert titles == ["Data pipelines and testing", "iOS", "Company"]


def test_no_two_chapters_have_one_title() -> None:
    chapters = [Chapter(title="", start=n, origin="computed") for n in range(4)]
    passages = [_passage(n) for n in range(4)]
    titles = [c.title for c in titled(chapters, passages, [_topic("all", 1.0, 0, 0, 1, 1, 2, 2)])]
    assert len(set(titles)) == 4
