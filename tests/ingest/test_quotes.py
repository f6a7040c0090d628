from __future__ import annotations

import hashlib

import numpy as np
import pytest

from ingest import quotes, textmap
from ingest.models import Quote, Saying, Speaker, Turn
from ingest.quotes import choice, places, scoring
from ingest.quotes.features import NAMES, features, sentences_of
from ingest.quotes.promotion import promotions
from ingest.quotes.reading import cost
from ingest.quotes.reasons import reason
from ingest.quotes.setups import opens_list, sets_up
from ingest.quotes.spans import acceptable, span_of
from ingest.quotes.standing import leans, of_the_moment, trimmed, whole
from ingest.quotes.weights import FILE, load
from ingest.sentences import sentences

CAST = (Speaker(name="Nora Quill", role="host"), Speaker(name="Tomas Reyes", role="guest"))


def turns_of(*said: tuple[int, str]) -> tuple[tuple[Turn, ...], str]:
    source, turns = "", []
    for speaker, text in said:
        start = len(source)
        source += text + "\n"
        segments = textmap.verbatim(source, start, start + len(text))
        turns.append(Turn(speaker=speaker, segments=segments))
    return tuple(turns), source


def found(*said: tuple[int, str]) -> tuple[Quote, ...]:
    turns, _ = turns_of(*said)
    return quotes.quotes(turns, [t.speaker for t in turns], CAST)


@pytest.mark.parametrize(
    "sentence",
    [
        "The lesson is that every project should begin with a week of reading.",
        "You should never build what somebody else has already built for you.",
        "If you wait until somebody asks, you have waited a year too long.",
        "Reading what others wrote down is cheaper than finding it out again.",
    ],
)
def test_what_stands_alone_is_whole(sentence: str) -> None:
    assert acceptable(sentence)
    assert not leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Yes.",
        "which is not really something that anybody would ever want to see",
        "I, right now that's not where I am, but it's just, I've learned that.",
        "The thing that we found in the archive was --",
        "We went to the [inaudible 00:12:01] and then we came back to the office.",
        'If somebody comes to me in the morning and says, "I have lost the list."',
        "Trying to do it the way that everybody in the building had done it before.",
        "Working on something that you care about that adds to other people's lives.",
        "Although now with better lamps, we have a clearer picture of the cellar.",
        "Could be scripts that do it or could be a list that somebody keeps.",
        "It was the first time that anybody had said it to the",
    ],
)
def test_what_is_torn_or_waits_is_not_whole(sentence: str) -> None:
    assert not whole(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "That's why we never went back to the old way of doing it.",
        "They had both paid for the same scanner in the same year.",
        "It was green and stood in the corner of the room.",
    ],
)
def test_a_sentence_leans_on_what_its_first_word_points_at(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It's hard to say no to somebody who has already begun.",
        "Those who keep the list are those who end up reading it.",
        "People describe what they love and leave out the rest.",
    ],
)
def test_a_first_word_that_is_explained_leans_on_nothing(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        ("And so, if you wait for it long enough, it never comes.", "if you wait"),
        ("Yeah, I mean, people read what their friends have written.", "people read"),
        ("So much of what we build has been built before by others.", "So much"),
        ("And then it was over.", "And then"),
    ],
)
def test_words_that_only_tie_are_trimmed(sentence: str, left: str) -> None:
    assert sentence[trimmed(sentence) :].startswith(left)


@pytest.mark.parametrize(
    "sentence",
    [
        "Welcome back to another episode of the show about people and their maps.",
        "You can find me on Twitter, where I post about maps every single day.",
        "Thanks for having me, it has been a pleasure to be on the programme.",
    ],
)
def test_talk_of_the_show_is_of_the_moment(sentence: str) -> None:
    assert of_the_moment(sentence)


def test_a_sentence_that_leans_is_quoted_with_the_one_before_it() -> None:
    text = "Every catalogue that we opened was full of holes. That is what a catalogue is for in the end."
    spans = sentences(text)
    assert span_of(text, spans, 1) == (0, len(text))
    assert span_of(text, spans, 0) == spans[0]


def test_a_sentence_that_leans_on_nothing_is_none() -> None:
    text = "That is what a catalogue is for in the end of it all."
    assert span_of(text, sentences(text), 0) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Here's how I explain the catalogue to people who ask me at dinner.",
        "Let's say you run a small archive with two rooms and one key.",
        "To give you a sense of the scale, we had three people at the time.",
        "It's not that nobody had ever thought of counting the boxes.",
    ],
)
def test_what_sets_up_a_point_is_quoted_with_it_or_not_at_all(sentence: str) -> None:
    point = "Every box that nobody has opened in ten years goes back to the family."
    text = f"{sentence} {point}"
    spans = sentences(text)
    assert sets_up(sentence)
    assert span_of(text, spans, 0) == (0, len(text))
    assert span_of(sentence, spans[:1], 0) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "There are three things that I ask everybody who wants to work here.",
        "You need the night shift to do the following things before they go home.",
        "We had to give up the second reading room in the end for two reasons.",
    ],
)
def test_a_list_of_which_nobody_knows_the_end_is_no_quote(sentence: str) -> None:
    text = f"{sentence} One is that nobody knows where the other key has gone."
    spans = sentences(text)
    assert opens_list(sentence)
    assert span_of(text, spans, 0) is None
    assert span_of(text, spans, 1) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Here's what I believe: nobody opens a box that has no label.",
        "Let's say you lose the key, then nobody reads anything for a week.",
        "There are three things that matter: the key, the lamp, and the list.",
        "It's not that nobody had thought of it, but they had no time.",
        "It's not so much the size of the room as the number of the doors.",
        "Here's the thing about an archive that nobody visits.",
        "Although it was late, we went down to look for the ledger.",
    ],
)
def test_a_point_that_comes_is_no_set_up(sentence: str) -> None:
    assert not sets_up(sentence)
    assert not opens_list(sentence)


def test_a_question_to_somebody_is_quoted_with_its_answer_or_not_at_all() -> None:
    text = "Do you know what archives are made of in the end? Archives are made of what nobody threw away in time."
    spans = sentences(text)
    assert span_of(text, spans, 0) == (0, len(text))
    assert span_of(text[: spans[0][1]], spans[:1], 0) is None


def test_quotes_are_the_guests_and_prove_themselves() -> None:
    said = (
        (0, "How did you find out that two teams were building the very same thing?"),
        (1, "So the lesson is that every project should begin with a week of reading. "
            "People who read before they build are people who build only once."),
    )  # fmt: skip
    _, source = turns_of(*said)
    kept = found(*said)
    assert {quote.speaker for quote in kept} == {1}
    assert not any(quote.text.endswith("?") for quote in kept)
    lesson = next(quote for quote in kept if quote.reason == "lesson")
    assert lesson.text == "The lesson is that every project should begin with a week of reading."
    rebuilt = textmap.rebuild(
        source, lesson.start, lesson.end, textmap.source_edits(lesson.segments)
    )
    assert textmap.plain(rebuilt) == lesson.text
    assert hashlib.sha256(lesson.text.encode()).hexdigest() == lesson.sha256


def test_what_sells_is_no_quote() -> None:
    turns, _ = turns_of(
        (0, "This episode is brought to you by Paperclip, who make the best clips there are."),
        (0, "Every team that buys a Paperclip saves an hour of work every single week."),
        (1, "Every archive that I know of was begun by somebody who had no time for it."),
        (0, "Go to paperclip.com and sign up for free today, and get started today."),
    )
    assert promotions(turns, [0, 0, 1, 0]) == {0, 1, 3}
    kept = quotes.quotes(turns, [0, 0, 1, 0], CAST)
    assert {quote.speaker for quote in kept} == {1}


def test_no_two_quotes_say_the_same() -> None:
    kept = found(
        (1, "Every archive begins with somebody who could not throw anything away."),
        (1, "Every archive begins with somebody who could never throw anything away."),
    )
    assert len(kept) == 1


def test_an_empty_talk_has_no_quotes() -> None:
    assert quotes.quotes((), (), ()) == ()
    assert quotes.sayings((), (), ()) == ()


def test_a_row_for_each_sentence_and_a_weight_for_each_feature() -> None:
    turns, _ = turns_of((1, "We made a list. Everybody read the list before they began."))
    said = sentences_of(turns, [1], CAST)
    weights = load()
    assert features(said, turns).shape == (2, len(NAMES))
    assert weights.mean.shape == weights.scale.shape == weights.weight.shape == (len(NAMES),)
    assert np.isfinite(weights.weight).all()
    assert all(place.shape == (384,) for place in weights.places.values())


def test_the_weights_are_those_of_the_card() -> None:
    card = (FILE.parent / "card.json").read_text("utf-8")
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in card


def test_smoothing_is_a_mean_of_what_is_near() -> None:
    scores = np.array([0.0, 0.0, 9.0, 0.0, 0.0])
    smoothed = scoring.smooth(scores, np.arange(5), 1.0)
    assert smoothed.argmax() == 2
    assert smoothed[1] == pytest.approx(smoothed[3])
    alone = scoring.smooth(scores, np.arange(5), 1.0, alone=True)
    assert alone[2] == pytest.approx(0.0)


def test_scores_without_spread_tell_nothing_of_the_others() -> None:
    scores = np.array([0.3, 0.3, 0.3, -7.0])
    counted = np.array([True, True, True, False])
    assert scoring.standard(scores, counted).tolist() == [0, 0, 0, 0]
    assert scoring.standard(scores)[3] < -1


def test_an_unknown_encoder_has_no_say() -> None:
    said = (Saying(0, 0, 5, 1.0),)
    assert places.place(said, (), np.zeros((0, 8), np.float32), "another", [True]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I learned that the list is the work.", "lesson"),
        ("It is not a warehouse, it's an archive.", "contrast"),
        ("You should read before you build.", "advice"),
        ("We had 40 desks and one telephone.", "number"),
        ("Everybody keeps what cost them something.", "general claim"),
        ("The clerk had left the window open.", "story's point"),
    ],
)
def test_the_reason_is_what_a_reader_sees(text: str, expected: str) -> None:
    assert reason(text) == expected


def test_fillers_and_pointing_cost() -> None:
    plain = "Archives keep whatever nobody could bring himself to throw away."
    assert cost(plain) == 0
    assert cost("They kind of keep those things that you know nobody wants.") > 0.5


def test_a_score_grows_with_worth() -> None:
    assert choice.score_of(3.0) > choice.score_of(1.5) == 0.5
