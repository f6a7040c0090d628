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
        ("I take a like serious, uh, course", "I take a like serious course"),
        ("It depends on your, uh, depends on your mood.", "It depends on your mood."),
        (
            "It's a very, um, just that feeling is enough.",
            "It's a very, just that feeling is enough.",
        ),
        ("You gave us, um, ten of them, uh, boats.", "You gave us ten of them, boats."),
        ("There were 10, um, 20 people.", "There were 10, 20 people."),
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
        ("You saved us, you know, three months of it.", "You saved us three months of it."),
        ("Boats... Which, you know, those boats are old.", "Boats... Which, those boats are old."),
        ("We try to, you know, the rest can wait.", "We try to, the rest can wait."),
        ("It shows when, you know, the boxes are open.", "It shows when the boxes are open."),
        ("That is six. I mean, it was late.", "That is six. It was late."),
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
        # It takes back what was said before.
        "That's six boxes. I mean, that's sixty boxes.",
        "You couldn't see it. I mean, you could, but it was dark.",
        "That was the key. I mean, one of the keys.",
        "Nobody. I mean, there may be a few.",
        # Such as.
        "Put yourself out there... Like, talking to us right now.",
        "They need small things. Like, simple tools.",
        "All they want is, you know, that.",
    ],
)
def test_what_carries_meaning_stays_at_every_level(cleaned: Callable[..., str], said: str) -> None:
    assert cleaned(said, "full") == said


def test_other_languages_are_left_alone(cleaned: Callable[..., str]) -> None:
    said = "Es geht um die Ecke, und ich habe um um acht Uhr."
    assert cleaned(said, "full", english=False) == said


def test_a_break_for_advertisements_is_nobodys_word(cleaned: Callable[..., str]) -> None:
    assert cleaned("He left.\n\nBreak:\n\nWe came.") == "He left.\n\nWe came."
    assert cleaned("He left.\n\nBreak :") == "He left."
    assert cleaned("Break: it down.\n\nBreak: a leg.") == "Break: it down.\n\nBreak: a leg."
