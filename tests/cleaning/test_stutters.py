from __future__ import annotations

from collections.abc import Callable

import pytest


@pytest.mark.parametrize(
    ("said", "reads"),
    [
        ("I, I think so.", "I think so."),
        ("They they have a focus.", "They have a focus."),
        ("and, and running it", "and running it"),
        ("It's the, the, the work.", "It's the work."),
        ("We're we're installing it.", "We're installing it."),
        ("the dream would be be able to help", "the dream would be able to help"),
        ("more important than than my car", "more important than my car"),
        ("The thing is, is that we went on.", "The thing is that we went on."),
        ("the question is is when you hire", "the question is when you hire"),
        ("It it follows from that.", "It follows from that."),
        ("and it, it works", "and it works"),
        ("so to to to learn", "so to learn"),
        ("had both, had both paid", "had both paid"),
        ("it's the, it's the main part", "it's the main part"),
        ("So if you if you think about it", "So if you think about it"),
        ("the stuff in the in the hopper", "the stuff in the hopper"),
        ("I was -- I was a very big fan", "I was a very big fan"),
        ("What do you what do you mean by that?", "What do you mean by that?"),
        ("We have th- these boxes.", "We have these boxes."),
        ("It leans on the, leans on the wall.", "It leans on the wall."),
        ("What is, what is that?", "What is that?"),
    ],
)
def test_a_stumble_is_said_once(cleaned: Callable[..., str], said: str, reads: str) -> None:
    assert cleaned(said) == reads


@pytest.mark.parametrize(
    "said",
    [
        # The first ends a clause, the second begins one.
        "If another one doesn't have it, it should get it.",
        "As we record this, this is a Wednesday.",
        "If you don't like it, it didn't get worse.",
        "What it is is a box, and what it is, is imagine a box.",
        "Whatever that title is, is inflated.",
        "The skills that we had, we had a lot of them.",
        "No matter who you were, you were dealing with it.",
        "Once we're sure where we're going, we're going to win.",
        "That's how I felt, I felt trapped.",
        "What the strategy should be, should be plain.",
        "It's from the PM, the PM is in charge.",
        "A sense of what this thing is, what this thing is supposed to do.",
        "We ask who we are, who we are as a group.",
        # It stresses.
        "No no no, it was very, very good, and done, done.",
        "I know, I know!",
        "That's right, that's right.",
        "It's not, it's not.",
        "I did my research... I did my research.",
        "And and and, like, a lot of it.",
        "It goes on and on and on.",
        "It grew smarter and smarter and smarter.",
        "the next step and the next step and the next step",
        "You're not not welcome.",
        # It is grammar.
        "He had had that that day.",
        "people that you need to to change it",
        "the group is interested in in the future",
        "I was really on on that call",
        "the leads that you look for for your team",
        "what we do do well, and licensed as as OpenSolaris",
        "Keep the main thing the main thing.",
        "I hated to have to have it.",
        "the prequel to the prequel to the show",
        "how does that translate to day to day?",
        "I'm aware of, of course.",
        "By the way, the way we think about it matters.",
        # Somebody begins anew.
        "How do I, I don't know, find a cup?",
        "Not using it when I -- I mean, nobody did.",
        "I'm in the middle of my -- my project has been that.",
        # Names, letters, numbers, addresses.
        "will Will come?",
        "an L.A, a 323 number",
        "plan A, a backup",
        "We heard The The play.",
        "Call 555 555 0100, or in 2010 in 2010.",
        "See https://example.org/the-the and a- and b-lists.",
        "There, there.",
        "the descendants of I, I doesn't have any",
    ],
)
def test_what_is_meant_twice_stays(cleaned: Callable[..., str], said: str) -> None:
    assert cleaned(said) == said


def test_sentences_and_paragraphs_are_never_joined(cleaned: Callable[..., str]) -> None:
    said = "He spoke to the\n\nthe next paragraph. I. I was there."
    assert cleaned(said) == said
