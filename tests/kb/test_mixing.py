from __future__ import annotations

from sqlite_utils import Database

from kb import mixing, terms


def test_meaning_decides_where_words_say_little() -> None:
    mixed = mixing.mix({1: 0.05}, {1: 0.2, 2: 0.5})
    assert mixed[2] > mixed[1]


def test_words_decide_where_they_cover_the_query() -> None:
    mixed = mixing.mix({1: 0.8}, {1: 0.2, 2: 0.3})
    assert mixed[1] > mixed[2]


def test_each_of_few_words_tells_more() -> None:
    few, usual, many = (mixing.mix({1: 0.3}, {1: 0.2}, count)[1] for count in (4, 8, 16))
    assert few > usual > many
    assert mixing.mix({1: 0.3}, {1: 0.2}, 1)[1] == few


def test_a_passage_without_a_vector_can_still_be_found() -> None:
    assert mixing.mix({3: 0.4}, {1: 0.2})[3] > 0.2


def test_a_better_sentence_lifts_a_passage() -> None:
    assert mixing.looked_into(0.5, 0.4, 0.8) > 0.5
    assert mixing.looked_into(0.5, 0.4, 0.4) == 0.5
    assert mixing.looked_into(0.5, 0.4, 0.4, tokens=0.3) > mixing.looked_into(0.5, 0.4, 0.4, 0.2)


def test_rare_words_weigh_more(filled: Database) -> None:
    def possible(*words: str) -> float:
        return terms.most_possible(terms.counts(filled, words))

    assert possible("scanner") >= possible("catalogue") > 0
    assert possible() == 0


def test_only_names_that_stand_everywhere_are_left_out(db: Database) -> None:
    assert terms.everywhere(db, terms.counts(db, ["a", "b", "c"])) == frozenset()
    db.execute(
        "insert into talks (id, path, title, kind, words, turns, passages) values (1, 'a', 'A', 'talk', 1, 1, 1)"
    )
    for number in range(10):
        text = "Acme teams share work." if number < 6 else "Nobody shares work here."
        db.execute(
            "insert into passages (id, talk_id, position, text, words, start_char, end_char, sha256)"
            " values (?, 1, ?, ?, 4, 0, 4, ?)",
            [number + 1, number, text, str(number)],
        )
    assert terms.everywhere(db, terms.counts(db, ["Acme", "share", "work"])) == {"Acme"}
    assert terms.everywhere(db, terms.counts(db, ["acme", "work"])) == frozenset()
    assert terms.without("how does Acme share work", frozenset({"Acme"})) == "how does share work"
