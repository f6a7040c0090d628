"""What was meant: fields by their names, typos in names, and filters from the box and beside it."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from kb.asking.understand import Understood, understand
from kb.filters import Filters, passage_ids


def texts(db: Database, understood: Understood) -> list[str]:
    ids = passage_ids(db, understood.filters)
    assert ids is not None
    return [db.execute("select text from passages where id = ?", [i]).fetchone()[0] for i in ids]


def talks(db: Database, text: str) -> set[str]:
    ids = passage_ids(db, understand(db, text).filters)
    sql = "select path from talks join passages on talk_id = talks.id where passages.id = ?"
    return {db.execute(sql, [i]).fetchone()[0] for i in ids or []}


@pytest.mark.parametrize(
    ("text", "words", "filters"),
    [
        ("speaker:okonkwo burnout", "burnout", {"speaker": ("Idris Okonkwo",)}),
        ("speaker:idris okonkwo burnout", "burnout", {"speaker": ("Idris Okonkwo",)}),
        ('speaker:"Idris Okonkwo"', "", {"speaker": ("Idris Okonkwo",)}),
        ("show:signal hour why", "why", {"show": ("Signal Hour",)}),
        ('talk:"ledger on the wall" why', "why", {"talk": ("ledger.md",)}),
        ("talk:pagers.md", "", {"talk": ("pagers.md",)}),
        ("kind:podcast kind:interview", "", {"kind": ("podcast", "interview")}),
        ("-speaker:tilda", "", {"not_speaker": ("Tilda Marsh",)}),
        ("after:2023 before:2024", "", {"since": "2023", "before": "2024"}),
        ("-after:2023", "", {"before": "2023"}),
        ('"on call" -pager', '"on call"', {"phrase": ("on call",), "without": ("pager",)}),
        ('-"on call" x', "x", {"without_phrase": ("on call",)}),
    ],
)
def test_fields(archive: Database, text: str, words: str, filters: dict[str, object]) -> None:
    found = understand(archive, text)
    assert found.words == words
    assert found.filters.model_dump(exclude_defaults=True) == filters
    assert not found.corrected
    assert found.notes == ()


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("speaker:idriss okonkvo", ("Idris Okonkwo",), ""),
        ("speaker:okonkow burnout", ("Idris Okonkwo",), "burnout"),
        ("speaker:Velásquez", ("Mara Velasquez",), ""),
        ("speaker:velasqez ledger", ("Mara Velasquez",), "ledger"),
    ],
)
def test_names_with_typos(
    archive: Database, text: str, speaker: tuple[str, ...], words: str
) -> None:
    found = understand(archive, text)
    assert found.filters.speaker == speaker
    assert found.words == words
    if found.corrected:
        assert found.notes[0].startswith(f"Searched for {speaker[0]} instead of “")


def test_a_misspelt_name_among_the_words(archive: Database) -> None:
    found = understand(archive, "Velasqez on burnout")
    assert found.words == "Velasquez on burnout"
    assert found.notes == ("Searched for Mara Velasquez instead of “Velasqez”.",)
    assert found.corrected
    assert found.speaker == ("Mara Velasquez", 'speaker:"Mara Velasquez" on burnout')
    exact = understand(archive, "Velasqez on burnout", exact=True)
    assert exact.words == "Velasqez on burnout"
    assert not exact.corrected
    assert exact.notes == ()


def test_words_that_the_archive_has_are_never_corrected(archive: Database) -> None:
    for word in ("ledger", "repairs", "promise", "calling"):
        assert understand(archive, word).words == word


def test_words_that_are_no_names_stay(archive: Database) -> None:
    found = understand(archive, "grapefruit paella xyz")
    assert found.words == "grapefruit paella xyz"
    assert not found.corrected


@pytest.mark.parametrize(
    ("text", "words", "note"),
    [
        (
            "speaker:zebedee burnout",
            "zebedee burnout",
            "Nobody here is called “zebedee”, so it was",
        ),
        ("topic:zebras", "zebras", "There is no topic “zebras”, so it was searched as words."),
        ("-speaker:zebedee x", "x", "Nobody here is called “zebedee”, so nothing is left out"),
        ("role:king x", "king x", "Nobody here has the role “king”"),
    ],
)
def test_what_is_nowhere_is_said_and_searched_as_words(
    archive: Database, text: str, words: str, note: str
) -> None:
    found = understand(archive, text)
    assert found.words == words
    assert found.filters.empty
    assert len(found.notes) == 1
    assert found.notes[0].startswith(note)


def test_phrases_are_exact_but_for_case_and_what_stands_between(archive: Database) -> None:
    assert len(texts(archive, understand(archive, '"duplicate work"'))) == 1
    assert texts(archive, understand(archive, '"duplicate works"')) == []
    assert len(texts(archive, understand(archive, '"DUPLICATED works"'))) == 1
    assert len(texts(archive, understand(archive, '"on call, who"'))) == 1
    assert len(texts(archive, understand(archive, '"café next"'))) == 1
    assert len(texts(archive, understand(archive, '"CAFÉ"'))) == 1
    assert talks(archive, '"call on"') == {"pagers.md"}
    assert talks(archive, '"on call"') == {"pagers.md", "ledger.md"}
    assert talks(archive, '"on call" "burning out"') == {"ledger.md"}


def test_a_word_is_left_out_in_all_its_forms(archive: Database) -> None:
    every = archive.table("passages").count
    left = texts(archive, understand(archive, "-write"))
    assert 0 < len(left) < every
    assert not any(form in text.split() for text in left for form in ("write", "writes"))
    assert len(texts(archive, understand(archive, '-"duplicate works"'))) == every


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("before:2023", {"ledger.md"}),
        ("before:2022-03", set()),
        ("after:2023", {"pagers.md"}),
        ("after:2022-03-04 before:2022-03-05", {"ledger.md"}),
        ("after:2022 before:2024", {"ledger.md", "pagers.md"}),
        ("-show:night", {"ledger.md"}),
        ("-kind:podcast", {"pagers.md"}),
        ("-talk:ledger.md", {"pagers.md"}),
        ("speaker:mara speaker:tilda", {"ledger.md", "pagers.md"}),
    ],
)
def test_what_passes(archive: Database, text: str, found: set[str]) -> None:
    assert talks(archive, text) == found


def test_the_box_and_what_is_beside_it_hold_together(archive: Database) -> None:
    beside = Filters(speaker=("Mara Velasquez",), since="2020", kind=("podcast",))
    found = understand(archive, "speaker:okonkwo after:2022", beside).filters
    assert found.speaker == ("Mara Velasquez", "Idris Okonkwo")
    assert found.since == "2022"
    assert found.kind == ("podcast",)
    assert understand(archive, "after:2019", beside).filters.since == "2020"


def test_every_chip_leads_to_the_search_without_it(archive: Database) -> None:
    text = 'speaker:idriss okonkwo -pager "on call" after:2022 burnout'
    found = understand(archive, text)
    assert [chip.label for chip in found.chips] == [
        "speaker: Idris Okonkwo",
        "-pager",
        '"on call"',
        "after:2022",
    ]
    assert found.chips[0].rest == '-pager "on call" after:2022 burnout'
    for chip in found.chips:
        assert len(understand(archive, chip.rest).chips) == len(found.chips) - 1
