"""Which phrases become topics, what folds into one, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
import spacy
from spacy.tokens import Doc

from ingest.topics import canonical, topics
from ingest.topics.candidates import candidates
from ingest.topics.choice import chosen
from ingest.topics.keys import acronyms
from ingest.topics.phrases import phrases
from ingest.topics.rarity import Background, background, digest, packed

VOCAB = spacy.blank("en").vocab


def doc(tagged: str) -> Doc:
    """Make a tagged text of "word/POS" pieces; "~" joins a piece to the next without a space."""
    words, spaces, pos = [], [], []
    for piece in tagged.split():
        body, _, tag = piece.rpartition("|")
        words.append(body)
        spaces.append(not tag.endswith("~"))
        pos.append(tag.rstrip("~"))
    return Doc(VOCAB, words=words, spaces=spaces, pos=pos)


def said(tagged: str) -> list[str]:
    made = doc(tagged)
    return [made.text[phrase.start : phrase.end] for phrase in phrases(made)]


def names(docs: Sequence[Doc], **options: object) -> list[str]:
    return [topic.name for topic in topics(docs, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("off-chain", "off chain"),
        ("off-chain payments", "Offchain payment"),
        ("APIs", "api"),
        ("ICs", "IC"),
        ("wallets", "wallet"),
        ("policies", "policy"),
        ("optimisation", "optimization"),
        ("behaviour", "behavior"),
        ("the catalogue".removeprefix("the "), "catalog"),
        ("Netflix's", "Netflix"),
        ("Netflix’s", "Netflix"),
        ("vertices", "vertex"),
        ("data centres", "data center"),
    ],
)
def test_spellings_share_a_key(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("iOS", "IO"), ("news", "new"), ("DNS", "DN"), ("AWS", "AW"), ("class", "clas"), ("C++", "C")],
)
def test_other_things_do_not(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "text",
    [
        "We use a partially signed Bitcoin transaction (PSBT) here.",
        "PSBT stands for partially signed Bitcoin transaction, and so on.",
        "The PSBT (partially signed Bitcoin transaction) came later.",
        "A PSBT, or partially signed Bitcoin transaction, is a file.",
    ],
)
def test_acronyms_that_are_explained(text: str) -> None:
    assert acronyms([text]) == {canonical("partially signed Bitcoin transaction"): "psbt"}


@pytest.mark.parametrize(
    "text", ["We met Ann (CEO) there.", "That is it (LOL).", "The UN, or not."]
)
def test_acronyms_that_are_not(text: str) -> None:
    assert acronyms([text]) == {}


def test_an_acronym_and_its_expansion_are_one_topic() -> None:
    explained = "the|DET proof|NOUN of|ADP work|NOUN (|PUNCT~ POW|PROPN~ )|PUNCT counts|VERB"
    docs = [doc(explained), doc("POW|PROPN is|AUX slow|ADJ"), doc("POW|PROPN again|ADV")]
    assert candidates(docs)["pow"].count == 3


@pytest.mark.parametrize(
    ("tagged", "expected"),
    [
        ("run|VERB A|NOUN~ /|SYM~ B|NOUN tests|NOUN now|ADV", ["A/B tests"]),
        ("some|DET ML|PROPN~ /|SYM~ DL|PROPN frameworks|NOUN", ["ML/DL frameworks"]),
        ("pay|VERB off|ADP~ -|PUNCT~ chain|NOUN today|NOUN", ["off-chain today"]),
        ("this|PRON and|CCONJ~ /|SYM~ or|CCONJ that|PRON", []),
        ("a|DET very|ADV big|ADJ wallet|NOUN here|ADV", ["big wallet"]),
        ("it|PRON is|AUX big|ADJ", []),
        ("open|VERB the|DET lightning|VERB channel|NOUN", ["lightning channel"]),
        ("we|PRON are|AUX mining|VERB the|DET block|NOUN", ["block"]),
        ("and|CCONJ then|ADV Rust|VERB came|VERB", ["Rust"]),
        ("good|ADJ cryptography|ADJ helps|VERB", ["good cryptography"]),
        ("take|VERB 20|NUM minutes|NOUN", ["minutes"]),
    ],
)
def test_phrases(tagged: str, expected: list[str]) -> None:
    assert said(tagged) == expected


def test_topics_are_rare_and_often_said() -> None:
    docs = [
        doc("the|DET company|NOUN likes|VERB taproot|NOUN"),
        doc("people|NOUN use|VERB taproot|NOUN"),
    ] * 4
    found = names(docs)
    assert found == ["taproot"]


def test_the_name_is_the_form_that_is_written_most() -> None:
    docs = [doc("Taproots|NOUN work|VERB"), *[doc("the|DET Taproot|PROPN works|VERB")] * 3]
    (topic,) = topics(docs)
    assert (topic.name, topic.key) == ("Taproot", "taproot")
    assert [mention.passage for mention in topic.mentions] == [0, 1, 2, 3]


def test_hosts_and_the_show_are_left_out_and_single_words_of_the_show_are_not() -> None:
    docs = [
        doc("Nora|PROPN Quill|PROPN reads|VERB Paper|PROPN Trails|PROPN"),
        doc("Nora|PROPN folds|VERB papyrus|NOUN"),
        doc("the|DET Trails|PROPN app|NOUN maps|VERB papyrus|NOUN"),
        doc("papyrus|NOUN by|ADP Quill|PROPN on|ADP the|DET Trails|PROPN"),
    ] * 3
    found = names(docs, leave_out=["Nora Quill"], show="Paper Trails")
    assert "papyrus" in found
    assert not {"Nora", "Quill", "Nora Quill", "Paper Trails"} & set(found)


def test_a_part_of_a_name_does_not_stand_beside_it() -> None:
    docs = [doc("deploy|VERB with|ADP Argo|PROPN CD|PROPN")] * 5
    assert names(docs) == ["Argo CD"]


def test_both_stand_where_the_part_is_said_on_its_own() -> None:
    docs = [doc("a|DET submarine|NOUN swap|NOUN"), doc("the|DET swap|NOUN"), doc("swap|NOUN")] * 4
    found = candidates(docs)
    ranked = {"swap": 2.0, "submarineswap": 1.0}
    assert chosen(ranked, found, 5) == ["swap", "submarineswap"]


def test_what_the_title_names_needs_to_be_said_once_only() -> None:
    docs = [doc("we|PRON talk|VERB about|ADP covenants|NOUN")]
    assert names(docs) == []
    assert names(docs, title="Covenants for all") == ["covenants"]


def test_keys_do_not_depend_on_the_talk() -> None:
    one = topics([doc("off|ADP~ -|PUNCT~ chain|NOUN contracts|NOUN")] * 3)
    other = topics([doc("offchain|NOUN contract|NOUN rules|VERB")] * 4)
    assert {topic.key for topic in one} == {topic.key for topic in other}


def test_nothing_comes_of_nothing() -> None:
    assert topics([]) == ()


def test_rarity_comes_back_from_its_table() -> None:
    hashes, steps = packed({"company": 500.0, "lightning": 9.0})
    assert sorted(hashes.tolist()) == hashes.tolist()
    table = Background(10_000, {digest("company"): 500.0})
    assert table.rarity("unheard") == 1.0
    assert 0 < table.rarity("company") < 0.4
    assert len(steps) == 2


def test_the_shipped_table_knows_what_everybody_says() -> None:
    table = background()
    assert table.rarity("people") < 0.3 < table.rarity("research") < table.rarity("wallet")


def test_what_is_said_inside_the_shows_name_is_no_topic_however_it_is_spaced() -> None:
    docs = [
        doc("Ship|PROPN It|PRON is|AUX about|ADP containers|NOUN"),
        doc("Ship|PROPN it|PRON and|CCONJ containers|NOUN"),
    ] * 3
    assert "Ship" not in candidates_of(docs, "shipit")
    assert "Ship" not in candidates_of(docs, "Ship It!")
    assert {"Ship", "containers"} <= candidates_of(docs, "Paper Trails")


def candidates_of(docs: list[Doc], show: str) -> set[str]:
    return {candidate.name for candidate in candidates(docs, show=show).values()}


def test_words_for_the_recording_and_the_hour_are_no_topics_alone() -> None:
    docs = [
        doc("this|DET episode|NOUN about|ADP night|NOUN shifts|NOUN on|ADP Mondays|PROPN"),
        doc("the|DET night|NOUN shift|NOUN in|ADP this|DET episode|NOUN"),
    ] * 3
    found = candidates_of(docs, "")
    assert "night shift" in found
    assert not {"episode", "night", "Mondays"} & found


def test_a_word_that_only_makes_up_the_titles_phrase_is_not_raised_with_it() -> None:
    docs = [
        doc("a|DET random|ADJ walk|NOUN through|ADP healthcare|NOUN"),
        doc("healthcare|NOUN on|ADP a|DET walk|NOUN"),
    ] * 4
    found = topics(docs, title="My Random Walk")
    scores = {topic.name: topic.score for topic in found}
    assert scores["random walk"] == 1
    assert scores.get("walk", 0) < scores["healthcare"]
