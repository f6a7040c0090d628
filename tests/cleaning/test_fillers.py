from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("Arabic and, um, German", "Arabic and German"),
        ("So, um, we left.", "So, we left."),
        ("the first one was, um, a solo show", "the first one was a solo show"),
        ("the, uh, box in, um, the hall", "the box in the hall"),
        ("We work in Arabic, um, German and Greek.", "We work in Arabic, German and Greek."),
        ("in the data field, uh, and he said", "in the data field, and he said"),
        ("a serious, um, course", "a serious course"),
        ("We um we left.", "We left."),
        ("Uh, did you find that?", "Did you find that?"),
        ("He left. Um, nobody knew.", "He left. Nobody knew."),
        ('It\'s like "Yeah, um..."', 'It\'s like "Yeah..."'),
        ("from Go to Rust - um.", "from Go to Rust."),
        ("I, um, I think so.", "I think so."),
        ("They were um uh late.", "They were late."),
    ],
)
def test_sounds_of_thinking_go(cleaned: Callable[..., str], said: str, reads: str) -> None:
    assert cleaned(said) == reads


@pytest.mark.parametrize(
    "said",
    [
        "Mm-hmm. Uh-huh. Mm - hmm. Mhm. Uh huh.",
        "Hmm.",
        "Hm?",
        'I thought, "Hm, this could be a story."',
        'I\'m like, "Um, okay..."',
        "a 35 mm lens, and 5mm of snow",
        "The ER was full, the UM has an ERM, and the umbrella broke.",
        "It's Monday, er, Tuesday.",
    ],
)
def test_what_is_an_answer_or_a_word_stays(cleaned: Callable[..., str], said: str) -> None:
    assert cleaned(said) == said


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("It was, you know, hard. You know him.", "It was hard. You know him."),
        ("your unofficial, you know, managers", "your unofficial managers"),
        ("earlier in the week, you know, I got it done", "earlier in the week, I got it done"),
        ("I mean, maybe you do.", "Maybe you do."),
        ("Like, here's the list.", "Here's the list."),
        ("It was, like, really hard.", "It was really hard."),
    ],
)
def test_padding_goes_at_the_full_level(cleaned: Callable[..., str], said: str, reads: str) -> None:
    assert cleaned(said) == said
    assert cleaned(said, "full") == reads


@pytest.mark.parametrize(
    "said",
    [
        "A sort of blue, and I like it, and you know him.",
        "It was on Monday, I mean, Tuesday.",
        "It's, like, ten dollars.",
        "We have functions, like, map and reduce.",
        "They are, I guess, right, and it's, sort of, done.",
        "Do you know, by any chance?",
    ],
)
def test_what_carries_meaning_stays_at_every_level(cleaned: Callable[..., str], said: str) -> None:
    assert cleaned(said, "full") == said


def test_other_languages_are_left_alone(cleaned: Callable[..., str]) -> None:
    said = "Es geht um die Ecke, und ich habe um um acht Uhr."
    assert cleaned(said, "full", english=False) == said
